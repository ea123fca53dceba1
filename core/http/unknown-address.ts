import type { FastifyInstance } from "fastify"
import type { Refused } from "#core/kitchen/refusal.ts"
import type { PluginHost } from "#core/plugins/running/plugin-host.ts"
import { type Admission, tokenOf } from "./admission.ts"
import { type Problem, problem } from "./problem.ts"
import { sendProblem } from "./problem-error.ts"
import type { Route } from "./route.ts"

/**
 * 404, or 405 with `Allow` where the address is known under other methods. Counted, so that searching for holes is slow.
 *
 * Below `/plugins/{key}` whoever signed in hears first of all that their restaurant does not use that plugin, or that it
 * could not be loaded; who did not learns nothing of any restaurant.
 */
export const answerUnknownAddress = (
  app: FastifyInstance,
  options: {
    readonly apiPrefix: string
    readonly routes: ReadonlyArray<Route>
    readonly host: Pick<PluginHost["Service"], "closed">
    readonly admission: Admission
  },
): void => {
  const { admission, host } = options
  const patterns = options.routes.map(({ method, path }) => ({
    method,
    pattern: new RegExp(`^${path.replace(/:[A-Za-z]\w*/g, "[^/]+")}$`),
  }))
  const below = new RegExp(`^${options.apiPrefix}/plugins/([a-z][a-z0-9_]{0,63})(?:[/?]|$)`)
  const pluginOf = (url: string): string | undefined => below.exec(url)?.[1]
  const anybody = admission.admit({ access: "public", limit: "standard" })
  const somebody = admission.admit({ access: "scoped", limit: "standard" })

  app.setNotFoundHandler(
    {
      preValidation: (request, reply, done) => {
        const isSigned = pluginOf(request.url) !== undefined && tokenOf(request) !== undefined
        ;(isSigned ? somebody : anybody)(request, reply, done)
      },
    },
    (request, reply) => {
      const plugin = pluginOf(request.url)
      const refusal =
        request.scope === null || plugin === undefined
          ? undefined
          : host.closed(request.scope, plugin)
      if (refusal !== undefined) return sendProblem(reply, problemOf(refusal))
      const path = request.url.split("?", 1)[0] ?? ""
      const allowed = patterns
        .filter(({ pattern }) => pattern.test(path))
        .map(({ method }) => method)
      if (allowed.length === 0) return sendProblem(reply, nothingThere)
      reply.header("allow", allowed.join(", "))
      return sendProblem(reply, otherMethods(allowed))
    },
  )
}

/** To who changes plugins `PLUGIN_NOT_LOADED` is a conflict; here it passes when the hub was mended. */
const problemOf = ({ code, detail, meta }: Refused): Problem =>
  problem(code, detail, meta, code === "PLUGIN_NOT_LOADED" ? 503 : undefined)

const nothingThere = problem("ROUTE_NOT_FOUND", "There is nothing at this address")

const otherMethods = (allowed: ReadonlyArray<string>): Problem =>
  problem("METHOD_NOT_ALLOWED", "This address takes other methods", { allowed }, 405)
