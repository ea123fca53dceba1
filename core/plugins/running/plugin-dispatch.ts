import { Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { mayBeStored } from "#core/hub/may-be-stored.ts"
import type { Scope } from "#core/hub/scope.ts"
import { fingerprintOf } from "#core/plugins/derived-id.ts"
import type { PluginDatabase } from "#core/plugins/plugin-database.ts"
import type { RequestContext, Route } from "#core/plugins/route.ts"
import { notEnabled } from "./not-enabled.ts"
import type { MountedRoute, PluginAnswer, PluginHost, PluginRequest } from "./plugin-host.ts"
import type { PluginWork } from "./plugin-work.ts"
import type { SetupRegistry } from "./setup-registry.ts"
import { answerOf } from "./stored-answer.ts"

interface Host {
  readonly work: PluginWork["Service"]
  readonly database: Pick<PluginDatabase["Service"], "once">
  readonly registry: Pick<SetupRegistry["Service"], "changed">
}

/** Every route of every loaded plugin, and the one way to call them. */
export const makeDispatch = (host: Host): Pick<PluginHost["Service"], "routes" | "call"> => {
  const bindings = new Map<MountedRoute, Route<unknown>>()
  for (const plugin of host.work.plugins.values())
    for (const route of plugin.definition.routes) bindings.set(mounted(plugin.key, route), route)
  return {
    routes: [...bindings.keys()],
    call: (scope, mountedRoute, request) => {
      const route = bindings.get(mountedRoute)
      return route === undefined
        ? Effect.fail(notEnabled(mountedRoute.plugin))
        : run(host, mountedRoute.plugin, route, scope, request)
    },
  }
}

const mounted = (plugin: string, route: Route<unknown>): MountedRoute => ({
  plugin,
  method: route.method,
  path: route.path,
  permission: route.permission,
  summary: route.summary,
  status: route.status,
  ...(route.query === undefined ? {} : { query: route.query }),
  ...(route.body === undefined ? {} : { body: route.body }),
  ...(route.documentedBody === undefined ? {} : { documentedBody: route.documentedBody }),
  ...(route.answer === undefined ? {} : { answer: route.answer }),
})

const run = (
  host: Host,
  plugin: string,
  route: Route<unknown>,
  scope: Scope,
  request: PluginRequest,
): Effect.Effect<PluginAnswer, CommandFailure> => {
  // Suspended, so that a handler that throws while it builds its effect is the plugin's bug, and counted as one.
  const handler = Effect.suspend(() => route.respond(requestContext(scope, route, request)))
  const key = request.idempotencyKey
  const work =
    key === undefined || route.method !== "POST" || route.repeats === "handler"
      ? handler
      : Effect.map(
          host.database.once(
            scope.tenantId,
            {
              plugin,
              key,
              fingerprint: fingerprintOf([route.path, request.params, request.rawBody]),
            },
            handler,
          ),
          answerOf,
        )
  const answered = host.work.run(
    scope,
    { plugin, permission: route.permission, what: `${route.method} ${route.path}` },
    work,
  )
  return route.changesSetup
    ? Effect.onExit(answered, (exit) =>
        mayBeStored(exit) ? host.registry.changed(scope.tenantId) : Effect.void,
      )
    : answered
}

const requestContext = (
  scope: Scope,
  route: Route<unknown>,
  request: PluginRequest,
): RequestContext<Readonly<Record<string, string>>, unknown, unknown> => ({
  scope,
  requestId: request.requestId,
  params: request.params,
  query: request.query ?? {},
  body: request.body,
  origin: request.origin ?? "",
  ...(route.repeats === "handler" && request.idempotencyKey !== undefined
    ? { idempotencyKey: request.idempotencyKey }
    : {}),
  ...(request.ifMatch === undefined ? {} : { ifMatch: request.ifMatch }),
})
