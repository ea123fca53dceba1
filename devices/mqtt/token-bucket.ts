/**
 * A fair share of something over time: `burst` at once, `perSecond` after that.
 *
 * `take(now)` reserves one and answers in how many milliseconds it may be used (0: at once). Reservations are served in
 * the order they were made, so whoever waits keeps its place.
 *
 * @param now milliseconds of one steadily rising clock
 */
export interface TokenBucket {
  readonly take: (now: number) => number
}

export const tokenBucket = (perSecond: number, burst: number): TokenBucket => {
  const spacing = 1000 / perSecond
  /** When the bucket will be full again; the further ahead, the more was taken. */
  let fullAt = 0
  return {
    take: (now) => {
      fullAt = Math.max(fullAt, now) + spacing
      return Math.max(0, Math.ceil(fullAt - burst * spacing - now))
    },
  }
}
