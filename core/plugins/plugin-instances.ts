import { Cause, Context, Effect, FiberSet, Layer, LayerMap, type Scope } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { holdersOf } from "./dependents.ts"
import type { LoadedPlugin } from "./loaded-plugin.ts"
import type { PluginDatabase } from "./plugin-database.ts"
import { PluginSql } from "./plugin-sql.ts"
import type { PluginStates } from "./plugin-states.ts"
import type { HubServices } from "./sdk.ts"
import { StartWaits } from "./start-waits.ts"
import { TenantContext } from "./tenant-context.ts"

/** Hands out the instance of a plugin for a tenant: all that its routes may use. Held for as long as the scope is open. */
export type Instances = (
  plugin: string,
  tenantId: TenantId,
) => Effect.Effect<Context.Context<unknown>, CommandFailure, Scope.Scope>

/**
 * The running plugins, one instance for each restaurant that uses one. An instance belongs to an epoch of its row in
 * {@link PluginStates}: after a change the next call gets a new instance, and calls that run finish on the old one.
 */
export class PluginInstances extends Context.Service<
  PluginInstances,
  {
    readonly get: Instances
    /** Starts the instance of the epoch to come beside the one that serves, so that nobody waits after the change. */
    readonly startNext: (plugin: string, tenantId: TenantId) => Effect.Effect<void, CommandFailure>
    /** The change will not come. */
    readonly dropNext: (plugin: string, tenantId: TenantId) => Effect.Effect<void>
  }
>()("heard/PluginInstances") {}

/** What an instance gets of its own besides the hub's services: made for each plugin and restaurant. */
export type OwnServices = (plugin: LoadedPlugin, tenantId: TenantId) => Context.Context<never>

/** Instances that nobody used for this long are shut down. */
const idleTimeToLive = "30 minutes"

export const makeInstances = (
  plugins: ReadonlyMap<string, LoadedPlugin>,
  hub: Context.Context<HubServices>,
  database: PluginDatabase["Service"],
  states: PluginStates["Service"],
  own: ReadonlyArray<OwnServices> = [],
): Effect.Effect<PluginInstances["Service"], never, Scope.Scope> =>
  Effect.gen(function* () {
    const built = new BuiltEpochs()
    const epochOf = (plugin: string, tenantId: TenantId): number =>
      states.of(tenantId).get(plugin)?.epoch ?? 0
    const instances: LayerMap.LayerMap<string, unknown, CommandFailure> = yield* LayerMap.make(
      (key: string) => layerOf(key),
      { idleTimeToLive },
    )

    const layerOf = (key: string): Layer.Layer<unknown, CommandFailure> => {
      const { plugin, tenantId, epoch } = parsed(key)
      const loaded = plugins.get(plugin)
      if (loaded === undefined) return Layer.effectContext(Effect.fail(notLoaded(plugin)))
      const environment = own.reduce(
        (context: Context.Context<never>, services) =>
          Context.merge(context, services(loaded, tenantId)),
        hub.pipe(
          Context.add(TenantContext, { tenantId, pluginKey: plugin }),
          Context.add(PluginSql, database.open(plugin, tenantId)),
        ),
      )
      // An instance that is needed stays up for as long as the one that needs it.
      const needed = providersOf(loaded, tenantId).map((name) => servicesOf(name, tenantId))
      // Fresh, because layers are memoised by reference: without it a second tenant would get the first one's instance.
      const whole = Layer.fresh(
        (loaded.definition.tenant ?? Layer.empty) as Layer.Layer<unknown, CommandFailure>,
      )
      const noted = Layer.effectDiscard(
        Effect.acquireRelease(
          Effect.sync(() => built.add(plugin, tenantId, epoch)),
          () => Effect.sync(() => built.delete(plugin, tenantId, epoch)),
        ),
      )
      return needed
        .reduce((layer, provider) => Layer.provideMerge(layer, provider), whole)
        .pipe(
          Layer.provideMerge(Layer.succeedContext(environment)),
          Layer.provideMerge(noted),
        ) as Layer.Layer<unknown, CommandFailure>
    }
    const providersOf = ({ manifest }: LoadedPlugin, tenantId: TenantId): ReadonlyArray<string> =>
      [
        ...Object.keys(manifest.requires ?? {}),
        ...Object.keys(manifest.optional ?? {}).filter((name) => states.enabled(tenantId, name)),
      ].filter((name) => plugins.has(name))
    /** Of another plugin only what it provides: its tables and its tenant context stay its own. */
    const servicesOf = (plugin: string, tenantId: TenantId): Layer.Layer<unknown, CommandFailure> =>
      Layer.effectContext(
        Effect.map(
          instances.contextEffect(keyOf(plugin, tenantId, epochOf(plugin, tenantId))),
          (context) => {
            const provided = plugins.get(plugin)?.definition.provides ?? []
            return provided.reduce(
              (services: Context.Context<unknown>, service) =>
                Context.add(services, service, Context.getUnsafe(context, service)),
              Context.empty() as Context.Context<unknown>,
            )
          },
        ),
      )

    const waits = new StartWaits()
    const start = (plugin: string, tenantId: TenantId, key: string) =>
      instances.contextEffect(key).pipe(
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
    const startOrWait = Effect.fnUntraced(function* (
      plugin: string,
      tenantId: TenantId,
      key: string,
    ) {
      const left = yield* waits.left(key)
      if (left > 0) return yield* startFailed(plugin, left)
      const context = yield* start(plugin, tenantId, key)
      waits.over(key)
      return context
    })
    const nextKey = (plugin: string, tenantId: TenantId): string =>
      keyOf(plugin, tenantId, epochOf(plugin, tenantId) + 1)
    const forget = (key: string): Effect.Effect<void> => {
      waits.over(key)
      return instances.invalidate(key)
    }

    /** Whoever holds the old instance goes first: what it stands on is never taken from under it. */
    const renew = Effect.fnUntraced(function* (tenantId: TenantId, plugin: string) {
      for (const holder of holdersOf(plugins, plugin))
        for (const epoch of built.of(holder, tenantId))
          yield* forget(keyOf(holder, tenantId, epoch))
      const now = epochOf(plugin, tenantId)
      for (const epoch of built.of(plugin, tenantId))
        if (epoch < now) yield* forget(keyOf(plugin, tenantId, epoch))
    })
    const fork = yield* FiberSet.makeRuntime<never>()
    yield* Effect.acquireRelease(
      Effect.sync(() => states.onChange((tenantId, plugin) => void fork(renew(tenantId, plugin)))),
      (stop) => Effect.sync(stop),
    )

    return {
      get: (plugin, tenantId) =>
        Effect.suspend(() => {
          const key = keyOf(plugin, tenantId, epochOf(plugin, tenantId))
          return waits.none ? start(plugin, tenantId, key) : startOrWait(plugin, tenantId, key)
        }),
      startNext: (plugin, tenantId) =>
        Effect.scoped(
          Effect.suspend(() => {
            const key = nextKey(plugin, tenantId)
            waits.over(key)
            return start(plugin, tenantId, key)
          }),
        ).pipe(Effect.asVoid),
      dropNext: (plugin, tenantId) => Effect.suspend(() => forget(nextKey(plugin, tenantId))),
    }
  })

/** Which instances there are, so that those of an older epoch can be shut down. */
class BuiltEpochs {
  readonly #epochs = new Map<string, Set<number>>()

  of(plugin: string, tenantId: TenantId): ReadonlyArray<number> {
    return [...(this.#epochs.get(`${plugin}|${tenantId}`) ?? [])]
  }

  add(plugin: string, tenantId: TenantId, epoch: number): void {
    const key = `${plugin}|${tenantId}`
    const known = this.#epochs.get(key)
    if (known === undefined) this.#epochs.set(key, new Set([epoch]))
    else known.add(epoch)
  }

  delete(plugin: string, tenantId: TenantId, epoch: number): void {
    const key = `${plugin}|${tenantId}`
    const known = this.#epochs.get(key)
    known?.delete(epoch)
    if (known?.size === 0) this.#epochs.delete(key)
  }
}

/** `|` stands in no plugin key and no UUID. */
const keyOf = (plugin: string, tenantId: TenantId, epoch: number): string =>
  `${plugin}|${tenantId}|${epoch}`

const parsed = (
  key: string,
): { readonly plugin: string; readonly tenantId: TenantId; readonly epoch: number } => {
  const [plugin = "", tenantId = "", epoch = ""] = key.split("|")
  return { plugin, tenantId: tenantId as TenantId, epoch: Number(epoch) }
}

const startFailed = (plugin: string, retryAfterMs: number) =>
  refused("PLUGIN_START_FAILED", `The plugin "${plugin}" does not start; it is tried again`, {
    plugin,
    retryAfterMs,
  })

const notLoaded = (plugin: string) =>
  refused("PLUGIN_NOT_ENABLED", "This process does not have that plugin", { plugin })
