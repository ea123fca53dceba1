export interface TokenBucketLimits {
  readonly perSecond: number
  /** How many may come at once after a quiet time. */
  readonly burst: number
}

/** Lets a steady rate and a burst through, and says how long the next one has to wait. */
export class TokenBucket {
  readonly #limits: TokenBucketLimits
  #tokens: number
  #filledAt: number

  /** @param now milliseconds of a clock that never goes back */
  constructor(limits: TokenBucketLimits, now: number) {
    this.#limits = limits
    this.#tokens = limits.burst
    this.#filledAt = now
  }

  /** Zero when it may pass, otherwise the milliseconds until one would. */
  take(now: number): number {
    const { perSecond, burst } = this.#limits
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#filledAt) / 1000) * perSecond)
    this.#filledAt = now
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) / perSecond) * 1000)
    this.#tokens -= 1
    return 0
  }
}
