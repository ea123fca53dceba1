import { Effect, type Scope } from "effect"

/** Longest that one call may keep the thread to itself before that is written down, in milliseconds. */
export const longStretchMs = 250

/** How often it is seen that the thread is free, in milliseconds: a stretch is known as exactly as this. */
const lookEveryMs = 50

/**
 * Who kept the only thread to themselves. No time limit cuts a loop, and everybody's limits pass meanwhile: whoever looped is
 * to be found, and nobody else blamed for it. What ends in the same stretch in which the thread was not free is taken for
 * its cause.
 */
export class LongStretches {
  #freeAt = performance.now()
  #lostMs = 0

  /** Nothing runs just now. */
  seenFree(): void {
    this.#freeAt = performance.now()
  }

  /** A call begins. @returns what {@link lostSince} counts from */
  began(): number {
    this.seenFree()
    return this.#lostMs
  }

  /** Milliseconds that others kept the thread since then. */
  lostSince(began: number): number {
    return this.#lostMs - began
  }

  /** A call ends. @returns how many milliseconds it has kept the thread */
  ended(): number {
    const now = performance.now()
    const keptMs = now - this.#freeAt
    this.#freeAt = now
    if (keptMs > longStretchMs) this.#lostMs += keptMs
    return keptMs
  }
}

/** Looks whether the thread is free until the scope closes. */
export const watchedStretches: Effect.Effect<LongStretches, never, Scope.Scope> = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => {
      const stretches = new LongStretches()
      return { stretches, timer: setInterval(() => stretches.seenFree(), lookEveryMs).unref() }
    }),
    ({ timer }) => Effect.sync(() => clearInterval(timer)),
  ),
  ({ stretches }) => stretches,
)
