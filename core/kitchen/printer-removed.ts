import { unknownWithCopy } from "./job-copy.ts"
import { isInFlight, isMovable, movedIdOf, type PrintJob } from "./print-job.ts"
import type { PrinterContext } from "./printer-command.ts"
import { evolvePrinter } from "./printer-evolve.ts"
import type { PrinterEvent, PrinterQueue } from "./printer-queue.ts"

const removed = { cause: "printer_removed" } as const

/**
 * The restaurant has this printer no more, so nothing may wait for it: tickets go to a backup that prints, whatever else
 * waits is cancelled. What its device has may be on paper, so that only a copy under its banner goes on.
 */
export const removedPrinter = (
  queue: PrinterQueue,
  context: PrinterContext,
): ReadonlyArray<PrinterEvent> => {
  const doubted = queue.jobs.filter(isInFlight).flatMap((job) => inDoubt(queue, job, context))
  const { jobs } = doubted.reduce(evolvePrinter, queue)
  return [...doubted, ...jobs.map((job) => leaving(job, context))]
}

/** Nobody can be asked at a printer that is not there: without a backup the doubt is all there is. */
const inDoubt = (
  queue: PrinterQueue,
  job: PrintJob,
  context: PrinterContext,
): ReadonlyArray<PrinterEvent> => {
  const mayGoOn = job.kind === "ticket" && context.backup?.next(job.via ?? []) !== undefined
  if (!mayGoOn) return [{ type: "JobUnknown", at: context.at, job: job.id, ...removed }]
  const copies: PrinterContext = { ...context, onUnknown: "reprint" }
  return unknownWithCopy(queue, job, copies, removed.cause)
}

const leaving = (job: PrintJob, { at, self, backup }: PrinterContext): PrinterEvent => {
  const to = isMovable(job) ? backup?.next(job.via ?? []) : undefined
  return to === undefined || self === undefined
    ? { type: "JobCancelled", at, job: job.id, ...removed }
    : {
        ...{ type: "JobMoved", at, job: job.id, to, as: movedIdOf(job.id, to), ...removed },
        from: { id: self.id, name: self.name },
      }
}
