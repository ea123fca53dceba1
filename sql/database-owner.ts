import { Context, Effect, Exit, Pool, type Scope } from "effect"
import { type DatabaseAddress, DatabaseUnusable } from "./database-address.ts"
import { ownerConnection } from "./owner-connection.ts"
import type { PlainConnection } from "./plain-connection.ts"

/** The owner's rights, lent for the time of one piece of work: making a plugin's role, schema and tables. */
export class DatabaseOwner extends Context.Service<
  DatabaseOwner,
  {
    /** On a connection that nobody else has meanwhile. Give it to `migrate`. */
    readonly use: <A, E, R>(
      work: (connection: PlainConnection) => Effect.Effect<A, E, R>,
    ) => Effect.Effect<A, E | DatabaseUnusable, R>
    /** Plain statements, several at once, without parameters. Their connection is the owner's. */
    readonly execute: (
      connection: PlainConnection,
      statements: string,
    ) => Effect.Effect<void, DatabaseUnusable>
  }
>()("heard/sql/DatabaseOwner") {}

/** How many pieces of work may go on side by side; the next waits. */
const connectionsAtMost = 4

/**
 * A start has a piece of work for each plugin, one after the other: to enter anew for each would take longer than the
 * work. What nobody borrows for a while is closed, and nothing that one piece of work set reaches the next.
 */
export const databaseOwner = (
  owner: DatabaseAddress,
): Effect.Effect<DatabaseOwner["Service"], never, Scope.Scope> =>
  Effect.map(
    Pool.makeWithTTL({
      acquire: ownerConnection(owner),
      min: 0,
      max: connectionsAtMost,
      timeToLive: "5 seconds",
      timeToLiveStrategy: "usage",
    }),
    (pool) => ({
      use: (work) =>
        Effect.scoped(
          Effect.flatMap(Pool.get(pool), (connection) =>
            Effect.onExit(work(connection), (exit) =>
              Exit.isSuccess(exit)
                ? Effect.catch(asNew(connection), () => Pool.invalidate(pool, connection))
                : Pool.invalidate(pool, connection),
            ),
          ),
        ),
      execute: (connection, statements) =>
        Effect.tryPromise({
          try: () => connection.unsafe(statements).simple(),
          catch: (cause) => new DatabaseUnusable({ detail: (cause as Error).message }),
        }),
    }),
  )

/** Rights, settings and locks of the work before are gone. */
const asNew = (connection: PlainConnection) =>
  Effect.tryPromise(() =>
    connection
      .unsafe(
        "set session authorization default; reset role; reset all; select pg_advisory_unlock_all()",
      )
      .simple(),
  )
