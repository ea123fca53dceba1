import { describe, expect, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { TestClock } from "effect/testing"
import { TokenBucket, TokenBuckets } from "#core/limits/token-bucket.ts"

const rate = { perMinute: 60, burst: 100 }

/** How many of `tries` pass right now. */
const passing = (take: (now: number) => number, tries: number) =>
  Effect.map(
    Clock.currentTimeMillis,
    (now) => Array.from({ length: tries }, () => take(now)).filter((wait) => wait === 0).length,
  )

describe("a token bucket", () => {
  it.effect("[LIMIT-1] lets 100 pass at once, refuses the 101st, then lets 1 a second pass", () =>
    Effect.gen(function* () {
      const buckets = new TokenBuckets()
      const take = (now: number) => buckets.take("owner", rate, now)
      expect(yield* passing(take, 100)).toBe(100)
      expect(take(yield* Clock.currentTimeMillis)).toBe(1_000)
      yield* TestClock.adjust("999 millis")
      expect(yield* passing(take, 10)).toBe(0)
      yield* TestClock.adjust("1 milli")
      expect(yield* passing(take, 10)).toBe(1)
      yield* TestClock.adjust("10 seconds")
      expect(yield* passing(take, 100)).toBe(10)
      yield* TestClock.adjust("1 day")
      expect(yield* passing(take, 1_000)).toBe(100)
    }),
  )

  it("[LIMIT-1] is exact over an hour of impatience, whatever the rhythm", () => {
    const buckets = new TokenBuckets()
    let passed = 0
    for (let ms = 0; ms < 3_600_000; ms += 137) if (buckets.take("owner", rate, ms) === 0) passed++
    expect(passed).toBe(100 + 3_599)
  })

  it("[LIMIT-1] gives nothing for a clock that was set back", () => {
    const single = { perMinute: 60, burst: 1 }
    const bucket = new TokenBucket(single, 10_000)
    expect([10_000, 5_000, 6_000].map((now) => bucket.take(single, now))).toEqual([0, 1_000, 0])
  })

  it("[LIMIT-8] takes a new rate from one call to the next", () => {
    const bucket = new TokenBucket(rate, 0)
    for (let n = 0; n < 100; n++) bucket.take(rate, 0)
    expect(bucket.take(rate, 0)).toBe(1_000)
    expect(bucket.take({ perMinute: 600, burst: 100 }, 0)).toBe(100)
    expect(bucket.take({ perMinute: 600, burst: 100 }, 100)).toBe(0)
    const narrower = { perMinute: 60, burst: 2 }
    expect([0, 0, 0].map(() => bucket.take(narrower, 1e6))).toEqual([0, 0, 1_000])
  })

  it("[LIMIT-9] lets whoever cannot be refused wait: its burst at once, then one by one in the order asked", () => {
    const share = { perMinute: 600, burst: 3 }
    const bucket = new TokenBucket(share, 1_000)
    const waits = Array.from({ length: 6 }, () => bucket.reserve(share, 1_000))
    expect(waits).toEqual([0, 0, 0, 100, 200, 300])
    expect(bucket.reserve(share, 1_600)).toBe(0)
    expect([1, 2, 3, 4].map(() => bucket.reserve(share, 60_000))).toEqual([0, 0, 0, 100])
  })
})
