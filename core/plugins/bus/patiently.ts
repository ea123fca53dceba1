import { Effect, Schedule } from "effect"
import type { Outage } from "#core/hub/gate.ts"

const pauses = Schedule.min([Schedule.exponential("50 millis"), Schedule.spaced("2 seconds")])

/** Asks the store until it answers: whatever the bus asks may be asked twice. */
export const patiently = <A>(ask: Effect.Effect<A, Outage>): Effect.Effect<A> =>
  Effect.retry(ask, { schedule: pauses }).pipe(Effect.orDie)
