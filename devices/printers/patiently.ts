import { Effect, Schedule } from "effect"
import { type CommandFailure, Outage } from "#core/hub/gate.ts"

const backoff = Schedule.jittered(Schedule.exponential("200 millis"))

/**
 * Repeats what has no answer for about 25 s with the same cid, then leaves it: a result comes again from the device, a
 * state is kept by the broker.
 */
export const patiently = (
  command: Effect.Effect<unknown, CommandFailure>,
): Effect.Effect<"answered" | "refused" | "gaveUp"> =>
  command.pipe(
    Effect.timeoutOrElse({
      duration: "10 seconds",
      orElse: () => Effect.fail(new Outage({ reason: "no answer within 10 s" })),
    }),
    Effect.as("answered" as const),
    Effect.catchTag("Refused", () => Effect.succeed("refused" as const)),
    Effect.retry({ times: 7, schedule: backoff }),
    Effect.orElseSucceed(() => "gaveUp" as const),
  )
