import { Cause, Clock, Effect, Exit, Schedule } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { PluginWork } from "#core/plugins/running/plugin-work.ts"
import type { JobSlot } from "./job-book.ts"
import type { JobRuns } from "./job-runs.ts"

/** How a run went: `retryAfterMs` when the plugin was not to be had at the moment. */
export interface JobEnding {
  readonly retryAfterMs: number | undefined
}

/** After its time limit a job that this process runs may still be written down, in milliseconds. */
const graceMs = 30_000

/** That a run ended is tried to be stored for as long as nobody else may take it for a crashed one. */
const untilStored = { schedule: Schedule.spaced("1 second"), times: graceMs / 1_000 - 5 }

/**
 * Takes the run that is due and carries it out, in the restaurant's instance and guarded like everything of the plugin.
 * Undefined when another process took it. A stopping hub gives it back.
 */
export const runJob = (
  slot: JobSlot,
  runs: JobRuns["Service"],
  work: PluginWork["Service"],
): Effect.Effect<JobEnding | undefined, CommandFailure> =>
  Effect.gen(function* () {
    const { tenantId, plugin, job, due } = slot
    const name = { tenantId, job: job.id }
    const before = slot.handledUntil
    const now = yield* Clock.currentTimeMillis
    const until = now + job.timeoutMs + graceMs
    const taken = yield* Effect.uninterruptible(runs.claim(name, { due, now, until }))
    slot.handledUntil = now
    if (!taken) return undefined
    const exit = yield* Effect.exit(
      work.run(
        systemScope(tenantId),
        { plugin, permission: job.id, what: job.id, timeoutMs: job.timeoutMs },
        job.run,
      ),
    ).pipe(Effect.onInterrupt(() => Effect.ignore(runs.release(name, before))))
    if (Exit.isFailure(exit) && exit.cause.reasons.some(Cause.isDieReason))
      yield* Effect.annotateLogs(Effect.logError("A job met a bug", exit.cause), {
        job: job.id,
        tenant: tenantId,
      })
    const error = Exit.isFailure(exit) ? sentenceOf(exit.cause) : undefined
    const at = yield* Clock.currentTimeMillis
    yield* runs.end(name, { at, error }).pipe(Effect.retry(untilStored), Effect.ignore)
    return { retryAfterMs: Exit.isFailure(exit) ? retryAfter(exit.cause) : undefined }
  })

/** What people read beside the job: the reason in the words of whoever gave it. */
const sentenceOf = (cause: Cause.Cause<CommandFailure>): string => {
  const failure = cause.reasons.find(Cause.isFailReason)?.error
  switch (failure?._tag) {
    case "Refused":
      return `${failure.code}: ${failure.detail}`.slice(0, 500)
    case "Overloaded":
    case "Outage":
      return failure.reason.slice(0, 500)
    case undefined: {
      const bug = Cause.squash(cause)
      return (bug instanceof Error ? bug.message : String(bug)).slice(0, 500)
    }
  }
}

/** Full, not started, cut off for a moment: nothing that should cost a nightly job its night. */
const retryAfter = (cause: Cause.Cause<CommandFailure>): number | undefined => {
  const failure = cause.reasons.find(Cause.isFailReason)?.error
  if (failure?._tag === "Overloaded") return failure.retryAfterMs
  const asked = failure?._tag === "Refused" ? failure.meta["retryAfterMs"] : undefined
  return typeof asked === "number" ? asked : undefined
}
