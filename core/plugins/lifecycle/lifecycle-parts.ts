import type { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginDatabase } from "#core/plugins/plugin-database.ts"
import type { PluginStates } from "#core/plugins/plugin-states.ts"
import type { PluginGuard } from "#core/plugins/running/plugin-guard.ts"
import type { PluginInstances } from "#core/plugins/running/plugin-instances.ts"
import type { SetupRegistry } from "#core/plugins/running/setup-registry.ts"
import type { ExportStore } from "./export-store.ts"
import type { OperationStore } from "./operation-store.ts"
import type { PreparedTables } from "./prepared-tables.ts"
import type { StateStore } from "./state-store.ts"
import type { Surroundings } from "./surroundings.ts"

/** What the life cycle works with. */
export interface LifecycleParts {
  /** In the order of their requirements. */
  readonly plugins: ReadonlyMap<string, LoadedPlugin>
  readonly instances: PluginInstances["Service"]
  readonly guard: PluginGuard["Service"]
  readonly states: PluginStates["Service"]
  readonly store: StateStore["Service"]
  readonly operations: OperationStore["Service"]
  readonly database: PluginDatabase["Service"]
  readonly tables: PreparedTables["Service"]
  readonly exports: ExportStore["Service"]
  readonly directory: TenantDirectory["Service"]
  readonly registry: SetupRegistry["Service"]
  readonly around: Surroundings
}
