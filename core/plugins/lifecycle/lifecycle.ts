import { Effect, Layer } from "effect"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { PluginInstances } from "#core/plugins/plugin-instances.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { PluginWork } from "#core/plugins/plugin-work.ts"
import { SetupRegistry } from "#core/plugins/setup-registry.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"
import { PluginLifecycle } from "./plugin-lifecycle.ts"
import { provision } from "./provision.ts"
import { StateStore } from "./state-store.ts"
import { surroundings } from "./surroundings.ts"

/** What each restaurant runs, and how that changes. */
export const pluginLifecycleLayer = Layer.effect(
  PluginLifecycle,
  Effect.gen(function* () {
    const { plugins } = yield* PluginWork
    const parts: LifecycleParts = {
      plugins,
      instances: yield* PluginInstances,
      states: yield* PluginStates,
      store: yield* StateStore,
      database: yield* PluginDatabase,
      registry: yield* SetupRegistry,
      around: yield* surroundings,
    }
    const later = () => Effect.die(new Error("Not yet"))
    return {
      list: later,
      get: later,
      plan: later,
      request: later,
      retry: later,
      operation: later,
      operations: later,
      watch: () => {
        throw new Error("Not yet")
      },
      cancel: later,
      settings: later,
      saveSettings: later,
      provision: provision(parts),
    }
  }),
)
