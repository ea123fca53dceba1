import { Effect, type Scope } from "effect"
import { type DatabaseAddress, DatabaseUnusable } from "./database-address.ts"
import { type PlainConnection, plainConnection } from "./plain-connection.ts"

/** Entered with the owner's rights, for roles and migrations only; closed when the scope closes. */
export const ownerConnection = (
  address: DatabaseAddress,
): Effect.Effect<PlainConnection, DatabaseUnusable, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.tryPromise({
      try: async () => {
        const connection = plainConnection(address, {
          name: "heard owner",
          // Some migrations rewrite a table.
          statementTimeoutMs: 10 * 60_000,
        })
        await connection`select 1`
        return connection
      },
      catch: (cause) =>
        new DatabaseUnusable({
          detail: `PostgreSQL at ${address.host}:${address.port} does not let ${address.username} into ${address.database}: ${(cause as Error).message}`,
        }),
    }),
    (connection) => Effect.promise(() => connection.end({ timeout: 1 })),
  )
