import { Clock, Context, Effect, Layer } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { LimitKind, RequestLimits } from "./request-limits.ts"
import { TenantLimits } from "./tenant-limits.ts"
import { type Rate, TokenBuckets } from "./token-bucket.ts"

/**
 * Counts what everybody asks, over whichever wire: a user who is over the limit over REST is over it on a socket too. One
 * per process. Each answer is 0 to go on, or milliseconds to wait.
 */
export class RateLimits extends Context.Service<
  RateLimits,
  {
    /** For whoever did not sign in, or not rightly. */
    readonly takeAnonymous: (address: string) => number
    readonly take: (kind: LimitKind, scope: Scope, address: string) => number
    /** For a wire that cannot refuse (MQTT 3.1.1): it is counted in any case, and let through after the wait. */
    readonly reserve: (kind: "standard" | "orders", scope: Scope, address: string) => number
    /** What is in force for a restaurant. */
    readonly of: (tenantId: TenantId) => RequestLimits
  }
>()("heard/RateLimits") {}

export const rateLimitsLayer = (
  limits: RequestLimits,
): Layer.Layer<RateLimits, never, TenantLimits> =>
  Layer.effect(
    RateLimits,
    Effect.gen(function* () {
      const overrides = yield* TenantLimits
      const clock = yield* Clock.Clock
      const now = () => clock.currentTimeMillisUnsafe()
      const [people, devices, orders, tenants] = [
        new TokenBuckets(),
        new TokenBuckets(),
        new TokenBuckets(),
        new TokenBuckets(),
      ]

      const own = (
        kind: "standard" | "orders",
        { tenantId, principal }: Scope,
        address: string,
      ) => {
        const who = `${tenantId}/${principal.id}`
        const isDevice = principal.kind === "device"
        const key = isDevice ? who : `${who}/${address}`
        if (kind === "orders") return { buckets: orders, key, limit: "orders" } as const
        return isDevice
          ? ({ buckets: devices, key, limit: "device" } as const)
          : ({ buckets: people, key, limit: "user" } as const)
      }
      const rateOf = (tenantId: TenantId, limit: keyof RequestLimits): Rate =>
        overrides.of(tenantId)?.[limit] ?? limits[limit]

      return RateLimits.of({
        takeAnonymous: (address) => people.take(address, limits.user, now()),
        take: (kind, scope, address) => {
          if (kind === "none") return 0
          const { buckets, key, limit } = own(kind, scope, address)
          const waitMs = buckets.take(key, rateOf(scope.tenantId, limit), now())
          // Who is over the own limit does not use up the restaurant's.
          return waitMs > 0
            ? waitMs
            : tenants.take(scope.tenantId, rateOf(scope.tenantId, "tenant"), now())
        },
        reserve: (kind, scope, address) => {
          const { buckets, key, limit } = own(kind, scope, address)
          return Math.max(
            buckets.reserve(key, rateOf(scope.tenantId, limit), now()),
            tenants.reserve(scope.tenantId, rateOf(scope.tenantId, "tenant"), now()),
          )
        },
        of: (tenantId) => ({ ...limits, ...overrides.of(tenantId) }),
      })
    }),
  )
