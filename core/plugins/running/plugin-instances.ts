import {
  Cause,
  Clock,
  Context,
  Duration,
  Effect,
  FiberSet,
  Layer,
  MutableHashMap,
  Option,
  RcMap,
  type Scope,
} from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import type { PluginStates } from "#core/plugins/plugin-states.ts"
import type { HubServices } from "#core/plugins/sdk.ts"
import { TenantContext } from "#core/plugins/tenant-context.ts"
import { BuiltInstances, instanceKey, parsedKey } from "./built-instances.ts"
import { holdersOf } from "./dependents.ts"
import { inOrigin } from "./plugin-origin.ts"
import { StartWaits } from "./start-waits.ts"

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

/** Instances that nobody used for this long are shut down, in milliseconds. */
const idleMs = 30 * 60_000
const sweepEvery = "5 minutes"

export const makeInstances = (
  plugins: ReadonlyMap<string, LoadedPlugin>,
  hub: Context.Context<HubServices>,
  database: PluginDatabase["Service"],
  states: PluginStates["Service"],
  own: ReadonlyArray<OwnServices> = [],
): Effect.Effect<PluginInstances["Service"], never, Scope.Scope> =>
  Effect.gen(function* () {
    const built = new BuiltInstances()
    const clock = yield* Clock.Clock
    const epochOf = (plugin: string, tenantId: TenantId): number =>
      states.of(tenantId).get(plugin)?.epoch ?? 0
    /**
     * A map without a time to live of its own: its timers, one for each of thousands of idle instances, would take more
     * memory than the instances.
     */
    const instances: RcMap.RcMap<
      string,
      Context.Context<unknown>,
      CommandFailure
    > = yield* RcMap.make({
      lookup: (key: string) => {
        const { plugin: pluginKey, tenantId } = parsedKey(key)
        return inOrigin({ tenantId, pluginKey }, build(key))
      },
      idleTimeToLive: Duration.infinity,
    })

    const build = Effect.fnUntraced(function* (key: string) {
      const { plugin, tenantId, epoch } = parsedKey(key)
      const loaded = plugins.get(plugin)
      if (loaded === undefined) return yield* notLoaded(plugin)
      yield* Effect.acquireRelease(
        Effect.sync(() => built.add(plugin, tenantId, epoch, clock.currentTimeMillisUnsafe())),
        () => Effect.sync(() => built.delete(plugin, tenantId, epoch)),
      )
      let environment = Context.mergeAll(
        hub,
        Context.make(TenantContext, { tenantId, pluginKey: plugin }),
        Context.make(PluginSql, database.open(plugin, tenantId)),
        ...own.map((services) => services(loaded, tenantId)),
      ) as Context.Context<unknown>
      // An instance that is needed stays up for as long as the one that needs it.
      for (const name of providersOf(loaded, tenantId))
        environment = Context.merge(environment, yield* providedBy(name, tenantId))
      const layer = loaded.definition.tenant
      if (layer === undefined) return environment
      // With a memory of its own, because layers are remembered by reference: with a shared one a second tenant would get
      // the first one's instance.
      const services = yield* Layer.buildWithMemoMap(
        layer as Layer.Layer<unknown, CommandFailure>,
        Layer.makeMemoMapUnsafe(),
        yield* Effect.scope,
      ).pipe(Effect.provideContext(environment))
      return Context.merge(environment, services)
    })
    const providersOf = ({ manifest }: LoadedPlugin, tenantId: TenantId): ReadonlyArray<string> =>
      [
        ...Object.keys(manifest.requires ?? {}),
        ...Object.keys(manifest.optional ?? {}).filter((name) => states.enabled(tenantId, name)),
      ].filter((name) => plugins.has(name))
    /** Of another plugin only what it provides: its tables and its tenant context stay its own. */
    const providedBy = (plugin: string, tenantId: TenantId) =>
      Effect.map(
        start(plugin, tenantId, instanceKey(plugin, tenantId, epochOf(plugin, tenantId))),
        (context) =>
          Context.makeUnsafe<unknown>(
            new Map(
              (plugins.get(plugin)?.definition.provides ?? []).map((service) => [
                service.key,
                Context.getUnsafe(context, service),
              ]),
            ),
          ),
      )

    const waits = new StartWaits()
    const start = (
      plugin: string,
      tenantId: TenantId,
      key: string,
    ): Effect.Effect<Context.Context<unknown>, CommandFailure, Scope.Scope> =>
      database.apart(RcMap.get(instances, key)).pipe(
        Effect.catchCause((cause) =>
          Cause.hasInterruptsOnly(cause)
            ? Effect.failCause(cause)
            : Effect.gen(function* () {
                // The map keeps a failed start; taken out, the next call after the wait tries again.
                yield* RcMap.invalidate(instances, key)
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
      instanceKey(plugin, tenantId, epochOf(plugin, tenantId) + 1)
    const forget = (key: string): Effect.Effect<void> => {
      waits.over(key)
      return RcMap.invalidate(instances, key)
    }

    /** Whoever holds the old instance goes first: what it stands on is never taken from under it. */
    const renew = Effect.fnUntraced(function* (tenantId: TenantId, plugin: string) {
      for (const holder of holdersOf(plugins, plugin))
        for (const epoch of built.epochs(holder, tenantId))
          yield* forget(instanceKey(holder, tenantId, epoch))
      const now = epochOf(plugin, tenantId)
      for (const epoch of built.epochs(plugin, tenantId))
        if (epoch < now) yield* forget(instanceKey(plugin, tenantId, epoch))
    })
    const fork = yield* FiberSet.makeRuntime<never>()
    yield* Effect.acquireRelease(
      Effect.sync(() => states.onChange((tenantId, plugin) => void fork(renew(tenantId, plugin)))),
      (stop) => Effect.sync(stop),
    )

    /** One that another instance stands on is in use for as long as that one is there. */
    const isInUse = (key: string): boolean =>
      instances.state._tag === "Open" &&
      Option.exists(MutableHashMap.get(instances.state.map, key), ({ refCount }) => refCount > 0)
    const sweep = Effect.suspend(() =>
      Effect.forEach(
        built.unusedSince(clock.currentTimeMillisUnsafe() - idleMs).filter((key) => !isInUse(key)),
        forget,
        { discard: true },
      ),
    )
    yield* Effect.forkScoped(Effect.forever(Effect.andThen(Effect.sleep(sweepEvery), sweep)))

    return {
      get: (plugin, tenantId) =>
        Effect.suspend(() => {
          const epoch = epochOf(plugin, tenantId)
          const key = instanceKey(plugin, tenantId, epoch)
          built.use(plugin, tenantId, epoch, clock.currentTimeMillisUnsafe())
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

const startFailed = (plugin: string, retryAfterMs: number) =>
  refused("PLUGIN_START_FAILED", `The plugin "${plugin}" does not start; it is tried again`, {
    plugin,
    retryAfterMs,
  })

const notLoaded = (plugin: string) =>
  refused("PLUGIN_NOT_ENABLED", "This process does not have that plugin", { plugin })
