import { Cause, Context, Effect, Layer, LayerMap, type Scope } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import type { LoadedPlugin } from "./loaded-plugin.ts"
import type { PluginDatabase } from "./plugin-database.ts"
import { PluginSql } from "./plugin-sql.ts"
import type { HubServices } from "./sdk.ts"
import { StartWaits } from "./start-waits.ts"
import { TenantContext } from "./tenant-context.ts"

/** Hands out the instance of a plugin for a tenant: all that its routes may use. Held for as long as the scope is open. */
export type Instances = (
  plugin: string,
  tenantId: TenantId,
) => Effect.Effect<Context.Context<unknown>, CommandFailure, Scope.Scope>

/** Instances that nobody used for this long are shut down. */
const idleTimeToLive = "30 minutes"

export const makeInstances = (
  plugins: ReadonlyMap<string, LoadedPlugin>,
  hub: Context.Context<HubServices>,
  database: PluginDatabase["Service"],
): Effect.Effect<Instances, never, Scope.Scope> =>
  Effect.gen(function* () {
    const instances: LayerMap.LayerMap<string, unknown, CommandFailure> = yield* LayerMap.make(
      (key: string) => layerOf(key),
      { idleTimeToLive },
    )
    const layerOf = (key: string): Layer.Layer<unknown, CommandFailure> => {
      const { plugin, tenantId } = parsed(key)
      const loaded = plugins.get(plugin)
      const own = loaded?.definition.tenant ?? Layer.empty
      const environment = Layer.succeedContext(
        hub.pipe(
          Context.add(TenantContext, { tenantId, pluginKey: plugin }),
          Context.add(PluginSql, database.open(plugin, tenantId)),
        ),
      )
      const providers = [
        ...Object.keys(loaded?.manifest.requires ?? {}),
        ...Object.keys(loaded?.manifest.optional ?? {}),
      ].filter((name) => plugins.has(name))
      // An instance that is needed stays up for as long as the one that needs it.
      const needed = providers.map((name) => servicesOf(name, tenantId))
      // Fresh, because layers are memoised by reference: without it a second tenant would get the first one's instance.
      const whole = Layer.fresh(own as Layer.Layer<unknown, CommandFailure>)
      return needed
        .reduce((layer, provider) => Layer.provideMerge(layer, provider), whole)
        .pipe(Layer.provideMerge(environment)) as Layer.Layer<unknown, CommandFailure>
    }
    /** Of another plugin only what it provides: its tables and its tenant context stay its own. */
    const servicesOf = (plugin: string, tenantId: TenantId): Layer.Layer<unknown, CommandFailure> =>
      Layer.effectContext(
        Effect.map(instances.contextEffect(keyOf(plugin, tenantId)), (context) => {
          const provided = plugins.get(plugin)?.definition.provides ?? []
          return provided.reduce(
            (services: Context.Context<unknown>, service) =>
              Context.add(services, service, Context.getUnsafe(context, service)),
            Context.empty() as Context.Context<unknown>,
          )
        }),
      )
    const waits = new StartWaits()
    const start = (plugin: string, tenantId: TenantId) => {
      const key = keyOf(plugin, tenantId)
      return instances.contextEffect(key).pipe(
        Effect.catchCause((cause) =>
          Cause.hasInterruptsOnly(cause)
            ? Effect.failCause(cause)
            : Effect.gen(function* () {
                // The map keeps a failed start; taken out, the next call after the wait tries again.
                yield* instances.invalidate(key)
                const retryAfterMs = yield* waits.longer(key)
                yield* Effect.logError(`Plugin "${plugin}" does not start for ${tenantId}`, cause)
                return yield* startFailed(plugin, retryAfterMs)
              }),
        ),
      )
    }
    const startOrWait = Effect.fnUntraced(function* (plugin: string, tenantId: TenantId) {
      const key = keyOf(plugin, tenantId)
      const left = yield* waits.left(key)
      if (left > 0) return yield* startFailed(plugin, left)
      const context = yield* start(plugin, tenantId)
      waits.over(key)
      return context
    })
    return (plugin, tenantId) =>
      Effect.suspend(() => (waits.none ? start(plugin, tenantId) : startOrWait(plugin, tenantId)))
  })

/** `|` stands in no plugin key and no UUID. */
const keyOf = (plugin: string, tenantId: TenantId): string => `${plugin}|${tenantId}`

const parsed = (key: string): { readonly plugin: string; readonly tenantId: TenantId } => {
  const at = key.indexOf("|")
  return { plugin: key.slice(0, at), tenantId: key.slice(at + 1) as TenantId }
}

const startFailed = (plugin: string, retryAfterMs: number) =>
  refused("PLUGIN_START_FAILED", `The plugin "${plugin}" does not start; it is tried again`, {
    plugin,
    retryAfterMs,
  })
