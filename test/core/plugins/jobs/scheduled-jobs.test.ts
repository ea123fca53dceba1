import { expect, layer } from "@effect/vitest"
import { Deferred, Effect } from "effect"
import { TestClock } from "effect/testing"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { testDatabase } from "#test/support/postgres.ts"
import {
  at,
  eventually,
  jobServices,
  nightly,
  onTestClock,
  openRestaurant,
  pass,
  settled,
  start,
  type Work,
} from "./job-rig.ts"

const database = testDatabase()

layer(jobServices(database), { excludeTestServices: true })("a job", (it) => {
  it.effect("[JOB-1] runs at its time in each restaurant's zone, once", () =>
    Effect.gen(function* () {
      yield* at("2026-01-11T02:45:00Z")
      const plugin = nightly("0 4 * * *")
      const paris = yield* openRestaurant("Europe/Paris")
      const london = yield* openRestaurant("Europe/London")
      const { stop } = yield* start(plugin, [paris, london])
      yield* pass(90)
      yield* settled
      expect(plugin.ran).toEqual([
        { tenantId: paris, at: "01-11T03:00" },
        { tenantId: london, at: "01-11T04:00" },
      ])
      yield* stop
    }).pipe(onTestClock),
  )

  it.effect.each([
    ["forward", "2026-03-29T00:15:00Z", "03-29T01:30"],
    ["back", "2026-10-25T00:15:00Z", "10-25T00:30"],
  ] as const)("[JOB-2] at 02:30 runs once when the clock is put %s", ([, from, expected]) =>
    Effect.gen(function* () {
      yield* at(from)
      const plugin = nightly("30 2 * * *")
      const tenant = yield* openRestaurant()
      const { stop } = yield* start(plugin, [tenant])
      yield* pass(90)
      yield* settled
      expect(plugin.at()).toEqual([expected])
      yield* stop
    }).pipe(onTestClock),
  )

  it.effect("[JOB-5] that was missed while the hub was down runs once, soon after the start", () =>
    Effect.gen(function* () {
      yield* at("2026-02-01T12:00:00Z")
      const plugin = nightly("0 4 * * *")
      const tenant = yield* openRestaurant()
      yield* (yield* start(plugin, [tenant])).stop
      yield* at("2026-02-04T09:00:30Z")
      const first = yield* start(plugin, [tenant])
      yield* TestClock.adjust("1 second")
      yield* eventually(Effect.sync(() => plugin.ran.length > 0))
      yield* settled
      yield* pass(60)
      yield* first.stop
      const second = yield* start(plugin, [tenant])
      yield* pass(60)
      expect(plugin.at()).toEqual(["02-04T09:00"])
      yield* second.stop
    }).pipe(onTestClock),
  )

  it.effect("[JOB-6] runs once at a time, and skips the times that it overran", () =>
    Effect.gen(function* () {
      yield* at("2026-02-01T12:00:00Z")
      const plugin = nightly("*/5 * * * *", { timeoutMs: 3_600_000 })
      const tenant = yield* openRestaurant()
      const done = yield* Deferred.make<void>()
      plugin.does.next = Deferred.await(done)
      const { stop, list } = yield* start(plugin, [tenant])
      yield* pass(20, 5)
      expect([plugin.at(), (yield* list(tenant))[0]?.running]).toEqual([["02-01T12:05"], true])
      plugin.does.next = Effect.void
      yield* Deferred.succeed(done, undefined)
      yield* eventually(Effect.map(list(tenant), ([one]) => one?.running === false))
      yield* pass(5, 5)
      yield* settled
      expect(plugin.at()).toEqual(["02-01T12:05", "02-01T12:25"])
      yield* stop
    }).pipe(onTestClock),
  )

  it.effect("[JOB-7] that fails says why, is counted, and comes again at its next time", () =>
    Effect.gen(function* () {
      yield* at("2026-02-01T12:00:00Z")
      const plugin = nightly("0 * * * *", { timeoutMs: 2_000 })
      const tenant = yield* openRestaurant()
      const { stop, list } = yield* start(plugin, [tenant])
      const run = (work: Work, minutes = 60) =>
        Effect.gen(function* () {
          plugin.does.next = work
          yield* pass(minutes)
          yield* TestClock.adjust("3 seconds")
          yield* settled
          return (yield* list(tenant))[0]
        })
      expect(yield* run(Effect.fail(refused("NO_MAIL", "The post is closed")))).toMatchObject({
        runs: 1,
        failures: 1,
        lastError: "NO_MAIL: The post is closed",
        nextAt: "2026-02-01T14:00:00.000Z",
      })
      expect(yield* run(Effect.die(new Error("a bug")))).toMatchObject({
        failures: 2,
        lastError: "a bug",
      })
      expect(yield* run(Effect.never)).toMatchObject({
        failures: 3,
        lastError: expect.stringContaining("PLUGIN_TIMEOUT"),
      })
      expect(yield* run(Effect.void)).toMatchObject({ runs: 4, failures: 0, lastError: null })
      yield* stop
    }).pipe(onTestClock),
  )

  it.effect("[JOB-7] that finds no place tries again soon, not tomorrow", () =>
    Effect.gen(function* () {
      yield* at("2026-02-01T02:59:00Z")
      const plugin = nightly("0 4 * * *")
      plugin.does.next = Effect.fail(refused("PLUGIN_BUSY", "Full", { retryAfterMs: 250 }))
      const tenant = yield* openRestaurant()
      const { stop } = yield* start(plugin, [tenant])
      yield* TestClock.adjust("1 minute")
      yield* eventually(Effect.sync(() => plugin.ran.length === 1))
      yield* settled
      plugin.does.next = Effect.void
      yield* TestClock.adjust("2 seconds")
      yield* eventually(Effect.sync(() => plugin.ran.length === 2))
      yield* settled
      yield* pass(60)
      expect(plugin.ran).toHaveLength(2)
      yield* stop
    }).pipe(onTestClock),
  )

  it.effect(
    "[JOB-8] runs only while its plugin is enabled, and makes up for nothing of before",
    () =>
      Effect.gen(function* () {
        yield* at("2026-02-01T12:00:00Z")
        const plugin = nightly("0 * * * *")
        const [mine, theirs] = [yield* openRestaurant(), yield* openRestaurant()]
        const { stop, turn, list } = yield* start(plugin, [mine, theirs])
        yield* turn(mine, "nightly", "off")
        yield* pass(150)
        yield* settled
        expect(plugin.ran.map(({ tenantId }) => tenantId)).toEqual([theirs, theirs])
        yield* turn(mine, "nightly", "on")
        yield* eventually(Effect.map(list(mine), (jobs) => jobs.length > 0))
        yield* pass(15)
        yield* settled
        expect(plugin.ran).toHaveLength(2)
        yield* pass(30)
        yield* settled
        expect(plugin.ran.filter(({ tenantId }) => tenantId === mine)).toEqual([
          { tenantId: mine, at: "02-01T15:00" },
        ])
        yield* stop
      }).pipe(onTestClock),
  )

  it.effect("[JOB-9] follows a restaurant that moves to another zone", () =>
    Effect.gen(function* () {
      yield* at("2026-02-01T02:30:00Z")
      const plugin = nightly("0 4 * * *")
      const tenant = yield* openRestaurant("Europe/Paris")
      const { stop, zone, list } = yield* start(plugin, [tenant])
      yield* zone(tenant, "Europe/London")
      expect((yield* list(tenant))[0]).toMatchObject({
        timezone: "Europe/London",
        nextAt: "2026-02-01T04:00:00.000Z",
      })
      yield* pass(120)
      yield* settled
      expect(plugin.at()).toEqual(["02-01T04:00"])
      yield* stop
    }).pipe(onTestClock),
  )

  it.effect("[JOB-11] of one restaurant does not hold up another's, however slow", () =>
    Effect.gen(function* () {
      yield* at("2026-02-01T12:59:00Z")
      const slow = yield* Deferred.make<void>()
      const ids = Array.from({ length: 10 }, (_, n) => `nightly.job${n}`)
      const plugin = nightly("0 * * * *", { timeoutMs: 600_000 }, ids)
      const [mine, theirs] = [yield* openRestaurant(), yield* openRestaurant()]
      plugin.does.next = Effect.suspend(() =>
        plugin.ran.at(-1)?.tenantId === mine ? Deferred.await(slow) : Effect.void,
      )
      const { stop } = yield* start(plugin, [mine, theirs])
      yield* TestClock.adjust("1 minute")
      yield* settled
      const of = (tenant: TenantId) => plugin.ran.filter(({ tenantId }) => tenantId === tenant)
      for (let n = 0; n < 60 && of(theirs).length < 10; n++)
        yield* Effect.andThen(TestClock.adjust("1 second"), settled)
      expect([of(mine).length, of(theirs).length]).toEqual([2, 10])
      yield* Deferred.succeed(slow, undefined)
      yield* stop
    }).pipe(onTestClock),
  )
})
