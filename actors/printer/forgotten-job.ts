import { Effect } from "effect"
import { toOutage } from "#actors/tenant/restaurants.ts"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { JobId, PrinterId } from "#core/kitchen/ids.ts"
import type { PrintJob } from "#core/kitchen/print-job.ts"
import { evolvePrinter } from "#core/kitchen/printer-evolve.ts"
import { idlePrinter, jobOf, type PrinterEvent } from "#core/kitchen/printer-queue.ts"
import type { EventLog } from "#core/log/event-log.ts"
import { currentPayload } from "#core/log/upcast.ts"

/** A job that its printer's queue forgot, as the log tells it. */
export interface ForgottenJob {
  readonly printerId: PrinterId
  readonly job: PrintJob
  /** It and its copies. */
  readonly family: ReadonlyArray<PrintJob>
}

/** Undefined: there never was such a job. */
export const recallJob = (
  log: EventLog["Service"],
  scope: Scope,
  id: JobId,
): Effect.Effect<ForgottenJob | undefined, Outage> =>
  Effect.map(Effect.mapError(log.jobHistory(scope, id), toOutage), (history) => {
    const [first] = history
    if (first === undefined) return undefined
    const { jobs, done } = history
      .filter(({ stream }) => stream === first.stream)
      .reduce(
        (queue, recorded) => evolvePrinter(queue, currentPayload(recorded) as PrinterEvent),
        idlePrinter,
      )
    const family = [...done, ...jobs]
    const job = jobOf({ ...idlePrinter, done: family }, id)
    return job && { printerId: first.stream.slice("printer/".length) as PrinterId, job, family }
  })
