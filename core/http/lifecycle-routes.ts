import { Effect, Schema } from "effect"
import { pageAnswer, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import { type AskedKind, Operation, PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import type { PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { languageOf, spokenBy } from "./language.ts"
import { changeBodies, changeRequest } from "./lifecycle-bodies.ts"
import { operationEvents } from "./operation-events.ts"
import { ofOwnTenant, pageFrom } from "./own-tenant.ts"
import type { RouteRequest, ScopedRoute } from "./route.ts"

const Paging = pageQuery({})

const Plan = Schema.Struct({
  plugin: Schema.String,
  kind: Schema.String,
  steps: Schema.Array(Schema.String),
  others: Schema.Array(Schema.Struct({ plugin: Schema.String, why: Schema.String })),
  migrations: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      tookMs: Schema.Finite,
      locks: Schema.Array(Schema.String),
      rewrites: Schema.Array(Schema.String),
    }),
  ),
}).annotate({ identifier: "PluginPlan" })

/** What a restaurant runs, and how a manager changes it. */
export const lifecycleRoutes = (options: {
  readonly apiPrefix: string
  readonly lifecycle: PluginLifecycle["Service"]
  readonly plugins: ReadonlyMap<string, LoadedPlugin>
}): ReadonlyArray<ScopedRoute> => {
  const { lifecycle } = options
  const tenant = `${options.apiPrefix}/tenants/:tenant`
  const plugin = `${tenant}/plugins/:key`
  const operation = `${tenant}/operations/:id`
  const languages = spokenBy(options.plugins.values())
  const spoken = ({ acceptLanguage }: RouteRequest) =>
    languageOf(undefined, acceptLanguage, languages)
  const shared = {
    access: "scoped",
    tag: "plugins",
    limit: "standard",
    defectCode: "INTERNAL",
  } as const
  const read = {
    ...shared,
    method: "GET",
    guard: { by: "admission", permission: "core.plugins.read" },
    status: 200,
  } as const
  const manage = {
    ...shared,
    method: "POST",
    guard: { by: "admission", permission: "core.plugins.manage" },
  } as const

  const change = (kind: AskedKind, summary: string): ScopedRoute => ({
    ...manage,
    path: `${plugin}/${kind}`,
    summary,
    body: changeBodies[kind],
    answer: kind === "install" || kind === "upgrade" ? Schema.Union([Operation, Plan]) : Operation,
    status: 202,
    handle: ofOwnTenant((scope, { params, body, idempotencyKey }) => {
      const asked = changeRequest(kind, params["key"] ?? "", body)
      if ((body as { readonly dryRun?: boolean } | undefined)?.dryRun === true)
        return Effect.map(lifecycle.plan(scope, asked), (plan) => ({ status: 200, json: plan }))
      return Effect.map(
        lifecycle.request(scope, {
          ...asked,
          ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
        }),
        ({ operation, replayed }) => ({
          status: 202,
          json: operation,
          ...(replayed ? { headers: { "Idempotency-Replayed": "true" } } : {}),
        }),
      )
    }),
  })

  return [
    {
      ...read,
      path: `${tenant}/plugins`,
      summary: "The plugins of this hub, and what the restaurant makes of each",
      query: Paging,
      answer: pageAnswer(PluginOverview),
      handle: ofOwnTenant((scope, request) =>
        Effect.map(lifecycle.list(scope, spoken(request)), (all) => pageFrom(all, request)),
      ),
    },
    {
      ...read,
      path: plugin,
      summary: "One plugin in this restaurant: state, versions, health, lag",
      answer: PluginOverview,
      handle: ofOwnTenant((scope, request) =>
        good(lifecycle.get(scope, request.params["key"] ?? "", spoken(request))),
      ),
    },
    change("install", "Install a plugin; with dryRun only say what would be done"),
    change("enable", "Enable an installed plugin"),
    change("disable", "Disable a plugin: new requests are refused, those that run may finish"),
    change("upgrade", "Bring the restaurant's data to the version that the hub has"),
    change(
      "uninstall",
      "Remove a plugin; its data stays, or is written to a file and deleted after 7 days",
    ),
    change("release", "Bring a plugin back that failed too often"),
    {
      ...manage,
      path: `${plugin}/retry`,
      summary: "Go on with the last change of this plugin at the step that failed",
      answer: Operation,
      status: 202,
      handle: ofOwnTenant((scope, { params }) =>
        good(lifecycle.retry(scope, params["key"] ?? ""), 202),
      ),
    },
    {
      ...read,
      path: `${plugin}/config`,
      summary: "Settings of a plugin, with the defaults of what was never saved",
      answer: Schema.Unknown,
      handle: ofOwnTenant((scope, { params }) =>
        good(lifecycle.settings(scope, params["key"] ?? "")),
      ),
    },
    {
      ...manage,
      method: "PUT",
      path: `${plugin}/config`,
      summary: "Save the settings of a plugin",
      body: Schema.Unknown,
      answer: Schema.Unknown,
      status: 200,
      handle: ofOwnTenant((scope, { params, body }) =>
        good(lifecycle.saveSettings(scope, params["key"] ?? "", body)),
      ),
    },
    {
      ...read,
      path: `${tenant}/operations`,
      summary: "Changes of the plugins, newest first",
      query: Paging,
      answer: pageAnswer(Operation),
      handle: ofOwnTenant((scope, request) =>
        Effect.map(lifecycle.operations(scope), (all) => pageFrom(all, request)),
      ),
    },
    {
      ...read,
      path: operation,
      summary: "How far a change is",
      answer: Operation,
      handle: ofOwnTenant((scope, { params }) =>
        good(lifecycle.operation(scope, params["id"] ?? "")),
      ),
    },
    {
      ...read,
      path: `${operation}/stream`,
      summary: "The same as server-sent events (`event: operation`), until it is over",
      handle: ofOwnTenant((scope, { params }) =>
        // Asked once before anything is sent: what is not there is 404, not an empty stream.
        Effect.as(lifecycle.operation(scope, params["id"] ?? ""), {
          status: 200,
          events: operationEvents(lifecycle.watch(scope, params["id"] ?? "")),
        }),
      ),
    },
    {
      ...manage,
      path: `${operation}/cancel`,
      summary: "Call a change off, while it can still be undone",
      answer: Operation,
      status: 200,
      handle: ofOwnTenant((scope, { params }) => good(lifecycle.cancel(scope, params["id"] ?? ""))),
    },
  ]
}

const good = <E>(
  answer: Effect.Effect<unknown, E>,
  status = 200,
): Effect.Effect<{ readonly status: number; readonly json: unknown }, E> =>
  Effect.map(answer, (json) => ({ status, json }))
