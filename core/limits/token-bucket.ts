import { RecentMap } from "#core/security/recent-map.ts"

/** `burst` at once, then one more every 60/`perMinute` seconds. */
export interface Rate {
  readonly perMinute: number
  readonly burst: number
}

/**
 * A fair share of something over time, full at first. The rate is given with every call, so that it may change while the
 * bucket lives.
 *
 * Every `now` is milliseconds of one clock. A clock that was set back gives nothing, rather than taking what was saved.
 */
export class TokenBucket {
  #tokens: number
  #filledAt: number

  constructor({ burst }: Rate, now: number) {
    this.#tokens = burst
    this.#filledAt = now
  }

  /** Takes one if it is there. Returns 0, or the milliseconds until one is. */
  take(rate: Rate, now: number): number {
    this.#fill(rate, now)
    if (this.#tokens >= 1 - roundingError) {
      this.#tokens -= 1
      return 0
    }
    return waitMs(1 - this.#tokens, rate)
  }

  /**
   * Takes one in any case. Returns in how many milliseconds it may be used: whoever waits keeps its place, in the order
   * of asking.
   */
  reserve(rate: Rate, now: number): number {
    this.#fill(rate, now)
    this.#tokens -= 1
    return this.#tokens >= -roundingError ? 0 : waitMs(-this.#tokens, rate)
  }

  #fill({ perMinute, burst }: Rate, now: number): void {
    const elapsed = Math.max(0, now - this.#filledAt)
    this.#tokens = Math.min(burst, this.#tokens + (elapsed * perMinute) / 60_000)
    this.#filledAt = now
  }
}

/** Buckets by key; the least recently used are forgotten, which is to say full again. */
export class TokenBuckets {
  readonly #buckets: RecentMap<string, TokenBucket>

  constructor(capacity = 20_000) {
    this.#buckets = new RecentMap(capacity)
  }

  take(key: string, rate: Rate, now: number): number {
    return this.#bucket(key, rate, now).take(rate, now)
  }

  reserve(key: string, rate: Rate, now: number): number {
    return this.#bucket(key, rate, now).reserve(rate, now)
  }

  #bucket(key: string, rate: Rate, now: number): TokenBucket {
    const known = this.#buckets.get(key)
    if (known !== undefined) return known
    const bucket = new TokenBucket(rate, now)
    this.#buckets.set(key, bucket)
    return bucket
  }
}

/** A token that is there to the ninth decimal is there: 1/s is no whole number of binary fractions of a millisecond. */
const roundingError = 1e-9

const waitMs = (tokens: number, { perMinute }: Rate): number =>
  Math.max(1, Math.ceil((tokens * 60_000) / perMinute - roundingError))
