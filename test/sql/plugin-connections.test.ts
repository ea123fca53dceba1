import { layer } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { TestClock } from "effect/testing"
import { expect } from "vitest"
import { BusStore } from "#core/plugins/bus/bus-store.ts"
import { HandlingTime } from "#core/plugins/bus/handling-time.ts"
import { busStoreLayer } from "#sql/bus-store.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { kitchen, newTenant, pluginTables } from "./plugin-tables.ts"

const database = testDatabase()
const services = busStoreLayer.pipe(Layer.provideMerge(pluginTables(database)))

/** Statements that wait for the lock, as slow ones do. */
const stuck = "select pg_advisory_xact_lock(4711)"
const superuser = (statement: string) =>
  Effect.promise(() => database.connection().unsafe<Array<{ n: number }>>(statement))
const locked = Effect.acquireRelease(superuser("select pg_advisory_lock(4711)"), () =>
  superuser("select pg_advisory_unlock_all()"),
)
const waitingInDatabase = Effect.map(
  superuser(
    `select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event = 'advisory'`,
  ),
  ([row]) => row?.n ?? 0,
)
const until = (count: number) => Effect.repeat(waitingInDatabase, { until: (now) => now === count })

layer(services)("the connections that plugins have", (it) => {
  it.effect(
    "[SQL-13] are no more than two for one plugin in one restaurant, however many ask",
    () =>
      Effect.gen(function* () {
        const { key, plugins, tenantId } = yield* kitchen(1)
        const slow = plugins.open(key, tenantId)
        const elsewhere = plugins.open(key, yield* newTenant)
        const sql = yield* SqlClient.SqlClient
        const calls = yield* Effect.scoped(
          Effect.gen(function* () {
            yield* locked
            const calls = yield* Effect.forEach(Array.from({ length: 9 }), () =>
              Effect.forkDetach(slow.query(stuck)),
            )
            yield* until(2)
            expect(yield* elsewhere.query("select 1 as n")).toEqual([{ n: 1 }])
            expect(yield* sql`select 1 as n`).toEqual([{ n: 1 }])
            expect(yield* waitingInDatabase).toBe(2)
            return calls
          }),
        )
        expect(yield* Effect.forEach(calls, Fiber.join)).toHaveLength(9)
      }),
  )

  it.effect("[SQL-13] are waited for three seconds, then the caller is told to come again", () =>
    Effect.gen(function* () {
      const { key, plugins, tenantId } = yield* kitchen(1)
      const slow = plugins.open(key, tenantId)
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* locked
          yield* Effect.forEach([1, 2], () => Effect.forkDetach(slow.query(stuck)))
          yield* until(2)
          const third = yield* Effect.forkChild(Effect.flip(slow.query("select 1")))
          yield* Effect.yieldNow
          yield* TestClock.adjust("3 seconds")
          expect(yield* Fiber.join(third)).toMatchObject({ _tag: "Outage" })
        }),
      )
      expect(yield* slow.query("select 1 as n")).toEqual([{ n: 1 }])
    }),
  )

  it.effect("[SQL-13] are shared by event handlers in the same way", () =>
    Effect.gen(function* () {
      const { key, plugins, tenantId } = yield* kitchen(1)
      const other = yield* newTenant
      const store = yield* BusStore
      const handled = (tenant: typeof tenantId, position: number, statement: string) =>
        Effect.flatMap(HandlingTime.begin, (time) =>
          store.once(
            { tenantId: tenant, plugin: key, subscription: `${key}.slow`, position },
            Effect.asVoid(plugins.open(key, tenant).query(statement)),
            time,
          ),
        )
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* locked
          yield* Effect.forEach([1, 2, 3, 4, 5], (position) =>
            Effect.forkDetach(handled(tenantId, position, stuck)),
          )
          yield* until(2)
          yield* handled(other, 1, "select 1")
          expect(yield* waitingInDatabase).toBe(2)
        }),
      )
    }),
  )
})
