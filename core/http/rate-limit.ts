import type { Scope } from "#core/hub/scope.ts"
import { RecentMap } from "#core/security/recent-map.ts"

/** `burst` at once, then one more every 60/`perMinute` seconds. */
export interface Rate {
  readonly perMinute: number
  readonly burst: number
}

/** How many requests each bucket takes. */
export interface RequestLimits {
  /** Per user and address; per address for whoever did not sign in. */
  readonly user: Rate
  /** Per device. */
  readonly device: Rate
  /** Orders and their commands, per device, or user and address: a Saturday night never trips it. */
  readonly orders: Rate
  /** Per restaurant, all its users and devices together: one cannot starve the others. */
  readonly tenant: Rate
}

/** Which bucket a route draws from; `none` for pages and health. */
export type LimitKind = "standard" | "orders" | "none"

/** @param user `RATE_LIMIT_PER_MINUTE` and `RATE_LIMIT_BURST` */
export const requestLimits = (user: Rate): RequestLimits => ({
  user,
  device: { perMinute: 6_000, burst: 600 },
  orders: { perMinute: 6_000, burst: 600 },
  tenant: { perMinute: 60_000, burst: 6_000 },
})

/** Token buckets by key, full at first sight; the least recently used are forgotten, which is to say full again. */
export class TokenBuckets {
  readonly #perMs: number
  readonly #burst: number
  readonly #buckets: RecentMap<string, Bucket>

  constructor({ perMinute, burst }: Rate, capacity = 20_000) {
    this.#perMs = perMinute / 60_000
    this.#burst = burst
    this.#buckets = new RecentMap(capacity)
  }

  /**
   * Takes one token.
   *
   * @param now epoch milliseconds
   * @returns 0, or the milliseconds until one is there
   */
  take(key: string, now: number): number {
    const bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      this.#buckets.set(key, { tokens: this.#burst - 1, at: now })
      return 0
    }
    // A wall clock that was set back gives nothing, rather than taking what was saved.
    const elapsed = Math.max(0, now - bucket.at)
    bucket.tokens = Math.min(this.#burst, bucket.tokens + elapsed * this.#perMs)
    bucket.at = now
    // A rate of 1/s in binary fractions of a millisecond: a token that is there to the ninth decimal is there.
    if (bucket.tokens >= 1 - 1e-9) {
      bucket.tokens -= 1
      return 0
    }
    return Math.max(1, Math.ceil((1 - bucket.tokens) / this.#perMs))
  }
}

/** Counts requests; one per process. */
export class RateLimit {
  readonly #user: TokenBuckets
  readonly #device: TokenBuckets
  readonly #orders: TokenBuckets
  readonly #tenant: TokenBuckets

  constructor(limits: RequestLimits) {
    this.#user = new TokenBuckets(limits.user)
    this.#device = new TokenBuckets(limits.device)
    this.#orders = new TokenBuckets(limits.orders)
    this.#tenant = new TokenBuckets(limits.tenant)
  }

  /** For a request without a scope. @returns milliseconds to wait, 0 to go on */
  takeAnonymous(address: string, now: number): number {
    return this.#user.take(address, now)
  }

  /** @returns milliseconds to wait, 0 to go on */
  take(kind: LimitKind, scope: Scope, address: string, now: number): number {
    if (kind === "none") return 0
    const { tenantId, principal } = scope
    const who = `${tenantId}/${principal.id}`
    const isDevice = principal.kind === "device"
    const own =
      kind === "orders"
        ? this.#orders.take(isDevice ? who : `${who}/${address}`, now)
        : isDevice
          ? this.#device.take(who, now)
          : this.#user.take(`${who}/${address}`, now)
    return own > 0 ? own : this.#tenant.take(tenantId, now)
  }
}

interface Bucket {
  tokens: number
  at: number
}
