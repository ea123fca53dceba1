import { Context, Effect, Semaphore } from "effect"
import type { SqlClient, SqlError } from "effect/sql"
import { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import {
  ConstraintBroken,
  type PluginSql,
  type Row,
  type SqlFailure,
  type SqlValue,
} from "#core/plugins/plugin-sql.ts"
import { withAfterCommit } from "#core/plugins/running/after-commit.ts"
import { lend, type PluginConnections } from "./plugin-connections.ts"
import { transaction } from "./transaction.ts"

/** Role and schema of a plugin. */
export const pluginRole = (plugin: string): string => `plg_${plugin}`

/** The transaction that surrounding code opened, if any: one tenant, one connection, one statement at a time. */
export interface OpenTransaction {
  readonly tenantId: TenantId
  readonly turn: Semaphore.Semaphore
  /** Whose rights the next statement has; plugins that call each other share the transaction, not the rights. */
  role: string
  /** What its last statement will be, once something asked for one. */
  last: LastStatement | undefined
}

/** What a transaction stores at its very end, because it takes a lock that everybody waits for. */
export interface LastStatement {
  readonly run: Effect.Effect<void, Outage>
  /** Called after the commit, or when nobody can say whether there was one. */
  readonly stored: (commit: "done" | "unknown") => void
  /** Where it stands now; the returned function goes back to here when a part of the transaction is undone. */
  readonly mark: () => () => void
}

/** The transaction that a statement would be part of now. */
export const CurrentTransaction = Context.Reference<OpenTransaction | undefined>(
  "heard/sql/CurrentTransaction",
  { defaultValue: () => undefined },
)

/** A transaction that its first statement opens, if there is one: an event handler's. */
interface TransactionInWaiting {
  /** @param role whose rights the work begins with */
  readonly join: <A, E, R>(
    tenantId: TenantId,
    role: string,
    work: Effect.Effect<A, E, R>,
  ) => Effect.Effect<A, E | Outage, R>
}

export const WaitingTransaction = Context.Reference<TransactionInWaiting | undefined>(
  "heard/sql/WaitingTransaction",
  { defaultValue: () => undefined },
)

/**
 * One plugin's tables for one tenant, over the application's pool.
 *
 * @param connections whose share it takes; not asked inside of a transaction, so not needed where one is always open
 */
export const pluginSql = (
  sql: SqlClient.SqlClient,
  plugin: string,
  tenantId: TenantId,
  connections?: PluginConnections["Service"],
): PluginSql["Service"] => {
  const role = pluginRole(plugin)
  const joined = <A, E, R>(work: Effect.Effect<A, E, R>) =>
    joinedTransaction(sql, tenantId, role, work, (own) =>
      connections === undefined ? own : lend(connections, { plugin, tenantId }, own),
    )
  return {
    tenantId,
    query: (statement, values = []) => joined(statementAs(sql, role, statement, values)),
    transaction: joined,
  }
}

/**
 * Joins the transaction that is open, or an event handler's that waits to be opened, or is one of its own.
 *
 * @param lent finds a connection for one of its own
 */
export const joinedTransaction = <A, E, R>(
  sql: SqlClient.SqlClient,
  tenantId: TenantId,
  role: string,
  work: Effect.Effect<A, E, R>,
  lent = (own: Effect.Effect<A, E | Outage, R>) => own,
): Effect.Effect<A, E | Outage, R> =>
  Effect.flatMap(CurrentTransaction, (open) =>
    open === undefined
      ? Effect.flatMap(WaitingTransaction, (waiting) =>
          waiting === undefined
            ? lent(inTransaction(sql, tenantId, role, work))
            : waiting.join(tenantId, role, work),
        )
      : sameTenant(open, tenantId, work),
  )

/** Opens a transaction for one tenant with the rights of `role`. */
export const inTransaction = <A, E, R>(
  sql: SqlClient.SqlClient,
  tenantId: TenantId,
  role: string,
  work: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | Outage, R> => {
  const open: OpenTransaction = {
    tenantId,
    turn: Semaphore.makeUnsafe(1),
    role,
    last: undefined,
  }
  const own = withAfterCommit(
    transaction(
      sql,
      Effect.andThen(
        sql.unsafe(
          "select set_config('app.tenants', $1, true), set_config('role', $2, true), set_config('search_path', $2, true)",
          [`{${tenantId}}`, role],
        ),
        Effect.provideService(
          Effect.tap(work, () => Effect.andThen(lastOf(open), told(sql, open))),
          CurrentTransaction,
          open,
        ),
      ),
    ),
  ).pipe(
    // Only what belongs to the transaction itself: a plugin's statements have named their failures already.
    Effect.catchIf(isSqlError, (error) => {
      open.last?.stored("unknown")
      return Effect.fail(outage(error))
    }),
  ) as Effect.Effect<A, E | Outage, R>
  return Effect.flatMap(CurrentTransaction, (outer) =>
    outer === undefined
      ? own
      : Effect.ensuring(
          own,
          // Rights and restaurant hold for the whole of a transaction: the outer one takes its own again.
          Effect.sync(() => {
            outer.role = ""
          }),
        ),
  )
}

/** Runs `work` as if no transaction were open. */
export const apart = <A, E, R>(
  sql: SqlClient.SqlClient,
  work: Effect.Effect<A, E, R>,
): Effect.Effect<A, E, R> => {
  const alone = Effect.updateContext(
    work,
    (context: Context.Context<R>) =>
      Context.omit(sql.transactionService)(context as Context.Context<never>).pipe(
        Context.add(CurrentTransaction, undefined),
        Context.add(WaitingTransaction, undefined),
        // Whatever else `work` asks for is still there.
      ) as Context.Context<unknown> as Context.Context<NoInfer<R>>,
  )
  return Effect.flatMap(CurrentTransaction, (open) =>
    Effect.flatMap(WaitingTransaction, (waiting) =>
      open === undefined && waiting === undefined ? work : alone,
    ),
  )
}

/** What must be stored last; nothing comes after it but the commit. */
export const lastOf = (open: OpenTransaction): Effect.Effect<void, Outage> =>
  Effect.suspend(() => open.last?.run ?? Effect.void)

const told = (sql: SqlClient.SqlClient, open: OpenTransaction): Effect.Effect<void> =>
  Effect.suspend(() => {
    const { last } = open
    return last === undefined
      ? Effect.void
      : sql.afterCommit(Effect.sync(() => last.stored("done")))
  })

/** One statement in the open transaction, with the rights of `role`. */
export const statementAs = (
  sql: SqlClient.SqlClient,
  role: string,
  statement: string,
  values: ReadonlyArray<SqlValue>,
): Effect.Effect<ReadonlyArray<Row>, SqlFailure> =>
  Effect.flatMap(CurrentTransaction, (open) => {
    if (open === undefined) return Effect.die(new Error("A statement outside of a transaction"))
    const run = sql.unsafe<Row>(statement, values)
    return open.turn
      .withPermit(open.role === role ? run : Effect.andThen(assume(sql, open, role), run))
      .pipe(Effect.catch(failureOf))
  })

const assume = (sql: SqlClient.SqlClient, open: OpenTransaction, role: string) =>
  Effect.tap(
    sql.unsafe(
      "select set_config('role', $1, true), set_config('search_path', $1, true), set_config('app.tenants', $2, true)",
      [role, `{${open.tenantId}}`],
    ),
    () =>
      Effect.sync(() => {
        open.role = role
      }),
  )

/** A call that would reach over to another restaurant is a bug, whatever it is for. */
const sameTenant = <A, E, R>(
  open: OpenTransaction,
  tenantId: TenantId,
  work: Effect.Effect<A, E, R>,
): Effect.Effect<A, E, R> =>
  open.tenantId === tenantId
    ? work
    : Effect.die(new Error("A transaction of one tenant cannot touch another"))

export const isSqlError = (error: unknown): error is SqlError.SqlError =>
  typeof error === "object" && error !== null && "_tag" in error && error._tag === "SqlError"

export const outage = (error: SqlError.SqlError): Outage => new Outage({ reason: error.message })

/** What a failed statement means: the data, the database, or a bug. */
const failureOf = (error: SqlError.SqlError): Effect.Effect<never, SqlFailure> => {
  const { reason } = error
  switch (reason._tag) {
    case "UniqueViolation":
      return Effect.fail(new ConstraintBroken({ kind: "unique", constraint: reason.constraint }))
    case "ConstraintError":
      return Effect.fail(
        new ConstraintBroken({ kind: "other", constraint: causeField(reason.cause, "constraint") }),
      )
    case "SqlSyntaxError":
    case "AuthorizationError":
      return Effect.die(error)
    case "UnknownError": {
      const state = causeField(reason.cause, "code")
      if (state.startsWith("22") || state.startsWith("54"))
        return Effect.fail(
          refused("VALUE_REFUSED", "The database cannot store one of these values", { state }),
        )
      return state.startsWith("25") ? Effect.die(error) : Effect.fail(outage(error))
    }
    default:
      return Effect.fail(outage(error))
  }
}

const causeField = (cause: unknown, field: "code" | "constraint"): string => {
  const value =
    typeof cause === "object" && cause !== null ? (cause as Record<string, unknown>)[field] : ""
  return typeof value === "string" ? value : ""
}
