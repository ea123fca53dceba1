import { Effect } from "effect"

/** Waits for what happens by itself, at most fifteen seconds of the clock on the wall. */
export const until = (there: () => boolean): Effect.Effect<void> =>
  Effect.promise(async () => {
    const giveUp = performance.now() + 15_000
    while (!there()) {
      if (performance.now() > giveUp) throw new Error("it did not happen within 15 s")
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  })
