import { Clock, Effect, Latch } from "effect"

/** How long a handler has been at work. What it waits for the hub itself is not its time. */
export class HandlingTime {
  readonly #working = Latch.makeUnsafe(true)
  #before = 0
  #since: number

  private constructor(now: number) {
    this.#since = now
  }

  static readonly begin: Effect.Effect<HandlingTime> = Effect.map(
    Clock.currentTimeMillis,
    (now) => new HandlingTime(now),
  )

  /** Stands still while `wait` runs. One at a time. */
  apart<A, E, R>(wait: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> {
    const stop = Effect.map(Clock.currentTimeMillis, (now) => {
      this.#before += now - this.#since
      this.#working.closeUnsafe()
    })
    const goOn = Effect.map(Clock.currentTimeMillis, (now) => {
      this.#since = now
      this.#working.openUnsafe()
    })
    return Effect.acquireUseRelease(
      stop,
      () => wait,
      () => goOn,
    )
  }

  /** Ends when it has been at work for so long. */
  spent(ms: number): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      for (;;) {
        yield* this.#working.await
        const left = ms - this.#before - ((yield* Clock.currentTimeMillis) - this.#since)
        if (left <= 0) return
        yield* Effect.sleep(left)
      }
    })
  }
}
