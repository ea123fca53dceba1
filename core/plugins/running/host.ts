import { Context, Effect, Layer } from "effect"
import { DeviceOrders } from "#core/hub/device-orders.ts"
import { Fleet } from "#core/hub/fleet.ts"
import { Gate, type Outage } from "#core/hub/gate.ts"
import { OrderQueries } from "#core/hub/orders.ts"
import { Paper } from "#core/hub/paper.ts"
import { PresentDevices } from "#core/hub/present-devices.ts"
import { PrintJobs } from "#core/hub/print-jobs.ts"
import { PrinterProfiles } from "#core/hub/printer-profile.ts"
import { RestaurantProfile } from "#core/hub/restaurant-profile.ts"
import { RetainedTopics } from "#core/hub/retained-topics.ts"
import { may, type Scope, systemScope } from "#core/hub/scope.ts"
import { Views } from "#core/hub/view.ts"
import { WriteProbe } from "#core/hub/write-probe.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { BusStore } from "#core/plugins/bus/bus-store.ts"
import { pluginEvents } from "#core/plugins/bus/plugin-events.ts"
import { readOnce } from "#core/plugins/lifecycle/configured.ts"
import { seedTenant } from "#core/plugins/lifecycle/plugin-data.ts"
import { PreparedTables, preparedTables } from "#core/plugins/lifecycle/prepared-tables.ts"
import { saveSettings } from "#core/plugins/lifecycle/saved-settings.ts"
import { StateStore } from "#core/plugins/lifecycle/state-store.ts"
import {
  type LoadedPlugin,
  LoadedPlugins,
  loadPlugins,
} from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginSources } from "#core/plugins/loading/plugin-sources.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { PluginSeeds } from "#core/plugins/seed.ts"
import { PluginSettings } from "#core/plugins/settings.ts"
import { Accounts } from "#core/security/accounts.ts"
import { Audit } from "#core/security/audit.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { Pairings } from "#core/security/pairings.ts"
import { PermissionCatalogue } from "#core/security/permission-catalogue.ts"
import { Roles } from "#core/security/roles.ts"
import { databasePulse } from "./database-pulse.ts"
import { forbidden } from "./guard-refusals.ts"
import { watchedStretches } from "./long-stretches.ts"
import { notEnabled, notLoaded } from "./not-enabled.ts"
import { makeOwnSetup } from "./own-setup.ts"
import { commandsOf, PluginCommands } from "./plugin-commands.ts"
import { makeDispatch } from "./plugin-dispatch.ts"
import { extendersFor } from "./plugin-extenders.ts"
import { makeGuard, PluginGuard } from "./plugin-guard.ts"
import { PluginHost } from "./plugin-host.ts"
import { makeInstances, type OwnServices, PluginInstances } from "./plugin-instances.ts"
import { OfferedViews, pluginViewsFor, viewsOf } from "./plugin-views.ts"
import { PluginWork } from "./plugin-work.ts"
import { readSetup } from "./read-setup.ts"
import { SetupRegistry } from "./setup-registry.ts"

export interface PluginHostOptions extends PluginSources {
  /** This start opens restaurants that get every plugin: what cannot be given to them is found out before. */
  readonly opensRestaurants?: boolean
}

/** Loads the plugins of this process, mounts their routes and fills the restaurants' pictures from them. */
export const pluginHostLayer = (options: PluginHostOptions) =>
  Layer.effectContext(
    Effect.gen(function* () {
      const database = yield* PluginDatabase
      const registry = yield* SetupRegistry
      const states = yield* PluginStates
      const store = yield* StateStore
      const commands = yield* PluginCommands
      const offered = yield* OfferedViews
      const audit = yield* Audit
      const hub = Context.make(Gate, yield* Gate).pipe(
        Context.add(OrderQueries, yield* OrderQueries),
        Context.add(PrintJobs, yield* PrintJobs),
        Context.add(Paper, yield* Paper),
        Context.add(PrinterProfiles, yield* PrinterProfiles),
        Context.add(PresentDevices, yield* PresentDevices),
        Context.add(RestaurantProfile, yield* RestaurantProfile),
        Context.add(RetainedTopics, yield* RetainedTopics),
        Context.add(Views, yield* Views),
        Context.add(Accounts, yield* Accounts),
        Context.add(Roles, yield* Roles),
        Context.add(Audit, audit),
        Context.add(Fleet, yield* Fleet),
        Context.add(DeviceOrders, yield* DeviceOrders),
        Context.add(DeviceRegister, yield* DeviceRegister),
        Context.add(Pairings, yield* Pairings),
      )
      const kept = yield* store.kept
      const { loaded, discovered, prepared } = yield* loadPlugins(
        options,
        database,
        options.opensRestaurants === true ? "all" : kept,
      )
      yield* rereadRenamed([...loaded.values()], kept, store, states)
      const catalogue = yield* PermissionCatalogue
      for (const { key, manifest } of loaded.values())
        catalogue.declare(key, Object.keys(manifest.permissions ?? {}))
      const saving = { plugins: loaded, states, store, registry, audit }
      const settings: OwnServices = ({ key }, tenantId) =>
        Context.make(PluginSettings, {
          get: readOnce(store, tenantId, key),
          save: (value) => saveSettings(saving, pluginScope(tenantId, key), key, value),
        })
      const instances: PluginInstances["Service"] = yield* makeInstances(
        loaded,
        hub,
        database,
        states,
        [
          settings,
          pluginViewsFor(offered),
          yield* makeOwnSetup,
          pluginEvents(yield* BusStore),
          extendersFor(loaded, states, () => instances),
        ],
      )
      const { work, guard } = makeGuard(
        loaded,
        instances,
        states,
        yield* watchedStretches,
        databasePulse((yield* WriteProbe).write),
      )
      commands.fill(commandsOf(work, database))
      offered.fill(viewsOf(work))
      yield* registry.fill(
        [...loaded.values()].map((plugin) => ({
          plugin: plugin.key,
          read: (tenantId) =>
            Effect.flatMap(states.upToDate(tenantId), () =>
              states.enabled(tenantId, plugin.key)
                ? readSetup(plugin, tenantId, instances)
                : Effect.succeed({}),
            ),
        })),
      )
      const closed = ({ tenantId }: Scope, plugin: string) => {
        if (!states.enabled(tenantId, plugin)) return notEnabled(plugin)
        return loaded.has(plugin) ? undefined : notLoaded(plugin)
      }
      return Context.make(PluginHost, {
        discovered,
        closed,
        refusal: (scope, { plugin, permission }) =>
          closed(scope, plugin) ?? (may(scope, permission) ? undefined : forbidden(permission)),
        ...makeDispatch({ work, database, registry }),
      }).pipe(
        Context.add(LoadedPlugins, loaded),
        Context.add(PreparedTables, preparedTables(database, prepared)),
        Context.add(PluginWork, work),
        Context.add(PluginGuard, guard),
        Context.add(PluginInstances, instances),
        Context.add(PluginSeeds, {
          seedTenant: (tenantId, kind) =>
            Effect.forEach(
              [...loaded.values()].filter(({ key }) => states.enabled(tenantId, key)),
              (plugin) => seedTenant({ instances }, plugin, tenantId, kind),
              { discard: true },
            ).pipe(Effect.andThen(registry.changed(tenantId))),
        }),
      )
    }),
  )

/** Restaurants that had a plugin under its former key were known by that. */
const rereadRenamed = (
  plugins: ReadonlyArray<LoadedPlugin>,
  kept: ReadonlySet<string>,
  store: StateStore["Service"],
  states: PluginStates["Service"],
): Effect.Effect<void, Outage> => {
  const renamed = new Set(
    plugins
      .filter(({ manifest }) => manifest.renamed_from?.some((former) => kept.has(former)))
      .map(({ key }) => key),
  )
  return renamed.size === 0
    ? Effect.void
    : Effect.flatMap(store.all, (rows) =>
        Effect.forEach(
          new Set(rows.filter(({ plugin }) => renamed.has(plugin)).map(({ tenantId }) => tenantId)),
          states.reload,
          { discard: true },
        ),
      )
}

/** A plugin that changes its own settings, as the audit log names it. */
const pluginScope = (tenantId: TenantId, plugin: string): Scope => ({
  ...systemScope(tenantId),
  principal: { kind: "system", id: plugin },
})
