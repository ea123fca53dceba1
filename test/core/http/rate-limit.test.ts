import { describe, expect, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { TestClock } from "effect/testing"
import { RateLimit, requestLimits, TokenBuckets } from "#core/http/rate-limit.ts"
import type { Scope } from "#core/hub/scope.ts"
import { overHttp, plenty, servedHub, tenantId } from "./served-hub.ts"

const user: Scope = { tenantId, principal: { kind: "user", id: "owner" }, permissions: [] }
const device: Scope = { tenantId, principal: { kind: "device", id: "screen" }, permissions: [] }

/** How many of `tries` requests pass right now. */
const passing = (take: (now: number) => number, tries: number) =>
  Effect.map(
    Clock.currentTimeMillis,
    (now) => Array.from({ length: tries }, () => take(now)).filter((wait) => wait === 0).length,
  )

describe("the rate limit", () => {
  it.effect("[LIMIT-1] lets 100 pass at once, refuses the 101st, then lets 1 a second pass", () =>
    Effect.gen(function* () {
      const buckets = new TokenBuckets({ perMinute: 60, burst: 100 })
      const take = (now: number) => buckets.take("owner", now)
      expect(yield* passing(take, 1_000)).toBe(100)
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

  it.effect("[LIMIT-1] is exact over an hour of impatience, whatever the rhythm", () =>
    Effect.sync(() => {
      const buckets = new TokenBuckets({ perMinute: 60, burst: 100 })
      let passed = 0
      for (let ms = 0; ms < 3_600_000; ms += 137) {
        if (buckets.take("owner", ms) === 0) passed++
      }
      expect(passed).toBe(100 + 3_599)
    }),
  )

  it.effect("[LIMIT-1] gives nothing for a clock that was set back", () =>
    Effect.sync(() => {
      const buckets = new TokenBuckets({ perMinute: 60, burst: 1 })
      expect([
        buckets.take("a", 10_000),
        buckets.take("a", 5_000),
        buckets.take("a", 6_000),
      ]).toEqual([0, 1_000, 0])
    }),
  )

  it.effect("[LIMIT-2] counts a user per address, a device by itself, orders apart", () =>
    Effect.sync(() => {
      const rate = { perMinute: 1, burst: 1 }
      const limit = new RateLimit({ ...plenty, user: rate, device: rate, orders: rate })
      const take = (...[kind, scope, address]: [Parameters<RateLimit["take"]>[0], Scope, string]) =>
        limit.take(kind, scope, address, 0) === 0
      expect(take("standard", user, "10.0.0.1")).toBe(true)
      expect(take("standard", user, "10.0.0.1")).toBe(false)
      expect(take("standard", user, "10.0.0.2")).toBe(true)
      expect(take("orders", user, "10.0.0.1")).toBe(true)
      expect(take("standard", device, "10.0.0.1")).toBe(true)
      expect(take("standard", device, "10.0.0.2")).toBe(false)
      expect(take("none", user, "10.0.0.1")).toBe(true)
    }),
  )

  it.effect("[LIMIT-3] never trips on a Saturday night: 100 orders a second from one device", () =>
    Effect.sync(() => {
      const limit = new RateLimit(requestLimits({ perMinute: 60, burst: 100 }))
      for (let ms = 0; ms < 600_000; ms += 10)
        expect(limit.take("orders", device, "10.0.0.1", ms)).toBe(0)
    }),
  )

  it.effect("[LIMIT-4] keeps one restaurant within its ceiling and leaves the next one alone", () =>
    Effect.sync(() => {
      const limit = new RateLimit({ ...plenty, tenant: { perMinute: 60, burst: 5 } })
      const waits = Array.from({ length: 7 }, (_, n) =>
        limit.take("orders", user, `10.0.0.${n}`, 0),
      )
      expect(waits.filter((wait) => wait === 0)).toHaveLength(5)
      const next = { ...user, tenantId: "01980000-0000-7000-8000-00000000000f" as typeof tenantId }
      expect(limit.take("orders", next, "10.0.0.1", 0)).toBe(0)
    }),
  )
})

overHttp("a client over its limit", (it) => {
  it.effect("[LIMIT-5] is told 429 and when to come back; orders go on", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub({ limits: { ...plenty, user: { perMinute: 1, burst: 2 } } })
      for (const status of [200, 200, 429])
        expect((yield* hub.ask("/api/auth/me")).status).toBe(status)
      const refused = yield* hub.ask("/api/auth/me")
      expect(refused.json.code).toBe("RATE_LIMITED")
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50)
      const placed = yield* hub.post("/api/plugins/orders/orders", { type: "dineIn", lines: [] })
      expect(placed.status).toBe(201)
      expect((yield* hub.ask("/api/system/health")).status).toBe(200)
    }),
  )

  it.effect(
    "[LIMIT-6] that did not sign in is counted by its address: guesses, forgeries, unknown paths",
    () =>
      Effect.gen(function* () {
        const hub = yield* servedHub({ limits: { ...plenty, user: { perMinute: 1, burst: 4 } } })
        const none = { headers: { authorization: "none" } }
        const login = { tenant: "x", username: "x", password: "x" }
        expect((yield* hub.ask("/api/nothing", none)).status).toBe(404)
        expect((yield* hub.ask("/api/auth/me", none)).status).toBe(401)
        expect((yield* hub.post("/api/auth/login", login, none.headers)).status).toBe(401)
        const forged = { headers: { authorization: "Bearer a.b.c" } }
        expect((yield* hub.ask("/api/auth/me", forged)).status).toBe(401)
        for (const init of [none, forged])
          for (const path of ["/api/nothing", "/api/auth/me", "/api/system/info"])
            expect((yield* hub.ask(path, init)).status).toBe(429)
        expect((yield* hub.ask("/api/auth/me")).status).toBe(200)
      }),
  )

  it.effect(
    "[LIMIT-7] cannot come from an invented address, unless a proxy in front is trusted",
    () =>
      Effect.gen(function* () {
        const limits = { ...plenty, user: { perMinute: 1, burst: 1 } }
        const statuses = (hub: {
          ask: (path: string, init: RequestInit) => Effect.Effect<{ status: number }>
        }) =>
          Effect.forEach(["10.9.9.1", "10.9.9.2"], (address) =>
            Effect.map(
              hub.ask("/api/system/info", {
                headers: { authorization: "none", "x-forwarded-for": address },
              }),
              ({ status }) => status,
            ),
          )
        expect(yield* statuses(yield* servedHub({ limits }))).toEqual([200, 429])
        expect(yield* statuses(yield* servedHub({ limits, trustedProxies: 1 }))).toEqual([200, 200])
      }),
  )
})
