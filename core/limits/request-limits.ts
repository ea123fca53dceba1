import type { Config } from "#core/config.ts"
import type { Rate } from "./token-bucket.ts"

/** How much each bucket takes, whichever wire it comes by. */
export interface RequestLimits {
  /** Per user and address; per address for whoever did not sign in. */
  readonly user: Rate
  /** Per device. */
  readonly device: Rate
  /** Orders, their commands and their views, per device, or user and address: a Saturday night never trips it. */
  readonly orders: Rate
  /** Per restaurant, all its users and devices together: one cannot starve the others. */
  readonly tenant: Rate
}

/** Which bucket is drawn from; `none` for pages and health. */
export type LimitKind = "standard" | "orders" | "none"

/** Of one device on the order path: a hundred a second, for as long as it likes. */
export const orderPathRate: Rate = { perMinute: 6_000, burst: 600 }

/** What the environment says, or no limits at all. */
export const limitsOf = (
  config: Pick<Config, "rateLimitPerMinute" | "rateLimitBurst">,
  { unlimited = false }: { readonly unlimited?: boolean },
): RequestLimits =>
  unlimited
    ? unlimitedRequests
    : requestLimits({ perMinute: config.rateLimitPerMinute, burst: config.rateLimitBurst })

/** @param user `RATE_LIMIT_PER_MINUTE` and `RATE_LIMIT_BURST` */
export const requestLimits = (user: Rate): RequestLimits => ({
  user,
  device: orderPathRate,
  orders: orderPathRate,
  tenant: { perMinute: 60_000, burst: 6_000 },
})

/** For the benchmark, which drives the hub beyond any service. */
export const unlimitedRequests: RequestLimits = (() => {
  const endless = { perMinute: 1e9, burst: 1e9 }
  return { user: endless, device: endless, orders: endless, tenant: endless }
})()
