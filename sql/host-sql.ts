import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Row, SqlValue } from "#core/plugins/plugin-sql.ts"
import { appRole } from "./database-address.ts"
import { inTransaction, statementAs } from "./plugin-sql.ts"

/**
 * A transaction of the hub's own tables for one restaurant, or none. Audit lines and events that are stored inside of it
 * are part of it.
 */
export const hostTransaction = <A, E, R>(
  sql: SqlClient.SqlClient,
  tenants: readonly [] | readonly [TenantId],
  work: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | Outage, R> =>
  inTransaction(sql, (tenants[0] ?? "") as TenantId, appRole, work)

/** A statement of the hub in the open transaction. Its own tables take whatever it writes: a broken rule is a bug. */
export const hostStatement = (
  sql: SqlClient.SqlClient,
  statement: string,
  values: ReadonlyArray<SqlValue> = [],
): Effect.Effect<ReadonlyArray<Row>, Outage> =>
  statementAs(sql, appRole, statement, values).pipe(
    Effect.catchTags({ ConstraintBroken: Effect.die, Refused: Effect.die }),
  )

/** Names every restaurant for the transaction: the hub's own work over all of them stays under the rule. */
export const allTenants =
  "select set_config('app.tenants', coalesce(array_agg(id), '{}')::text, true) from core.tenant"
