import { Effect, Exit, Scope, Semaphore } from "effect"
import { type SqlClient, type SqlConnection, SqlError } from "effect/sql"
import { Outage } from "#core/hub/gate.ts"
import type { DeliveryId } from "#core/plugins/bus/bus-store.ts"
import type { HandlingTime } from "#core/plugins/bus/handling-time.ts"
import { withAfterCommit } from "#core/plugins/running/after-commit.ts"
import type { PluginConnections } from "./plugin-connections.ts"
import {
  CurrentTransaction,
  lastOf,
  type OpenTransaction,
  outage,
  WaitingTransaction,
} from "./plugin-sql.ts"

/**
 * Runs an event handler in one transaction that begins with its first statement, together with the mark "done": what it
 * writes is there exactly once, and a handler that writes nothing costs the database nothing.
 *
 * Each of the handler's own transactions and single statements becomes a part that can fail alone (a savepoint), so
 * that a handler may catch a broken rule here as it may anywhere.
 */
export const handlerTransaction = <E, R>(
  sql: SqlClient.SqlClient,
  { connections, places }: Lent,
  delivery: DeliveryId,
  work: Effect.Effect<void, E, R>,
  time: HandlingTime,
): Effect.Effect<void, E | Outage, R> =>
  Effect.scopedWith((scope) => {
    const inTurn = Semaphore.makeUnsafe(1)
    let opened: Opened | undefined
    let doneBefore = false
    let waited = false

    /** Requests of people need connections too: handlers share some, and an event that finds none comes again. */
    const free = Effect.gen(function* () {
      yield* connections.borrow({ plugin: delivery.plugin, tenantId: delivery.tenantId })
      yield* Effect.acquireRelease(places.take(1), () => places.release(1), {
        interruptible: true,
      })
      return yield* orOutage(sql.reserve)
    }).pipe(
      Effect.timeoutOrElse({
        duration: lentWithin,
        orElse: () => Effect.fail(new Outage({ reason: "no connection is free" })),
      }),
      Scope.provide(scope),
    )
    /** Whoever asks again after they found none does so in their own time. */
    const lent = Effect.suspend(() => {
      if (waited) return free
      waited = true
      return time.apart(free)
    })
    const begin = (connection: SqlConnection.Connection, role: string) =>
      Effect.gen(function* () {
        yield* control(connection, "begin")
        opened = {
          connection,
          open: {
            tenantId: delivery.tenantId,
            turn: Semaphore.makeUnsafe(1),
            role,
            last: undefined,
          },
        }
        // The mark first, which a plugin may not touch; then what follows has the rights of whoever asked.
        const [row] = yield* connection.execute(
          `select fresh, set_config('role', $4, true), set_config('search_path', $4, true)
           from (select bus.enter($1::uuid, $2, $3::bigint) as fresh offset 0) as entered`,
          [delivery.tenantId, delivery.subscription, delivery.position, role],
          undefined,
        )
        doneBefore = row?.fresh !== true
        return opened
      })

    const join = <A, E2, R2>(tenantId: string, role: string, part: Effect.Effect<A, E2, R2>) =>
      inTurn.withPermit(
        Effect.gen(function* () {
          if (tenantId !== delivery.tenantId)
            return yield* Effect.die(new Error("A transaction of one tenant cannot touch another"))
          const { connection, open } =
            opened ?? (yield* orOutage(Effect.uninterruptible(begin(yield* lent, role))))
          // The handler need not go on: whoever began it sees why it stopped.
          if (doneBefore) return yield* Effect.interrupt
          yield* orOutage(control(connection, "savepoint part"))
          const undo = toHere(open)
          return yield* Effect.onError(inside(sql, { connection, open }, part), () =>
            Effect.andThen(
              Effect.ignore(control(connection, "rollback to savepoint part")),
              Effect.sync(undo),
            ),
          )
        }),
      )

    return withAfterCommit(
      Effect.uninterruptibleMask((restore) =>
        Effect.gen(function* () {
          const exit = yield* Effect.exit(
            restore(Effect.provideService(work, WaitingTransaction, { join })),
          )
          if (opened === undefined) return yield* exit
          const { connection, open } = opened
          const rollback = Effect.ignore(control(connection, "rollback"))
          if (doneBefore) return yield* rollback
          if (Exit.isFailure(exit)) return yield* Effect.andThen(rollback, exit)
          yield* Effect.onError(inside(sql, opened, lastOf(open)), () => rollback)
          yield* Effect.tapError(orOutage(control(connection, "commit")), () =>
            Effect.sync(() => open.last?.stored("unknown")),
          )
          open.last?.stored("done")
        }),
      ),
    )
  })

const lentWithin = "3 seconds"

/** What handlers have of the pool: their plugin's share in the restaurant, of the places that are for handlers. */
interface Lent {
  readonly connections: PluginConnections["Service"]
  readonly places: Semaphore.Semaphore
}

interface Opened {
  readonly connection: SqlConnection.Connection
  readonly open: OpenTransaction
}

const control = (connection: SqlConnection.Connection, statement: string) =>
  Effect.asVoid(connection.execute(statement, [], undefined))

/** Statements of `work` go through the handler's connection. */
const inside = <A, E, R>(
  sql: SqlClient.SqlClient,
  { connection, open }: Opened,
  work: Effect.Effect<A, E, R>,
): Effect.Effect<A, E, R> =>
  work.pipe(
    Effect.provideService(CurrentTransaction, open),
    Effect.provideService(sql.transactionService, [connection, 0]),
  ) as Effect.Effect<A, E, R>

/** What the hub remembers of a transaction must go back with it. */
const toHere = (open: OpenTransaction): (() => void) => {
  const { role, last } = open
  const unsay = last?.mark()
  return () => {
    open.role = role
    open.last = last
    unsay?.()
  }
}

const orOutage = <A, E, R>(work: Effect.Effect<A, E | SqlError.SqlError, R>) =>
  Effect.catchIf(work, SqlError.isSqlError, (error) => Effect.fail(outage(error)))
