import { Effect } from "effect"
import { seedTenant } from "#core/plugins/lifecycle/plugin-data.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { PluginInstances } from "#core/plugins/running/plugin-instances.ts"
import type { PluginTestkit } from "#test/support/plugin-testkit.ts"
import type { PluginHouse } from "./plugin-house.ts"
import { difference, rowsOf } from "./plugin-rows.ts"

/** What a second seed adds, changes or takes away. */
export const seededTwice = async (
  kit: Pick<PluginTestkit, "run" | "database">,
  plugin: LoadedPlugin,
  { tenantId }: PluginHouse,
): Promise<ReadonlyArray<string>> => {
  const differences: Array<string> = []
  for (const kind of ["demo", "default"] as const) {
    const seeded = async () => {
      await kit.run(
        Effect.flatMap(PluginInstances, (instances) =>
          seedTenant({ instances }, plugin, tenantId, kind),
        ),
      )
      return rowsOf(kit, plugin.key, tenantId)
    }
    const lines = difference(await seeded(), await seeded())
    differences.push(...lines.map((line) => `${kind}: ${line}`))
  }
  return differences
}
