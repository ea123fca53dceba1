import { RecentMap } from "./recent-map.ts"

/** Wrong passwords in a row that are free. */
const freeAttempts = 10

const firstLockMs = 30_000
const longestLockMs = 15 * 60_000

/**
 * Slows down whoever guesses: after {@link freeAttempts} wrong passwords in a row a key is locked for 30 s, then twice as
 * long after each further one, 15 min at most. A right password forgets all of it.
 *
 * Keyed by account and address together: a stranger who guesses does not lock out the owner at the till. In memory and
 * bounded; whoever floods it with other names to be forgotten runs into the rate limit of the address first.
 */
export class Lockout {
  readonly #failures: RecentMap<string, { readonly count: number; readonly until: number }>

  constructor(capacity = 10_000) {
    this.#failures = new RecentMap(capacity)
  }

  /** Milliseconds that the key has to wait; 0 when it may try. */
  waitMs(key: string, now: number): number {
    const failure = this.#failures.get(key)
    return failure === undefined ? 0 : Math.max(0, failure.until - now)
  }

  failed(key: string, now: number): void {
    const count = (this.#failures.get(key)?.count ?? 0) + 1
    const excess = count - freeAttempts
    const lockMs = excess < 0 ? 0 : Math.min(longestLockMs, firstLockMs * 2 ** excess)
    this.#failures.set(key, { count, until: now + lockMs })
  }

  succeeded(key: string): void {
    this.#failures.delete(key)
  }
}
