import { Context, type Effect, Schema } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

const Count = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))

const RateChoice = Schema.Struct({ perMinute: Count, burst: Count }).annotate({
  identifier: "Rate",
})

/** What one restaurant has instead of the process's own limits; a missing one stays as it is for all. */
export const LimitOverrides = Schema.Struct({
  user: Schema.optionalKey(RateChoice),
  device: Schema.optionalKey(RateChoice),
  orders: Schema.optionalKey(RateChoice),
  tenant: Schema.optionalKey(RateChoice),
}).annotate({ identifier: "LimitOverrides" })
export type LimitOverrides = typeof LimitOverrides.Type

/** Which restaurants have limits of their own: kept in memory, for every single request asks. */
export class TenantLimits extends Context.Service<
  TenantLimits,
  {
    readonly of: (tenantId: TenantId) => LimitOverrides | undefined
    /** In force with the next request; `{}` takes them all back. */
    readonly set: (tenantId: TenantId, overrides: LimitOverrides) => Effect.Effect<void, Outage>
  }
>()("heard/TenantLimits") {}
