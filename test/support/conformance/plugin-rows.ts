import type { PluginTestkit } from "#test/support/plugin-testkit.ts"

/** Names of the plugin's tables, with their schema. */
export const tablesOf = async (
  { database }: Pick<PluginTestkit, "database">,
  plugin: string,
): Promise<ReadonlyArray<string>> => {
  const rows = await database.connection().unsafe<Array<{ name: string }>>(
    `select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
     from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    [`plg_${plugin}`],
  )
  return rows.map(({ name }) => name)
}

/** Every row that a restaurant has in the plugin's tables, as text: two are equal when the rows are. */
export const rowsOf = async (
  kit: Pick<PluginTestkit, "database">,
  plugin: string,
  tenantId: string,
): Promise<ReadonlyArray<string>> => {
  const rows: Array<string> = []
  for (const table of await tablesOf(kit, plugin)) {
    const found = await kit.database
      .connection()
      .unsafe<Array<{ row: string }>>(
        `select to_jsonb(t)::text as row from ${table} as t where tenant_id = $1 order by 1`,
        [tenantId],
      )
    rows.push(...found.map(({ row }) => `${table} ${row}`))
  }
  return rows
}

/** What differs, in a few lines for a person. */
export const difference = (
  before: ReadonlyArray<string>,
  after: ReadonlyArray<string>,
): ReadonlyArray<string> => [
  ...missing(after, before).map((row) => `came: ${row}`),
  ...missing(before, after).map((row) => `went: ${row}`),
]

const missing = (
  rows: ReadonlyArray<string>,
  others: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const left = new Map<string, number>()
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1)
  return rows.filter((row) => {
    const count = left.get(row) ?? 0
    left.set(row, count - 1)
    return count <= 0
  })
}
