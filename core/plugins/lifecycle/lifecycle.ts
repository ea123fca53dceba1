import { Effect, Layer } from "effect"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { PluginGuard } from "#core/plugins/running/plugin-guard.ts"
import { PluginHost } from "#core/plugins/running/plugin-host.ts"
import { PluginInstances } from "#core/plugins/running/plugin-instances.ts"
import { PluginWork } from "#core/plugins/running/plugin-work.ts"
import { SetupRegistry } from "#core/plugins/running/setup-registry.ts"
import { allowed, changeRequests } from "./change-requests.ts"
import { ExportStore } from "./export-store.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"
import type { Moment } from "./operation-run.ts"
import { operationRunner } from "./operation-runner.ts"
import { OperationStore } from "./operation-store.ts"
import { watchOperation } from "./operation-watch.ts"
import { overviews } from "./overview.ts"
import { PluginLifecycle } from "./plugin-lifecycle.ts"
import { PreparedTables } from "./prepared-tables.ts"
import { provision } from "./provision.ts"
import { sweepPurges } from "./purge-sweep.ts"
import { quarantineWhatBreaks } from "./quarantine.ts"
import { saveSettings, settingsOf } from "./saved-settings.ts"
import { StateStore } from "./state-store.ts"
import { surroundings } from "./surroundings.ts"

export interface LifecycleOptions {
  /** No other process works on this database. */
  readonly alone: boolean
  /** Told at every step of every operation; what it does not return from is not gone on with. */
  readonly onMoment?: (moment: Moment) => Effect.Effect<void>
}

/** What each restaurant runs, and how that changes. Whatever was left unfinished goes on. */
export const pluginLifecycle = (options: LifecycleOptions) =>
  Layer.effect(
    PluginLifecycle,
    Effect.gen(function* () {
      const { plugins } = yield* PluginWork
      const { discovered } = yield* PluginHost
      const parts: LifecycleParts = {
        plugins,
        instances: yield* PluginInstances,
        guard: yield* PluginGuard,
        states: yield* PluginStates,
        store: yield* StateStore,
        operations: yield* OperationStore,
        database: yield* PluginDatabase,
        tables: yield* PreparedTables,
        exports: yield* ExportStore,
        directory: yield* TenantDirectory,
        registry: yield* SetupRegistry,
        around: yield* surroundings,
      }
      const runner = yield* operationRunner(parts, options)
      yield* quarantineWhatBreaks(parts)
      const desk = { ...parts, discovered, runner }
      const { overview, keys } = overviews(desk)
      const requests = changeRequests(desk)
      const watch: PluginLifecycle["Service"]["watch"] = (scope, id) =>
        watchOperation(desk, scope, id)
      yield* sweepPurges(parts, { ...requests, watch })
      return {
        ...requests,
        list: (scope, language = "en") =>
          Effect.andThen(
            allowed(scope, "core.plugins.read"),
            Effect.forEach(keys(scope.tenantId), (key) => overview(scope.tenantId, key, language)),
          ),
        get: (scope, plugin, language = "en") =>
          Effect.gen(function* () {
            yield* allowed(scope, "core.plugins.read")
            if (!keys(scope.tenantId).includes(plugin))
              return yield* refused("PLUGIN_UNKNOWN", `There is no plugin "${plugin}"`, { plugin })
            return yield* overview(scope.tenantId, plugin, language)
          }),
        watch,
        settings: (scope, plugin) =>
          Effect.andThen(
            allowed(scope, "core.plugins.read"),
            settingsOf(parts, scope.tenantId, plugin),
          ),
        saveSettings: (scope, plugin, value) =>
          Effect.andThen(
            allowed(scope, "core.plugins.manage"),
            saveSettings({ ...parts, audit: parts.around.audit }, scope, plugin, value),
          ),
        provision: provision(parts),
      }
    }),
  )

/** Of the only process on its database. */
export const pluginLifecycleLayer = pluginLifecycle({ alone: true })
