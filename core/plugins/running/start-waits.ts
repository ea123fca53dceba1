import { Clock, Effect } from "effect"

/** After a failed start: wait this long, twice as long each time, at most `maxWaitMs`. */
const firstWaitMs = 1_000
const maxWaitMs = 300_000

/** Which instances did not start, so that a broken one is not started again for every request. */
export class StartWaits {
  readonly #waits = new Map<string, { readonly until: number; readonly waitMs: number }>()

  get none(): boolean {
    return this.#waits.size === 0
  }

  /** Milliseconds until it may be tried again; 0 for now. */
  left(key: string): Effect.Effect<number> {
    return Effect.map(Clock.currentTimeMillis, (now) =>
      Math.max(0, (this.#waits.get(key)?.until ?? 0) - now),
    )
  }

  /** It failed (again). Returns the milliseconds to wait. */
  longer(key: string): Effect.Effect<number> {
    return Effect.map(Clock.currentTimeMillis, (now) => {
      const waitMs = Math.min((this.#waits.get(key)?.waitMs ?? firstWaitMs / 2) * 2, maxWaitMs)
      this.#waits.set(key, { until: now + waitMs, waitMs })
      return waitMs
    })
  }

  over(key: string): void {
    this.#waits.delete(key)
  }
}
