import { Effect, Schedule, type Scope } from "effect"
import { type DatabaseAddress, DatabaseUnusable } from "./database-address.ts"
import { type PlainConnection, plainConnection } from "./plain-connection.ts"

/**
 * Entered with the owner's rights, for roles and migrations only; closed when the scope closes.
 *
 * A server that is just starting, or that dies and is started again in this moment, is waited for: 10 s.
 */
export const ownerConnection = (
  address: DatabaseAddress,
): Effect.Effect<PlainConnection, DatabaseUnusable, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.tryPromise({ try: () => enter(address), catch: (cause) => cause as Failure }).pipe(
      Effect.retry({
        while: (failure) => passing.has(failure.code ?? ""),
        schedule: Schedule.spaced("100 millis"),
        times: 100,
      }),
      Effect.mapError(
        (failure) =>
          new DatabaseUnusable({
            detail: `PostgreSQL at ${address.host}:${address.port} does not let ${address.username} into ${address.database}: ${failure.message}`,
          }),
      ),
    ),
    (connection) => Effect.promise(() => connection.end({ timeout: 1 })),
  )

type Failure = Error & { readonly code?: string }

const enter = async (address: DatabaseAddress): Promise<PlainConnection> => {
  const connection = plainConnection(address, {
    name: "heard owner",
    // Some migrations rewrite a table.
    statementTimeoutMs: 10 * 60_000,
  })
  try {
    await connection`select 1`
    return connection
  } catch (cause) {
    await connection.end({ timeout: 0 })
    throw cause
  }
}

/** 57P01 to 57P03: shutting down, crashed, starting up. */
const passing = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "CONNECTION_CLOSED",
  "57P01",
  "57P02",
  "57P03",
])
