import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { EventLog } from "#core/log/event-log.ts"
import { asking, happening, newRestaurant } from "#test/support/append-request.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

const appends = 100_000
const callers = 256
const streamsPerTenant = 400

/** Small generator with a seed, so that a failing run can be repeated. */
const dice = (seed: number) => (sides: number) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((seed / 2 ** 32) * sides)
}

it.live(
  "[LOG-19] replays a hundred thousand random appends to what was acknowledged, without a gap",
  () =>
    Effect.gen(function* () {
      const seed = Date.now() >>> 0
      const roll = dice(seed)
      const log = yield* EventLog
      const restaurants = Array.from({ length: 7 }, newRestaurant)
      // What callers were told: per restaurant and stream, the events in order.
      const told = restaurants.map(() => new Map<string, Array<string>>())
      const busy = new Set<string>()
      let left = appends
      let [moves, conflicts] = [0, 0]

      const caller = Effect.gen(function* () {
        while (left > 0) {
          const at = roll(restaurants.length)
          const scope = restaurants[at] as (typeof restaurants)[number]
          const streams = told[at] as Map<string, Array<string>>
          const names = new Set([`order/${roll(streamsPerTenant)}`])
          if (roll(10) === 0) names.add(`order/${roll(streamsPerTenant)}`)
          // An actor decides one command at a time; now and then somebody else decides on an old version.
          const stale = roll(50) === 0
          const mine = [...names].map((name) => `${at} ${name}`)
          if (mine.some((name) => busy.has(name))) continue
          left--
          for (const name of mine) busy.add(name)
          const parts = [...names].map((name) => ({
            name,
            version: streams.get(name)?.length ?? 0,
            what: Array.from({ length: 1 + roll(3) }, () => `${roll(1_000_000)}`),
          }))
          const answer = yield* Effect.result(
            log.append(
              scope,
              asking(
                ...parts.map((p) => happening(p.name, p.version + (stale ? 1 : 0), ...p.what)),
              ),
            ),
          )
          for (const name of mine) busy.delete(name)
          if (answer._tag === "Failure") {
            assert.isTrue(stale, `seed ${seed}: ${answer.failure._tag}`)
            conflicts++
            continue
          }
          if (parts.length > 1) moves++
          for (const { name, what } of parts) {
            const known = streams.get(name)
            if (known === undefined) streams.set(name, [...what])
            else known.push(...what)
          }
        }
      })
      yield* Effect.forEach(Array.from({ length: callers }), () => caller, {
        concurrency: "unbounded",
      })

      assert.isAbove(moves, 1_000)
      assert.isAbove(conflicts, 500)
      for (const [at, scope] of restaurants.entries()) {
        const replayed = new Map<string, Array<string>>()
        let position = 0
        for (;;) {
          const page = yield* log.readAfter(scope, position, 5_000)
          if (page.length === 0) break
          for (const event of page) {
            assert.strictEqual(event.position, ++position, `seed ${seed}`)
            const events = replayed.get(event.stream) ?? []
            replayed.set(event.stream, events)
            events.push((event.payload as { readonly what: string }).what)
            assert.strictEqual(event.version, events.length, `seed ${seed}`)
          }
        }
        assert.strictEqual(position, yield* log.head(scope))
        assert.deepStrictEqual(
          sorted(replayed),
          sorted(told[at] as typeof replayed),
          `seed ${seed}`,
        )
      }
    }).pipe(Effect.provide(database.layer)),
  60_000,
)

const sorted = (streams: ReadonlyMap<string, ReadonlyArray<string>>) =>
  [...streams].sort(([a], [b]) => (a < b ? -1 : 1))
