import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { EventLog, LogFeed } from "#core/log/event-log.ts"
import { FloorStore } from "#core/log/floor-store.ts"
import { inTenant } from "#sql/tenant-sql.ts"
import { asking, happening, newOrder, newRestaurant } from "#test/support/append-request.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()
const callers = Array.from({ length: 64 }, (_, index) => index)

/** Far below the time-out of a statement: a statement that hangs until then would pass unseen otherwise. */
const promptly = <A, E, R>(work: Effect.Effect<A, E, R>) => Effect.timeout(work, "7 seconds")

/** Closes every connection of the hub under its hands, five times. */
const killFiveTimes = Effect.promise(async () => {
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => setTimeout(resolve, 120))
    await database.connection()`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename = 'heard_app'`
  }
})

it.live("[LOG-11] answers every caller when the server closes its connections under load", () =>
  Effect.gen(function* () {
    const log = yield* EventLog
    const scope = newRestaurant()
    let over = false
    let [stored, unknown] = [0, 0]
    const caller = Effect.gen(function* () {
      while (!over) {
        const request = asking(happening(newOrder(), 0, "placed"))
        const first = yield* Effect.result(log.append(scope, request))
        if (first._tag === "Success") {
          stored++
          continue
        }
        assert.strictEqual(first.failure._tag, "LogUnavailable")
        unknown++
        // The same command again, as a client does: it is in the log once, whatever became of the first attempt.
        const again = yield* Effect.retry(log.append(scope, request), { times: 50 })
        assert.include(["Appended", "Repeated"], again._tag)
        stored++
      }
    })
    const all = Effect.forEach(callers, () => caller, { concurrency: "unbounded" })
    const killing = Effect.map(killFiveTimes, () => {
      over = true
    })
    yield* Effect.all([all, killing], { concurrency: 2 })
    assert.isAbove(unknown, 0)
    assert.strictEqual(yield* log.head(scope), stored)
    const [row] = yield* Effect.promise(
      () => database.connection()<Array<{ count: number; last: number }>>`
        select count(*), max(position) as last from log.event where tenant_id = ${scope.tenantId}`,
    )
    assert.deepStrictEqual(row, { count: stored, last: stored })
  }).pipe(promptly, Effect.provide(database.layer)),
)

it.live("[LOG-11] says which restaurants to look at again after an outage", () =>
  Effect.gen(function* () {
    const log = yield* EventLog
    const feed = yield* LogFeed
    const scope = newRestaurant()
    const moved = new Set<string>()
    yield* feed.subscribe({ onCommitted: () => {}, onMoved: (tenant) => moved.add(tenant) })
    let over = false
    const appending = Effect.gen(function* () {
      while (!over)
        yield* Effect.ignore(log.append(scope, asking(happening(newOrder(), 0, "placed"))))
    })
    const killing = Effect.map(killFiveTimes, () => {
      over = true
    })
    yield* Effect.all(
      [Effect.forEach(callers, () => appending, { concurrency: "unbounded" }), killing],
      { concurrency: 2 },
    )
    yield* Effect.retry(log.append(scope, asking(happening(newOrder(), 0, "placed"))), {
      times: 50,
    })
    assert.isTrue(moved.has(scope.tenantId))
  }).pipe(promptly, Effect.provide(database.layer), Effect.scoped),
)

it.live("[SQL-3] answers every transaction when the server closes its connections under load", () =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const floor = yield* FloorStore
    const scope = newRestaurant()
    let over = false
    let [kept, failed] = [0, 0]
    const caller = Effect.gen(function* () {
      while (!over) {
        const order = newOrder().slice("order/".length)
        const insert = sql`insert into floor.open_order (tenant_id, order_id, state)
          values (${scope.tenantId}, ${order}, '{}')`
        const result = yield* Effect.result(inTenant(scope, insert))
        if (result._tag === "Success") kept++
        else failed++
      }
    })
    const killing = Effect.map(killFiveTimes, () => {
      over = true
    })
    yield* Effect.all(
      [Effect.forEach(callers, () => caller, { concurrency: "unbounded" }), killing],
      {
        concurrency: 2,
      },
    )
    assert.isAbove(failed, 0)
    // A commit whose answer was lost may have happened: at least what was acknowledged is there.
    const { orders } = yield* floor.load(scope)
    assert.isAtLeast(orders.length, kept)
    assert.isAtMost(orders.length, kept + failed)
    assert.isArray(yield* (yield* TenantDirectory).list)
  }).pipe(promptly, Effect.provide(database.layer)),
)
