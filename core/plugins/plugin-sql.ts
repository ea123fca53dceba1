import { Context, type Effect, Schema } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"

/** A row that the table does not allow. Nothing of the transaction was stored. */
export class ConstraintBroken extends Schema.TaggedError<ConstraintBroken>()("ConstraintBroken", {
  kind: Schema.Literals(["unique", "other"]),
  /** Name of the constraint or unique index, without its schema. */
  constraint: Schema.String,
}) {}

export type SqlFailure = Outage | Refused | ConstraintBroken

/** What may stand for `$1`, `$2`, … Anything else is given as JSON text and cast in the statement. */
export type SqlValue = string | number | boolean | null | ReadonlyArray<string>

export type Row = Readonly<Record<string, unknown>>

/**
 * The plugin's own tables, for one tenant. Statements run with the plugin's role (nothing but its own schema, which is
 * the search path) under forced row level security: rows of other tenants do not exist.
 *
 * A statement that the database cannot store ends in `VALUE_REFUSED` (a NUL in a string); a wrong statement is a defect.
 */
export class PluginSql extends Context.Service<
  PluginSql,
  {
    readonly tenantId: TenantId
    /** One statement; outside of a transaction it is one of its own. */
    readonly query: (
      statement: string,
      values?: ReadonlyArray<SqlValue>,
    ) => Effect.Effect<ReadonlyArray<Row>, SqlFailure>
    /**
     * All or nothing. Joins the transaction that is open already (there is no inner rollback): whatever fails in it
     * undoes everything, other plugins' statements included.
     */
    readonly transaction: <A, E, R>(work: Effect.Effect<A, E, R>) => Effect.Effect<A, E | Outage, R>
  }
>()("heard/PluginSql") {}
