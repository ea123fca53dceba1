import { Context, Effect, Layer, Scope } from "effect"
import { Outage } from "#core/hub/gate.ts"
import { type Borrower, ConnectionShares, defaultShares, type Waiter } from "./connection-shares.ts"

/** Longest that somebody waits for a connection before they are told to come again. */
const waitsFor = "3 seconds"

/**
 * Lends plugins their share of the pool, so that the slow statements of one plugin in one restaurant hold up nobody but
 * whoever asks that plugin there.
 */
export class PluginConnections extends Context.Service<
  PluginConnections,
  {
    /** One connection of the pool is counted as this borrower's until the scope closes. */
    readonly borrow: (borrower: Borrower) => Effect.Effect<void, Outage, Scope.Scope>
  }
>()("heard/sql/PluginConnections") {}

export const pluginConnectionsLayer: Layer.Layer<PluginConnections> = Layer.sync(
  PluginConnections,
  () => {
    const shares = new ConnectionShares(defaultShares)
    return {
      borrow: (borrower) =>
        Effect.acquireRelease(
          Effect.suspend(() => (shares.take(borrower) ? Effect.void : inTurn(shares, borrower))),
          () => Effect.sync(() => shares.give(borrower)),
          { interruptible: true },
        ),
    }
  },
)

/** Runs `work`, which takes a connection, when one is free for this borrower. */
export const lend = <A, E, R>(
  { borrow }: PluginConnections["Service"],
  borrower: Borrower,
  work: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | Outage, R> =>
  Effect.scopedWith((scope) => Effect.andThen(Scope.provide(scope)(borrow(borrower)), work))

/** Waits in the borrower's line. Whoever is gone when their turn comes hands it on. */
const inTurn = (shares: ConnectionShares, borrower: Borrower): Effect.Effect<void, Outage> =>
  Effect.callback<void, Outage>((resume) => {
    const waiter: Waiter = { ...borrower, granted: () => resume(Effect.void) }
    if (!shares.join(waiter)) {
      resume(tooMany(borrower))
      return
    }
    return Effect.sync(() => {
      if (!shares.leaveLine(waiter)) shares.give(borrower)
    })
  }).pipe(Effect.timeoutOrElse({ duration: waitsFor, orElse: () => tooLong(borrower) }))

const tooLong = ({ plugin }: Borrower) =>
  Effect.fail(new Outage({ reason: `no connection is free for the plugin "${plugin}"` }))

const tooMany = ({ plugin }: Borrower) =>
  Effect.fail(new Outage({ reason: `too much waits for a connection of the plugin "${plugin}"` }))
