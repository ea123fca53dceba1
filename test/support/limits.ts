import { Effect, Layer } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import { type RateLimits, rateLimitsLayer } from "#core/limits/rate-limits.ts"
import {
  type RequestLimits,
  requestLimits,
  unlimitedRequests,
} from "#core/limits/request-limits.ts"
import { type LimitOverrides, TenantLimits } from "#core/limits/tenant-limits.ts"

/** More than a test of something else asks. */
export const plenty = requestLimits({ perMinute: 100_000, burst: 100_000 })

/** The real limits; what restaurants have of their own is kept in memory. */
export const limitsLayer = (
  limits: RequestLimits = unlimitedRequests,
): Layer.Layer<RateLimits | TenantLimits> =>
  rateLimitsLayer(limits).pipe(Layer.provideMerge(Layer.sync(TenantLimits, memoryTenantLimits)))

const memoryTenantLimits = (): TenantLimits["Service"] => {
  const known = new Map<TenantId, LimitOverrides>()
  return {
    of: (tenantId) => known.get(tenantId),
    set: (tenantId, overrides) => Effect.sync(() => void known.set(tenantId, overrides)),
  }
}
