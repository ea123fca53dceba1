import { Context, Effect } from "effect"
import { type DatabaseAddress, DatabaseUnusable } from "./database-address.ts"
import { ownerConnection } from "./owner-connection.ts"
import type { PlainConnection } from "./plain-connection.ts"

/** The owner's rights, lent for the time of one piece of work: making a plugin's role, schema and tables. */
export class DatabaseOwner extends Context.Service<
  DatabaseOwner,
  {
    /** On a connection of its own, closed afterwards. Give it to `migrate`. */
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

export const databaseOwner = (owner: DatabaseAddress): DatabaseOwner["Service"] => ({
  use: (work) => Effect.scoped(Effect.flatMap(ownerConnection(owner), work)),
  execute: (connection, statements) =>
    Effect.tryPromise({
      try: () => connection.unsafe(statements).simple(),
      catch: (cause) => new DatabaseUnusable({ detail: (cause as Error).message }),
    }),
})
