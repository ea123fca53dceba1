import type { PluginTestkit } from "#test/support/plugin-testkit.ts"
import { tablesOf } from "./plugin-rows.ts"

/** Stands in everything that one restaurant wrote; no byte of it may reach another. */
export const canary = "CANARY-7f3a"

export const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

/** Puts the canary into every text of a restaurant's rows of a plugin that the table allows. */
export const plantCanary = async (
  { database }: Pick<PluginTestkit, "database">,
  plugin: string,
  tenantId: string,
): Promise<void> => {
  const connection = database.connection()
  for (const table of await tablesOf({ database }, plugin)) {
    const columns = await connection.unsafe<Array<{ name: string; type: string }>>(
      `select quote_ident(attname) as name, format_type(atttypid, null) as type from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      [table],
    )
    // What a check, a reference or a unique index does not allow, stays as it is.
    for (const { name, type } of columns)
      for (const change of type === "jsonb"
        ? await changesOfDocuments(connection, table, name, tenantId)
        : type === "text"
          ? [`${name} = '${canary}-' || ${name}`]
          : [])
        await connection
          .unsafe(`update ${table} set ${change} where tenant_id = $1`, [tenantId])
          .catch(() => undefined)
  }
}

/** One change for each field that holds a text in some document. */
const changesOfDocuments = async (
  connection: ReturnType<PluginTestkit["database"]["connection"]>,
  table: string,
  column: string,
  tenantId: string,
): Promise<ReadonlyArray<string>> => {
  const fields = await connection.unsafe<Array<{ field: string }>>(
    `select distinct quote_literal(field.name) as field from ${table} as t, jsonb_each(t.${column}) as field(name, value)
     where t.tenant_id = $1 and jsonb_typeof(t.${column}) = 'object' and jsonb_typeof(field.value) = 'string'
       and field.value #>> '{}' !~ '^[0-9a-f-]{36}$'`,
    [tenantId],
  )
  return fields.map(
    ({ field }) =>
      `${column} = case when ${column} ? ${field}
         then ${column} || jsonb_build_object(${field}, '${canary}-' || (${column} ->> ${field})) else ${column} end`,
  )
}

/** Every id that stands in some row of the restaurant, in any table of the hub or of a plugin. */
export const idsOf = async (
  { database }: Pick<PluginTestkit, "database">,
  tenantId: string,
): Promise<ReadonlyMap<string, string>> => {
  const connection = database.connection()
  const tables = await connection.unsafe<Array<{ name: string }>>(
    `select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
     from pg_attribute as a join pg_class as c on c.oid = a.attrelid join pg_namespace as n on n.oid = c.relnamespace
     where a.attname = 'tenant_id' and c.relkind in ('r', 'p') and not c.relispartition
       and n.nspname !~ '^pg_' order by 1`,
  )
  const ids = new Map<string, string>([[tenantId, "tenant"]])
  for (const { name } of tables) {
    const rows = await connection.unsafe<Array<{ row: string }>>(
      `select to_jsonb(t)::text as row from ${name} as t where tenant_id = $1`,
      [tenantId],
    )
    for (const { row } of rows)
      for (const [id] of row.matchAll(uuids)) if (!ids.has(id)) ids.set(id, name)
  }
  return ids
}
