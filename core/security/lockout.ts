import { RecentMap } from "./recent-map.ts"
import type { Guesses } from "./session-store.ts"

const firstLockMs = 30_000
const longestLockMs = 15 * 60_000

/** Who did not guess for this long begins anew. */
const forgottenAfterMs = 24 * 60 * 60_000

/**
 * Slows down whoever guesses: after `free` wrong passwords in a row a key is locked for 30 s, then twice as long after
 * each further one, 15 min at most. A right password forgets all of it.
 *
 * In memory and bounded; whoever floods it with other names to be forgotten runs into the rate limit of the address
 * first.
 */
export class Lockout {
  readonly #free: number
  readonly #failures: RecentMap<string, Guesses>

  /** @param free wrong guesses in a row before the first lock */
  constructor(free: number, capacity = 10_000) {
    this.#free = free
    this.#failures = new RecentMap(capacity)
  }

  /** Milliseconds that the key has to wait; 0 when it may try. */
  waitMs(key: string, now: number): number {
    const failure = this.#failures.get(key)
    return failure === undefined ? 0 : Math.max(0, failure.until - now)
  }

  /** @returns what there is to keep; its `until` is later than now when that was one too many */
  failed(key: string, now: number): Guesses {
    const before = this.#failures.get(key)
    const failures =
      before === undefined || now - before.at > forgottenAfterMs ? 1 : before.failures + 1
    const excess = failures - this.#free
    const lockMs = excess < 0 ? 0 : Math.min(longestLockMs, firstLockMs * 2 ** excess)
    const guesses = { failures, until: now + lockMs, at: now }
    this.#failures.set(key, guesses)
    return guesses
  }

  succeeded(key: string): void {
    this.#failures.delete(key)
  }

  knows(key: string): boolean {
    return this.#failures.get(key) !== undefined
  }

  /** What was kept before a restart. */
  restore(key: string, guesses: Guesses): void {
    this.#failures.set(key, guesses)
  }
}
