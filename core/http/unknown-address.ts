import type { FastifyInstance } from "fastify"
import type { Admission } from "./admission.ts"
import { problem } from "./problem.ts"
import { sendProblem } from "./problem-error.ts"
import type { Route } from "./route.ts"

/** 404, or 405 with `Allow` where the address is known under other methods. Counted, so that searching for holes is slow. */
export const answerUnknownAddress = (
  app: FastifyInstance,
  routes: ReadonlyArray<Route>,
  admission: Admission,
): void => {
  const patterns = routes.map(({ method, path }) => ({
    method,
    pattern: new RegExp(`^${path.replace(/:[A-Za-z]\w*/g, "[^/]+")}$`),
  }))
  app.setNotFoundHandler(
    { preValidation: admission.admit({ access: "public", limit: "standard" }) },
    (request, reply) => {
      const path = request.url.split("?", 1)[0] ?? ""
      const allowed = patterns
        .filter(({ pattern }) => pattern.test(path))
        .map(({ method }) => method)
      if (allowed.length === 0)
        return sendProblem(reply, problem("ROUTE_NOT_FOUND", "There is nothing at this address"))
      reply.header("allow", allowed.join(", "))
      return sendProblem(
        reply,
        problem("METHOD_NOT_ALLOWED", "This address takes other methods", { allowed }, 405),
      )
    },
  )
}
