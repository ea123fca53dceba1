import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { RateLimits } from "#core/limits/rate-limits.ts"
import { requestLimits } from "#core/limits/request-limits.ts"
import { TenantLimits } from "#core/limits/tenant-limits.ts"
import { limitsLayer, plenty } from "#test/support/limits.ts"

const tenantId = "01980000-0000-7000-8000-000000000001" as TenantId
const rivalId = "01980000-0000-7000-8000-00000000000f" as TenantId
const user: Scope = { tenantId, principal: { kind: "user", id: "owner" }, permissions: [] }
const device: Scope = { tenantId, principal: { kind: "device", id: "screen" }, permissions: [] }

describe("what everybody may ask", () => {
  it.effect("[LIMIT-1] is 100 at once and then one a second for a user, to the very request", () =>
    Effect.gen(function* () {
      const limits = yield* RateLimits
      const take = () => limits.take("standard", user, "10.0.0.1")
      expect(Array.from({ length: 100 }, take).every((wait) => wait === 0)).toBe(true)
      expect(take()).toBe(1_000)
      yield* TestClock.adjust("999 millis")
      expect(take()).toBe(1)
      yield* TestClock.adjust("1 milli")
      expect([take(), take()]).toEqual([0, 1_000])
    }).pipe(Effect.provide(limitsLayer(requestLimits({ perMinute: 60, burst: 100 })))),
  )

  it.effect("[LIMIT-2] counts a user per address, a device by itself, orders apart", () => {
    const rate = { perMinute: 1, burst: 1 }
    return Effect.gen(function* () {
      const limits = yield* RateLimits
      const passes = (...asked: Parameters<typeof limits.take>) => limits.take(...asked) === 0
      expect(passes("standard", user, "10.0.0.1")).toBe(true)
      expect(passes("standard", user, "10.0.0.1")).toBe(false)
      expect(passes("standard", user, "10.0.0.2")).toBe(true)
      expect(passes("orders", user, "10.0.0.1")).toBe(true)
      expect(passes("standard", device, "10.0.0.1")).toBe(true)
      expect(passes("standard", device, "10.0.0.2")).toBe(false)
      expect(passes("none", user, "10.0.0.1")).toBe(true)
    }).pipe(Effect.provide(limitsLayer({ ...plenty, user: rate, device: rate, orders: rate })))
  })

  it.effect("[LIMIT-3] never trips on a Saturday night: 100 orders a second from one device", () =>
    Effect.gen(function* () {
      const limits = yield* RateLimits
      for (let n = 0; n < 6_000; n++) {
        expect(limits.take("orders", device, "10.0.0.1")).toBe(0)
        yield* TestClock.adjust("10 millis")
      }
    }).pipe(Effect.provide(limitsLayer(requestLimits({ perMinute: 60, burst: 100 })))),
  )

  it.effect("[LIMIT-4] keeps one restaurant within its ceiling and leaves the next one alone", () =>
    Effect.gen(function* () {
      const limits = yield* RateLimits
      const waits = Array.from({ length: 7 }, (_, n) => limits.take("orders", user, `10.0.0.${n}`))
      expect(waits.filter((wait) => wait === 0)).toHaveLength(5)
      expect(limits.take("orders", { ...user, tenantId: rivalId }, "10.0.0.1")).toBe(0)
    }).pipe(Effect.provide(limitsLayer({ ...plenty, tenant: { perMinute: 60, burst: 5 } }))),
  )

  it.effect(
    "[LIMIT-4] does not let one user's refused requests use up the restaurant's ceiling",
    () =>
      Effect.gen(function* () {
        const limits = yield* RateLimits
        for (let n = 0; n < 1_000; n++) limits.take("standard", user, "10.0.0.1")
        for (let n = 0; n < 4; n++) expect(limits.take("orders", device, "")).toBe(0)
      }).pipe(
        Effect.provide(
          limitsLayer({
            ...plenty,
            user: { perMinute: 1, burst: 1 },
            tenant: { perMinute: 1, burst: 5 },
          }),
        ),
      ),
  )

  it.effect("[LIMIT-8] is what a restaurant was given of its own, from the next request on", () =>
    Effect.gen(function* () {
      const limits = yield* RateLimits
      const own = yield* TenantLimits
      const passes = (tenant: TenantId) =>
        Array.from({ length: 10 }, (_, n) =>
          limits.take("standard", { ...user, tenantId: tenant }, `10.0.0.${n % 2}`),
        ).filter((wait) => wait === 0).length
      yield* own.set(tenantId, { user: { perMinute: 60, burst: 3 } })
      expect([passes(tenantId), passes(rivalId)]).toEqual([6, 2])
      expect(limits.of(tenantId)).toEqual({ ...tight, user: { perMinute: 60, burst: 3 } })
      yield* own.set(tenantId, {})
      expect(limits.of(tenantId)).toEqual(tight)
    }).pipe(Effect.provide(limitsLayer(tight))),
  )
})

const tight = { ...plenty, user: { perMinute: 60, burst: 1 } }
