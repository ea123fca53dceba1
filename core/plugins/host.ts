import { Context, Effect, Layer } from "effect"
import { type CommandFailure, Gate, Outage } from "#core/hub/gate.ts"
import { OrderQueries } from "#core/hub/orders.ts"
import { Paper } from "#core/hub/paper.ts"
import { PresentDevices } from "#core/hub/present-devices.ts"
import { PrintJobs } from "#core/hub/print-jobs.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { derivedId } from "./derived-id.ts"
import { type LoadedPlugin, loadPlugins } from "./loaded-plugin.ts"
import { PluginDatabase } from "./plugin-database.ts"
import { makeDispatch } from "./plugin-dispatch.ts"
import { PluginHost } from "./plugin-host.ts"
import { type Instances, makeInstances } from "./plugin-instances.ts"
import { PluginSql } from "./plugin-sql.ts"
import type { HubServices } from "./sdk.ts"
import { PluginSeeds } from "./seed.ts"
import type { SetupPart } from "./setup-part.ts"
import { SetupRegistry } from "./setup-registry.ts"

export interface PluginHostOptions {
  /** Folder of the plugin folders, absolute. */
  readonly root: string
  /** What a tenant runs; everything that is loaded when not given. */
  readonly enabledFor?: (tenantId: TenantId, plugin: string) => boolean
}

/** Loads the plugins of this process, mounts their routes and fills the restaurants' pictures from them. */
export const pluginHostLayer = (
  options: PluginHostOptions,
): Layer.Layer<PluginHost | PluginSeeds, Outage, HubServices | PluginDatabase | SetupRegistry> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const database = yield* PluginDatabase
      const registry = yield* SetupRegistry
      const hub = Context.make(Gate, yield* Gate).pipe(
        Context.add(OrderQueries, yield* OrderQueries),
        Context.add(PrintJobs, yield* PrintJobs),
        Context.add(Paper, yield* Paper),
        Context.add(PresentDevices, yield* PresentDevices),
      )
      const { loaded, discovered } = yield* loadPlugins(options.root, database)
      const instances = yield* makeInstances(loaded, hub, database)
      const enabledFor = options.enabledFor ?? (() => true)
      const dispatch = makeDispatch({ loaded, instances, database, registry, enabledFor })
      yield* registry.fill(
        [...loaded.values()].map((plugin) => ({
          plugin: plugin.key,
          read: (tenantId) =>
            enabledFor(tenantId, plugin.key)
              ? readSetup(plugin, tenantId, instances)
              : Effect.succeed({}),
        })),
      )
      return Context.make(PluginHost, { discovered, ...dispatch }).pipe(
        Context.add(PluginSeeds, {
          seedTenant: (tenantId, kind) =>
            Effect.forEach(
              [...loaded.values()].filter(({ key }) => enabledFor(tenantId, key)),
              ({ key, seed }) =>
                seed === undefined
                  ? Effect.void
                  : inInstance(
                      instances,
                      key,
                      tenantId,
                      // All of a plugin's seed or nothing, and one commit instead of a hundred.
                      Effect.flatMap(PluginSql, (sql) =>
                        sql.transaction(
                          seed({ tenantId, id: (name) => derivedId(tenantId, name) }, kind),
                        ),
                      ),
                    ),
              { discard: true },
            ).pipe(Effect.andThen(registry.changed(tenantId))),
        }),
      )
    }),
  )

const readSetup = (
  plugin: LoadedPlugin,
  tenantId: TenantId,
  instances: Instances,
): Effect.Effect<SetupPart, Outage> =>
  inInstance(
    instances,
    plugin.key,
    tenantId,
    Effect.all(plugin.definition.setup as Record<string, Effect.Effect<unknown, CommandFailure>>),
  ).pipe(
    Effect.mapError(
      (failure) =>
        new Outage({
          reason: failure._tag === "Refused" ? failure.detail : failure.reason,
        }),
    ),
  )

const inInstance = <A, E, R>(
  instances: Instances,
  plugin: string,
  tenantId: TenantId,
  work: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | CommandFailure> =>
  Effect.scoped(
    Effect.flatMap(
      instances(plugin, tenantId),
      // The instance's context holds all that `definePlugin` allowed this effect to ask for.
      (context) => Effect.provideContext(work, context) as Effect.Effect<A, E>,
    ),
  )
