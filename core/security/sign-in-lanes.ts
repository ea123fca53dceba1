import { Effect, Semaphore } from "effect"
import { Overloaded } from "#core/hub/gate.ts"

/** Sign-ins that may be under way; the rest would wait for seconds. */
const maxUnderWay = 128

/** Runs work of one key one at a time, and refuses when too much is under way. */
export const lanes = () => {
  const open = new Map<string, { readonly turn: Semaphore.Semaphore; users: number }>()
  let underWay = 0
  return {
    underWay: <A, E>(work: Effect.Effect<A, E>): Effect.Effect<A, E | Overloaded> =>
      Effect.suspend((): Effect.Effect<A, E | Overloaded> => {
        if (underWay >= maxUnderWay)
          return Effect.fail(
            new Overloaded({ reason: "too many sign-ins at once", retryAfterMs: 2_000 }),
          )
        underWay += 1
        return Effect.ensuring(
          work,
          Effect.sync(() => {
            underWay -= 1
          }),
        )
      }),
    inLane: <A, E>(key: string, work: Effect.Effect<A, E>): Effect.Effect<A, E> =>
      Effect.suspend(() => {
        const lane = open.get(key) ?? { turn: Semaphore.makeUnsafe(1), users: 0 }
        lane.users += 1
        open.set(key, lane)
        return Effect.ensuring(
          lane.turn.withPermit(work),
          Effect.sync(() => {
            lane.users -= 1
            if (lane.users === 0) open.delete(key)
          }),
        )
      }),
  }
}
