import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { StoredRow } from "#core/plugins/plugin-database.ts"
import type { SqlValue } from "#core/plugins/plugin-sql.ts"
import { appRole } from "./database-address.ts"
import { inTransaction, pluginRole, statementAs } from "./plugin-sql.ts"
import { tablesOf } from "./plugin-table-list.ts"

/** Rows that are in memory at the same time. */
const batchSize = 500

/**
 * Reads a restaurant's rows in all tables of a plugin, table by table, with the plugin's own rights. Each table is read as
 * it is at one moment.
 */
export const exportRows = <E>(
  sql: SqlClient.SqlClient,
  plugin: string,
  tenantId: TenantId,
  onRows: (rows: ReadonlyArray<StoredRow>) => Effect.Effect<void, E>,
): Effect.Effect<{ readonly rows: number }, E | Outage> =>
  Effect.gen(function* () {
    const role = pluginRole(plugin)
    // Asked as the application: the plugin's role is not there when nobody ever had the plugin.
    const tables = yield* inTransaction(sql, tenantId, appRole, run(sql, appRole, tablesOf, [role]))
    let count = 0
    for (const { name } of tables)
      count += yield* inTransaction(
        sql,
        tenantId,
        role,
        exportTable(sql, role, String(name), tenantId, onRows),
      )
    return { rows: count }
  })

const exportTable = <E>(
  sql: SqlClient.SqlClient,
  role: string,
  table: string,
  tenantId: TenantId,
  onRows: (rows: ReadonlyArray<StoredRow>) => Effect.Effect<void, E>,
): Effect.Effect<number, E | Outage> =>
  Effect.gen(function* () {
    yield* run(
      sql,
      role,
      `declare exported no scroll cursor for
         select row_to_json(t)::text as json from ${table} as t where tenant_id = $1::uuid`,
      [tenantId],
    )
    for (let count = 0; ; ) {
      const rows = yield* run(sql, role, `fetch ${batchSize} from exported`, [])
      if (rows.length > 0)
        yield* onRows(rows.map((row) => ({ table, json: inOneLine(String(row["json"])) })))
      count += rows.length
      if (rows.length < batchSize) return count
    }
  })

/** Inside of a text they are escaped; between the parts of a `json` column they may stand as somebody wrote them. */
const inOneLine = (json: string): string => json.replaceAll(/[\r\n]+/g, " ")

/** The hub's own statements over the plugin's tables: whatever is wrong with them but an outage is a bug. */
const run = (
  sql: SqlClient.SqlClient,
  role: string,
  statement: string,
  values: ReadonlyArray<SqlValue>,
) =>
  Effect.catchTags(statementAs(sql, role, statement, values), {
    ConstraintBroken: Effect.die,
    Refused: Effect.die,
  })
