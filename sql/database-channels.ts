import { Context, Effect, type Scope } from "effect"
import { Outage } from "#core/hub/gate.ts"
import type { DatabaseAddress } from "./database-address.ts"
import { type PlainConnection, plainConnection } from "./plain-connection.ts"

/**
 * What the database says when something was stored, to every process that is connected to it: one connection that
 * listens, and reconnects by itself.
 */
export class DatabaseChannels extends Context.Service<
  DatabaseChannels,
  {
    /**
     * Fails only where the database is not there when it begins; later it is waited for.
     *
     * @param heard the message; undefined: the connection was away, and messages may have been missed
     */
    readonly listen: (
      channel: string,
      heard: (message: string | undefined) => void,
    ) => Effect.Effect<void, Outage, Scope.Scope>
  }
>()("heard/sql/DatabaseChannels") {}

export const databaseChannels = (
  app: DatabaseAddress,
): Effect.Effect<DatabaseChannels["Service"], never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => plainConnection(app, { name: "heard changes", statementTimeoutMs: 0 })),
      (connection) => Effect.promise(() => connection.end({ timeout: 1 })),
    ),
    (connection) => ({
      listen: (channel, heard) =>
        Effect.asVoid(
          Effect.acquireRelease(
            Effect.tryPromise({
              try: () => follow(connection, channel, heard),
              catch: (cause) => new Outage({ reason: (cause as Error).message }),
            }),
            (stop) => Effect.sync(stop),
          ),
        ),
    }),
  )

const follow = async (
  connection: PlainConnection,
  channel: string,
  heard: (message: string | undefined) => void,
): Promise<() => void> => {
  let following = true
  let again = false
  await connection.listen(
    channel,
    (message) => {
      if (following) heard(message)
    },
    () => {
      // The first time nothing was missed.
      if (following && again) heard(undefined)
      again = true
    },
  )
  return () => {
    following = false
  }
}
