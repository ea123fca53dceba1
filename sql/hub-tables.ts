import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { ConstraintBroken, Row, SqlValue } from "#core/plugins/plugin-sql.ts"
import { appRole } from "./database-address.ts"
import { CurrentTransaction, inTransaction, statementAs } from "./plugin-sql.ts"

/** The hub's own tables (schema `core`) for one or several restaurants. */
export interface HubTables {
  /**
   * All or nothing. Joins the transaction that is open already, a plugin's too: an audit line is stored with what it
   * tells of, or not at all.
   */
  readonly together: <A, E, R>(
    tenants: ReadonlyArray<TenantId>,
    work: Effect.Effect<A, E, R>,
  ) => Effect.Effect<A, E | Outage, R>
  /** One statement; outside of {@link HubTables.together} it is a transaction of its own. */
  readonly rows: (
    tenants: ReadonlyArray<TenantId>,
    statement: string,
    values?: ReadonlyArray<SqlValue>,
  ) => Effect.Effect<ReadonlyArray<Row>, Outage>
  /** The same for a statement that may break a rule of its table. */
  readonly attempt: (
    tenants: ReadonlyArray<TenantId>,
    statement: string,
    values?: ReadonlyArray<SqlValue>,
  ) => Effect.Effect<ReadonlyArray<Row>, Outage | ConstraintBroken>
}

export const hubTables = (sql: SqlClient.SqlClient): HubTables => {
  const together: HubTables["together"] = (tenants, work) =>
    Effect.flatMap(CurrentTransaction, (open) => {
      // The setting is a set: `{a,b}`.
      if (open === undefined) return inTransaction(sql, tenants.join() as TenantId, appRole, work)
      return tenants.every((tenantId) => open.tenantId.includes(tenantId))
        ? work
        : Effect.die(new Error("A transaction of one restaurant cannot touch another"))
    })
  const attempt: HubTables["attempt"] = (tenants, statement, values = []) =>
    together(tenants, statementAs(sql, appRole, statement, values)).pipe(
      // What comes here was checked by a Schema: a value that cannot be stored is a bug of that.
      Effect.catchTag("Refused", Effect.die),
    )
  return {
    together,
    attempt,
    rows: (tenants, statement, values) =>
      Effect.catchTag(attempt(tenants, statement, values), "ConstraintBroken", Effect.die),
  }
}
