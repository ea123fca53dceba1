import { expect, layer } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { JobRuns } from "#core/plugins/jobs/job-runs.ts"
import { testDatabase } from "#test/support/postgres.ts"
import {
  at,
  eventually,
  jobServices,
  nightly,
  onTestClock,
  openRestaurant,
  settled,
  start,
} from "./job-rig.ts"

const database = testDatabase()

layer(jobServices(database), { excludeTestServices: true })("how far a job came", (it) => {
  it.effect("[JOB-12] is taken by one process, once for each time", () =>
    Effect.gen(function* () {
      const runs = yield* JobRuns
      const tenant = yield* openRestaurant()
      const name = { tenantId: tenant, job: "nightly.count" }
      yield* runs.begin([name], 1_000, "keep")
      yield* runs.begin([name], 500, "keep")
      const claims = yield* Effect.all(
        Array.from({ length: 6 }, () => runs.claim(name, { due: 2_000, now: 2_100, until: 9_000 })),
        { concurrency: "unbounded" },
      )
      expect(claims.filter((taken) => taken)).toHaveLength(1)
      expect(yield* runs.claim(name, { due: 3_000, now: 3_100, until: 9_000 })).toBe(false)
      yield* runs.end(name, { at: 3_200, error: "broken" })
      expect(yield* runs.of(tenant)).toEqual([
        {
          ...name,
          handledUntil: 2_100,
          runningUntil: undefined,
          runs: 1,
          failures: 1,
          startedAt: 2_100,
          endedAt: 3_200,
          lastError: "broken",
        },
      ])
      expect(yield* runs.claim(name, { due: 2_050, now: 3_300, until: 9_000 })).toBe(false)
      expect(yield* runs.claim(name, { due: 3_000, now: 3_300, until: 9_000 })).toBe(true)
      yield* runs.release(name, 2_100)
      expect(yield* runs.claim(name, { due: 3_000, now: 3_400, until: 9_000 })).toBe(true)
    }).pipe(onTestClock),
  )

  it.effect("[JOB-12] is each restaurant's own, and there for all at the start", () =>
    Effect.gen(function* () {
      const runs = yield* JobRuns
      const [mine, theirs] = [yield* openRestaurant(), yield* openRestaurant()]
      const names = [mine, theirs].map((tenantId) => ({ tenantId, job: "nightly.count" }))
      yield* runs.begin(names, 5_000, "keep")
      expect((yield* runs.of(mine)).map(({ tenantId }) => tenantId)).toEqual([mine])
      const all = (yield* runs.all).filter(({ tenantId }) => [mine, theirs].includes(tenantId))
      expect(all.map(({ handledUntil }) => handledUntil)).toEqual([5_000, 5_000])
      yield* runs.begin(names.slice(0, 1), 7_000, "moved")
      expect((yield* runs.of(mine))[0]?.handledUntil).toBe(7_000)
    }).pipe(onTestClock),
  )

  it.effect("[JOB-10] that the hub's end broke off runs again after the next start", () =>
    Effect.gen(function* () {
      yield* at("2026-02-01T02:59:00Z")
      const plugin = nightly("0 4 * * *")
      plugin.does.next = Effect.never
      const tenant = yield* openRestaurant()
      const first = yield* start(plugin, [tenant])
      yield* TestClock.adjust("1 minute")
      yield* eventually(Effect.sync(() => plugin.ran.length === 1))
      yield* first.stop
      plugin.does.next = Effect.void
      const second = yield* start(plugin, [tenant])
      yield* TestClock.adjust("1 second")
      yield* eventually(Effect.sync(() => plugin.ran.length === 2))
      yield* second.stop
    }).pipe(onTestClock),
  )

  it.effect("[JOB-10] that a crash broke off runs again when nobody can be at it any more", () =>
    Effect.gen(function* () {
      yield* at("2026-02-01T03:00:01Z")
      const plugin = nightly("0 4 * * *", { timeoutMs: 60_000 })
      const tenant = yield* openRestaurant()
      const name = { tenantId: tenant, job: "nightly.count" }
      const runs = yield* JobRuns
      const now = Date.parse("2026-02-01T03:00:00Z")
      yield* runs.begin([name], now - 3_600_000, "keep")
      // What a process that was killed leaves behind.
      expect(yield* runs.claim(name, { due: now, now, until: now + 90_000 })).toBe(true)
      const { stop, list } = yield* start(plugin, [tenant])
      yield* TestClock.adjust("80 seconds")
      yield* settled
      expect(plugin.ran).toEqual([])
      yield* TestClock.adjust("15 seconds")
      yield* eventually(Effect.map(list(tenant), ([one]) => one?.runs === 1))
      expect(plugin.at()).toEqual(["02-01T03:01"])
      yield* stop
    }).pipe(onTestClock),
  )
})
