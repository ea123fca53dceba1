import { Result } from "effect"
import type { EpochMs } from "./ids.ts"
import { possibleDuplicateOf, reprintOf } from "./job-copy.ts"
import { isInFlight, type PrintJob } from "./print-job.ts"
import type { PrinterCommand, PrinterContext } from "./printer-command.ts"
import { endOf, jobOf, maxWaiting, type PrinterEvent, type PrinterQueue } from "./printer-queue.ts"
import { heard } from "./printer-report.ts"
import { type Refused, refused } from "./refusal.ts"

type Decision = Result.Result<ReadonlyArray<PrinterEvent>, Refused>

/**
 * Turns what somebody asked of a printer, or what its device says, into what happened.
 *
 * Pure and total; a repeat yields no events. No two papers of one job come out without a banner on the second: a job is
 * handed over again only under its own id, which the device knows, and repeated under another only with a banner.
 */
export const decidePrinter = (
  queue: PrinterQueue,
  command: PrinterCommand,
  context: PrinterContext,
): Decision => {
  const { at } = context
  switch (command.op) {
    case "enqueue":
      if (jobOf(queue, command.job.id) !== undefined) return Result.succeed([])
      return queue.jobs.length < maxWaiting
        ? Result.succeed([{ type: "JobQueued", at, job: command.job, first: false }])
        : Result.fail(
            refused("PRINTER_QUEUE_FULL", "Too many jobs wait at this printer.", { maxWaiting }),
          )
    case "sent":
      return Result.succeed(sent(queue, command.job, command.attempt, at))
    case "report":
      return Result.succeed(heard(queue, command.report, context))
    case "tick":
      return Result.succeed(expiring(queue, at))
    case "cancelJob":
      return withJob(queue, command.job, (job) => cancelJob(queue, job, at))
    case "retryJob":
      return withJob(queue, command.job, (job) => retryJob(queue, job, at))
    case "reprint":
      return withJob(queue, command.job, (job) => {
        if (jobOf(queue, command.newId) !== undefined) return Result.succeed([])
        if (job.doneAt === undefined)
          return Result.fail(
            refused("JOB_NOT_PRINTED", "The job is not printed yet.", { state: job.state }),
          )
        const copy = reprintOf(queue, job, command.newId, sameSpan(job, at), {
          by: command.by,
          at: command.time,
        })
        return Result.succeed([{ type: "JobQueued", at, job: copy, first: false }])
      })
  }
}

/** A copy may take as long as the original might have taken. */
const sameSpan = (job: PrintJob, at: EpochMs): EpochMs =>
  (at + Math.max(0, job.notAfter - job.queuedAt)) as EpochMs

const withJob = (
  queue: PrinterQueue,
  id: PrintJob["id"],
  decide: (job: PrintJob) => Decision,
): Decision => {
  const job = jobOf(queue, id)
  return job === undefined
    ? Result.fail(refused("JOB_UNKNOWN", "The printer has no such job.", { jobId: id }))
    : decide(job)
}

const sent = (
  queue: PrinterQueue,
  id: PrintJob["id"],
  attempt: number,
  at: EpochMs,
): ReadonlyArray<PrinterEvent> => {
  const [job] = queue.jobs
  // The device may have answered before the wire said that it took the job.
  if (job?.id !== id || attempt <= job.attempts) return []
  return [{ type: "JobSent", at, job: id, attempt }]
}

const expiring = (queue: PrinterQueue, at: EpochMs): ReadonlyArray<PrinterEvent> =>
  queue.jobs.flatMap((job) => {
    const end = endOf(job)
    if (end === undefined || at <= end) return []
    const cause = job.state === "sent" ? "unreachable" : job.cause
    return [{ type: "JobExpired", at, job: job.id, ...(cause === undefined ? {} : { cause }) }]
  })

const cancelJob = (queue: PrinterQueue, job: PrintJob, at: EpochMs): Decision => {
  if (job.state === "cancelled") return Result.succeed([])
  if (job.doneAt !== undefined)
    return Result.fail(
      refused("JOB_ALREADY_DONE", "The job is over already.", { state: job.state }),
    )
  // A device that is there will say how the job ends; one that is gone for good must not block the queue.
  if (isInFlight(job) && (queue.device === undefined || queue.device.state === "ready"))
    return Result.fail(
      refused("JOB_ALREADY_SENT", "The printer has the job already.", { state: job.state }),
    )
  return Result.succeed([{ type: "JobCancelled", at, job: job.id }])
}

const retryJob = (queue: PrinterQueue, job: PrintJob, at: EpochMs): Decision => {
  if (job.state === "printed")
    return Result.fail(
      refused("JOB_ALREADY_PRINTED", "The job is printed: ask for a reprint.", { jobId: job.id }),
    )
  if (job.state === "refused")
    return Result.succeed(job.resend ? [] : [{ type: "JobRetried", at, job: job.id }])
  if (job.doneAt === undefined) return Result.succeed([])
  if (repeats(queue, job)) return Result.succeed([])
  const copy = possibleDuplicateOf(queue, job, sameSpan(job, at))
  return Result.succeed([{ type: "JobQueued", at, job: copy, first: false }])
}

/** A copy waits already: a second tap on "retry" must not make a third paper. */
const repeats = (queue: PrinterQueue, job: PrintJob): boolean =>
  queue.jobs.some((other) => other.copyOf === (job.copyOf ?? job.id))
