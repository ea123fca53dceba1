import { Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { may, type Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { fingerprintOf } from "./derived-id.ts"
import type { LoadedPlugin } from "./loaded-plugin.ts"
import type { PluginDatabase } from "./plugin-database.ts"
import type { MountedRoute, PluginAnswer, PluginHost, PluginRequest } from "./plugin-host.ts"
import type { Instances } from "./plugin-instances.ts"
import type { RequestContext, Route } from "./route.ts"
import type { SetupRegistry } from "./setup-registry.ts"
import { replayed } from "./stored-answer.ts"

/** Of a request, when the manifest sets no limit. */
const defaultTimeoutMs = 10_000

interface Host {
  readonly loaded: ReadonlyMap<string, LoadedPlugin>
  readonly instances: Instances
  readonly database: PluginDatabase["Service"]
  readonly registry: SetupRegistry["Service"]
  readonly enabledFor: (tenantId: TenantId, plugin: string) => boolean
}

/** A mounted route with what it takes to run it. */
interface Bound {
  readonly plugin: LoadedPlugin
  readonly route: Route<unknown>
  readonly timeoutMs: number
  readonly bulkhead: Bulkhead | undefined
}

/** Every route of every loaded plugin, and the one way to call them: guard, then run. */
export const makeDispatch = (host: Host): Pick<PluginHost["Service"], "routes" | "call"> => {
  const bindings = new Map<MountedRoute, Bound>()
  for (const plugin of host.loaded.values()) {
    const limits = plugin.manifest.limits
    const bulkhead =
      limits?.concurrency === undefined ? undefined : new Bulkhead(limits.concurrency)
    for (const route of plugin.definition.routes)
      bindings.set(mounted(plugin.key, route), {
        plugin,
        route,
        timeoutMs: limits?.request_timeout_ms ?? defaultTimeoutMs,
        bulkhead,
      })
  }
  return {
    routes: [...bindings.keys()],
    call: (scope, route, request) =>
      Effect.suspend(() => {
        const bound = bindings.get(route)
        if (bound === undefined || !host.enabledFor(scope.tenantId, bound.plugin.key))
          return Effect.fail(notEnabled(route.plugin))
        if (!may(scope, route.permission)) return Effect.fail(forbidden(route.permission))
        const work = run(host, bound, scope, request)
        return bound.bulkhead === undefined ? work : bound.bulkhead.run(scope.tenantId, work)
      }),
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
  ...(route.answer === undefined ? {} : { answer: route.answer }),
})

const run = (
  host: Host,
  bound: Bound,
  scope: Scope,
  request: PluginRequest,
): Effect.Effect<PluginAnswer, CommandFailure> => {
  const { plugin, route, timeoutMs } = bound
  const handler = route.respond(requestContext(scope, route, request)) as Effect.Effect<
    PluginAnswer,
    CommandFailure
  >
  const key = request.idempotencyKey
  const work =
    key === undefined || route.method !== "POST" || route.repeats === "handler"
      ? handler
      : onceOnly(
          host,
          scope,
          key,
          fingerprintOf([route.path, request.params, request.rawBody]),
          handler,
        )
  const answered = Effect.scoped(
    Effect.flatMap(host.instances(plugin.key, scope.tenantId), (context) =>
      Effect.provideContext(work, context),
    ),
  ).pipe(
    Effect.timeoutOrElse({
      duration: timeoutMs,
      orElse: () => Effect.fail(timedOut(plugin.key, timeoutMs)),
    }),
  )
  return route.changesSetup
    ? Effect.tap(answered, () => host.registry.changed(scope.tenantId))
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
  ...(route.repeats === "handler" && request.idempotencyKey !== undefined
    ? { idempotencyKey: request.idempotencyKey }
    : {}),
  ...(request.ifMatch === undefined ? {} : { ifMatch: request.ifMatch }),
})

const onceOnly = (
  host: Host,
  scope: Scope,
  key: string,
  fingerprint: string,
  handler: Effect.Effect<PluginAnswer, CommandFailure>,
): Effect.Effect<PluginAnswer, CommandFailure> =>
  Effect.map(host.database.once(scope.tenantId, { key, fingerprint }, handler), (outcome) =>
    outcome.replayed && "json" in outcome.answer ? replayed(outcome.answer) : outcome.answer,
  )

/** Bounds what one tenant may have running in one plugin, so that it cannot slow the others. */
class Bulkhead {
  readonly #limit: number
  readonly #running = new Map<TenantId, number>()

  constructor(limit: number) {
    this.#limit = limit
  }

  run<A>(
    tenantId: TenantId,
    work: Effect.Effect<A, CommandFailure>,
  ): Effect.Effect<A, CommandFailure> {
    return Effect.suspend(() => {
      const running = this.#running.get(tenantId) ?? 0
      if (running >= this.#limit) return Effect.fail(busy(this.#limit))
      this.#running.set(tenantId, running + 1)
      return Effect.ensuring(
        work,
        Effect.sync(() => this.#leave(tenantId)),
      )
    })
  }

  #leave(tenantId: TenantId): void {
    const left = (this.#running.get(tenantId) ?? 1) - 1
    if (left === 0) this.#running.delete(tenantId)
    else this.#running.set(tenantId, left)
  }
}

const notEnabled = (plugin: string) =>
  refused("PLUGIN_NOT_ENABLED", "This restaurant does not use that", { plugin })

const forbidden = (permission: string) =>
  refused("AUTH_FORBIDDEN", "You may not do this", { permission })

const timedOut = (plugin: string, timeoutMs: number) =>
  refused("PLUGIN_TIMEOUT", "No answer in time; what became of it is unknown, ask again", {
    plugin,
    timeoutMs,
  })

const busy = (limit: number) =>
  refused("PLUGIN_BUSY", "Too many requests at the same time; ask again", {
    limit,
    retryAfterMs: 250,
  })
