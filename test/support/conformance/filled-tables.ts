import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginTestkit } from "#test/support/plugin-testkit.ts"
import type { PluginHouse } from "./plugin-house.ts"
import { tablesOf } from "./plugin-rows.ts"

interface Issue {
  readonly path: string
}

/** What no seed makes, because people make it: each form of the plugin is saved once as it is shown. */
export const fillTables = async (
  kit: Pick<PluginTestkit, "database">,
  { key, definition }: LoadedPlugin,
  house: PluginHouse,
): Promise<void> => {
  if ((await emptyTables(kit, key, house.tenantId)).length === 0) return
  for (const { method, path } of definition.routes) {
    if (method !== "PUT" || path.includes(":")) continue
    const address = `/plugins/${key}${path}`
    let form = (await house.ask("GET", address)).json
    // A form shows more than may be saved; the refusal says what.
    for (let times = 0; form !== undefined && times < 3; times += 1) {
      const { json } = await house.ask("PUT", address, form)
      const meta = json?.["meta"] as { readonly issues?: ReadonlyArray<Issue> } | undefined
      if (meta?.issues === undefined) break
      const refused = new Set(meta.issues.map((issue) => issue.path))
      form = Object.fromEntries(Object.entries(form).filter(([name]) => !refused.has(name)))
    }
  }
}

export const emptyTables = async (
  { database }: Pick<PluginTestkit, "database">,
  plugin: string,
  tenantId: string,
): Promise<ReadonlyArray<string>> => {
  const empty: Array<string> = []
  for (const table of await tablesOf({ database }, plugin)) {
    const rows = await database
      .connection()
      .unsafe(`select 1 from ${table} where tenant_id = $1 limit 1`, [tenantId])
    if (rows.length === 0) empty.push(table)
  }
  return empty
}
