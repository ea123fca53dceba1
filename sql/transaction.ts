import { Effect } from "effect"
import { type SqlClient, SqlError } from "effect/sql"

/**
 * `sql.withTransaction` that answers an outage with a typed failure.
 *
 * When the server closes the connection inside a transaction, the client's own rollback fails as a defect (effect 4.1,
 * `SqlClient.makeWithTransaction`): an outage would look like a bug of whoever asked. Other defects stay what they are.
 */
export const transaction = <A, E, R>(
  sql: SqlClient.SqlClient,
  work: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | SqlError.SqlError, R> =>
  sql
    .withTransaction(work)
    .pipe(
      Effect.catchDefect((defect) =>
        isLostConnection(defect) ? Effect.fail(defect) : Effect.die(defect),
      ),
    )

const isLostConnection = (defect: unknown): defect is SqlError.SqlError =>
  SqlError.isSqlError(defect) && defect.reason._tag === "ConnectionError"
