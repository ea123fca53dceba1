import { Clock, Effect, Option, Semaphore } from "effect"

/** Longer than a write takes on a busy evening, in milliseconds. */
const answersWithinMs = 1_000
/** How long an answer holds: whoever waits for one meanwhile is answered by it. */
const goodForMs = 1_000

/**
 * Whether the database writes just now: what waits for it in vain is not to blame. One question at a time, for whoever
 * asks.
 */
export const databasePulse = (write: Effect.Effect<void, unknown>): Effect.Effect<boolean> => {
  const turn = Semaphore.makeUnsafe(1)
  let last: { readonly beats: boolean; readonly at: number } | undefined
  return turn.withPermit(
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      if (last !== undefined && now - last.at < goodForMs) return last.beats
      const written = yield* Effect.timeoutOption(Effect.exit(write), answersWithinMs)
      const beats = Option.exists(written, ({ _tag }) => _tag === "Success")
      last = { beats, at: yield* Clock.currentTimeMillis }
      return beats
    }),
  )
}
