import { readFileSync } from "node:fs"
import { Effect, Exit, Schema } from "effect"
import { pageAnswer, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import type { PluginHost } from "#core/plugins/running/plugin-host.ts"
import { administratorRefusal } from "./administrator.ts"
import { pageFrom } from "./own-tenant.ts"
import type { PublicRoute, Route } from "./route.ts"

/** One thing that must work before orders may come: database, broker. Fails or hangs when it does not. */
export interface ReadinessCheck {
  readonly name: string
  readonly check: Effect.Effect<unknown, unknown>
}

const CheckResult = Schema.Struct({
  name: Schema.String,
  ok: Schema.Boolean,
  ms: Schema.Int,
})
const Ready = Schema.Struct({
  status: Schema.Literal("ready"),
  checks: Schema.Array(CheckResult),
}).annotate({ identifier: "Ready" })

const Info = Schema.Struct({
  name: Schema.String,
  version: Schema.String,
  versions: Schema.Record(Schema.String, Schema.String),
  startedAt: Schema.String,
  now: Schema.String,
  /** Where others in the network reach this hub. */
  addresses: Schema.optionalKey(Schema.Array(Schema.String)),
  /** What follows is told by the demo alone. */
  demo: Schema.optionalKey(Schema.Boolean),
  virtualPrinters: Schema.optionalKey(Schema.Struct({ port: Schema.Int })),
  tenants: Schema.optionalKey(
    Schema.Array(Schema.Struct({ slug: Schema.String, name: Schema.String })),
  ),
}).annotate({ identifier: "SystemInfo" })

const Plugins = pageAnswer(
  Schema.Struct({
    key: Schema.String,
    name: Schema.String,
    version: Schema.String,
    description: Schema.String,
    loaded: Schema.Boolean,
    problems: Schema.Array(Schema.Struct({ code: Schema.String, detail: Schema.String })),
  }),
).annotate({ identifier: "DiscoveredPlugins" })

/** Longest that one readiness check may take. */
const checkLimit = "2 seconds"

export const systemRoutes = (options: {
  readonly apiPrefix: string
  readonly host: PluginHost["Service"]
  readonly checks: ReadonlyArray<ReadinessCheck>
  /** What `/system/info` tells besides versions: addresses, the demo's extras. */
  readonly info: Effect.Effect<Readonly<Record<string, unknown>>>
}): ReadonlyArray<Route> => {
  const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString()
  const open = {
    method: "GET",
    access: "public",
    tag: "system",
    status: 200,
    defectCode: "INTERNAL",
  } as const
  return [
    {
      ...open,
      path: `${options.apiPrefix}/system/health`,
      summary: "The process is alive",
      answer: Schema.Struct({ status: Schema.Literal("ok") }),
      limit: "none",
      handle: () => Effect.succeed({ status: 200, json: { status: "ok" } }),
    },
    {
      ...open,
      path: `${options.apiPrefix}/system/ready`,
      summary: "Everything that the hub needs answers",
      answer: Ready,
      limit: "none",
      handle: readiness(options.checks),
    },
    {
      ...open,
      path: `${options.apiPrefix}/system/info`,
      summary: "Versions, and the addresses of the pages",
      answer: Info,
      limit: "standard",
      handle: () =>
        Effect.map(options.info, (extras) => ({
          status: 200,
          json: { ...extras, ...product, versions, startedAt, now: new Date().toISOString() },
        })),
    },
    {
      ...open,
      access: "scoped",
      path: `${options.apiPrefix}/system/plugins`,
      summary: "Discovered plugins, with what is wrong with them (administrators of the hub only)",
      refusal: administratorRefusal,
      query: pageQuery({}),
      answer: Plugins,
      limit: "standard",
      handle: (scope, request) => {
        const refusal = administratorRefusal(scope)
        return refusal === undefined
          ? Effect.succeed(pageFrom(options.host.discovered, request))
          : Effect.fail(refusal)
      },
    },
  ]
}

const readiness = (checks: ReadonlyArray<ReadinessCheck>): PublicRoute["handle"] => {
  const run = ({ name, check }: ReadinessCheck) =>
    Effect.suspend(() => {
      const began = performance.now()
      return Effect.map(Effect.exit(Effect.timeout(check, checkLimit)), (exit) => ({
        name,
        ok: Exit.isSuccess(exit),
        ms: Math.round(performance.now() - began),
      }))
    })
  return () =>
    Effect.map(Effect.forEach(checks, run, { concurrency: "unbounded" }), (results) => {
      const missing = results.filter(({ ok }) => !ok).map(({ name }) => name)
      return missing.length === 0
        ? { status: 200, json: { status: "ready", checks: results } }
        : {
            status: 503,
            headers: { "retry-after": "1" },
            json: {
              detail: `Not ready: ${missing.join(", ")}`,
              code: "NOT_READY",
              meta: { checks: results },
            },
          }
    })
}

const versionIn = (folder: string): { readonly name: string; readonly version: string } => {
  const { name, version } = JSON.parse(
    readFileSync(new URL(import.meta.resolve(`${folder}package.json`)), "utf8"),
  )
  return { name, version }
}
const product = versionIn("../../")

/** Of this build. */
export const { version } = product
const versions = {
  node: process.versions.node,
  effect: versionIn("effect/").version,
  fastify: versionIn("fastify/").version,
}
