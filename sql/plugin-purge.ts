import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { MigrationFailed } from "#core/plugins/plugin-database.ts"
import type { Row, SqlValue } from "#core/plugins/plugin-sql.ts"
import { appRole } from "./database-address.ts"
import { inTransaction, pluginRole, statementAs } from "./plugin-sql.ts"
import { tablesOf } from "./plugin-table-list.ts"

/** Rows that one transaction deletes: some milliseconds, then others have their turn. */
const batchSize = 1_000

/**
 * Deletes a restaurant's rows in all tables of a plugin, those first that point at others, and how far its migrations were.
 * Tables that point at each other in a circle, or at themselves, are emptied in one transaction.
 */
export const purgeRows = (
  sql: SqlClient.SqlClient,
  plugin: string,
  tenantId: TenantId,
): Effect.Effect<{ readonly rows: number }, MigrationFailed | Outage> =>
  Effect.gen(function* () {
    const role = pluginRole(plugin)
    const run = (as: string, statement: string, values: ReadonlyArray<SqlValue>) =>
      inTransaction(sql, tenantId, as, statementAs(sql, as, statement, values)).pipe(
        Effect.catchTag("Refused", Effect.die),
        Effect.catchTag("ConstraintBroken", ({ constraint }) =>
          Effect.fail(
            new MigrationFailed({ plugin, detail: `${constraint} keeps rows from being deleted` }),
          ),
        ),
      )
    let rows = 0
    const groups = deletionOrder(yield* run(appRole, tablesOf, [role]))
    for (const { tables, whole } of groups) {
      if (whole) {
        const [row] = yield* run(role, emptied(tables), [tenantId])
        rows += Number(row?.["n"])
        continue
      }
      for (const table of tables)
        for (let n = batchSize; n === batchSize; rows += n) {
          const [row] = yield* run(role, batchOf(table), [tenantId])
          n = Number(row?.["n"])
        }
    }
    yield* run(
      appRole,
      "delete from core.tenant_migration where tenant_id = $1::uuid and plugin_key = $2",
      [tenantId, plugin],
    )
    return { rows }
  })

const batchOf = (table: string): string => `
  with gone as (delete from ${table} where ctid = any (array (
    select ctid from ${table} where tenant_id = $1::uuid limit ${batchSize})) returning 1)
  select count(*) as n from gone`

/** Foreign keys are looked at when the statement ends, so that one statement may delete in a circle. */
const emptied = (tables: ReadonlyArray<string>): string => {
  const gone = tables.map(
    (table, n) => `gone${n} as (delete from ${table} where tenant_id = $1::uuid returning 1)`,
  )
  const counts = tables.map((_, n) => `(select count(*) from gone${n})`)
  return `with ${gone.join(", ")} select ${counts.join(" + ")} as n`
}

interface Group {
  readonly tables: ReadonlyArray<string>
  /** They point at each other: all at once. */
  readonly whole: boolean
}

const deletionOrder = (rows: ReadonlyArray<Row>): ReadonlyArray<Group> => {
  const left = new Map(
    rows.map((row) => [String(row["name"]), new Set(row["targets"] as ReadonlyArray<string>)]),
  )
  const groups: Array<Group> = []
  while (left.size > 0) {
    const pointedAt = new Set([...left.values()].flatMap((targets) => [...targets]))
    const free = [...left.keys()].filter((name) => !pointedAt.has(name))
    const tables = free.length > 0 ? free : [...left.keys()]
    groups.push({ tables, whole: free.length === 0 })
    for (const name of tables) left.delete(name)
  }
  return groups
}
