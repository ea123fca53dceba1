import { Result } from "effect"
import type { EpochMs } from "./ids.ts"
import { possibleDuplicateOf, printedAfterAll, reprintOf, unknownWithCopy } from "./job-copy.ts"
import { isInFlight, isMovable, type NewJob, type PrintJob } from "./print-job.ts"
import type { PrinterCommand, PrinterContext } from "./printer-command.ts"
import {
  endOf,
  humanFence,
  jobOf,
  maxWaiting,
  type PrinterEvent,
  type PrinterQueue,
} from "./printer-queue.ts"
import { removedPrinter } from "./printer-removed.ts"
import { heard, isHopeless } from "./printer-report.ts"
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
      return enqueue(queue, command.job, at)
    case "sent":
      return Result.succeed(sent(queue, command.job, command.attempt, at))
    case "notTaken":
      return Result.succeed(notTaken(queue, command, at))
    case "report":
      return Result.succeed(heard(queue, command.report, context))
    case "tick":
      return Result.succeed(expiring(queue, at))
    case "cancelJob":
      return withJob(queue, command.job, (job) => cancelJob(queue, job, at))
    case "retryJob":
      return withJob(queue, command.job, (job) => retryJob(queue, job, at))
    case "confirmJob":
      return withJob(queue, command.job, (job) => confirmJob(queue, job, at))
    case "withdraw":
      return Result.succeed(withdraw(queue, command.job, at))
    case "moveSettled":
      return Result.succeed(
        isMoving(queue, command.job) ? [{ type: "JobMoveSettled", at, job: command.job }] : [],
      )
    case "moveFailed":
      return Result.succeed(moveFailed(queue, command, context))
    case "removed":
      return Result.succeed(removedPrinter(queue, context))
    case "reprint":
      return reprint(queue, command, at)
  }
}

/**
 * A full queue has room for the next ticket: the oldest that certainly is not on paper gives way and is told as missed.
 * What a person asks for is refused instead, since somebody hears the refusal.
 */
const enqueue = (queue: PrinterQueue, job: NewJob, at: EpochMs): Decision => {
  if (jobOf(queue, job.id) !== undefined) return Result.succeed([])
  const queued: PrinterEvent = { type: "JobQueued", at, job, first: false }
  if (queue.jobs.length < maxWaiting) return Result.succeed([queued])
  const oldest = job.kind === "ticket" ? queue.jobs.find(isMovable) : undefined
  return oldest === undefined
    ? Result.fail(
        refused("PRINTER_QUEUE_FULL", "Too many jobs wait at this printer.", { maxWaiting }),
      )
    : Result.succeed([{ type: "JobExpired", at, job: oldest.id, cause: "queue_full" }, queued])
}

const reprint = (
  queue: PrinterQueue,
  command: Extract<PrinterCommand, { op: "reprint" }>,
  at: EpochMs,
): Decision => {
  const { forgotten = [], newId, by, time } = command
  const remembered = { ...queue, done: [...forgotten, ...queue.done] }
  return withJob(remembered, command.job, (job) => {
    if (jobOf(queue, newId) !== undefined) return Result.succeed([])
    if (job.doneAt === undefined && !forgotten.includes(job))
      return Result.fail(
        refused("JOB_NOT_PRINTED", "The job is not printed yet.", { state: job.state }),
      )
    const copy = reprintOf(remembered, job, newId, sameSpan(job, at), { by, at: time })
    return Result.succeed([{ type: "JobQueued", at, job: copy, first: false }])
  })
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

/** Nothing of this attempt left the hub. What an earlier one may have printed stays in doubt. */
const notTaken = (
  queue: PrinterQueue,
  { job: id, attempt, cause }: Extract<PrinterCommand, { op: "notTaken" }>,
  at: EpochMs,
): ReadonlyArray<PrinterEvent> => {
  const [job] = queue.jobs
  if (job?.id !== id || job.state !== "sent" || job.attempts !== attempt) return []
  if ((job.blank ?? 0) < attempt - 1) return []
  return isHopeless(cause)
    ? [{ type: "JobFailed", at, job: id, cause }]
    : [{ type: "JobRefused", at, job: id, attempt, cause }]
}

const expiring = (queue: PrinterQueue, at: EpochMs): ReadonlyArray<PrinterEvent> =>
  queue.jobs.flatMap((job): ReadonlyArray<PrinterEvent> => {
    if (at <= endOf(job)) return []
    // It stands in the device's journal: there may be paper.
    if (job.state === "accepted") return [{ type: "JobUnknown", at, job: job.id, cause: "silent" }]
    const cause = job.state === "sent" ? "unreachable" : job.cause
    return [{ type: "JobExpired", at, job: job.id, ...(cause === undefined ? {} : { cause }) }]
  })

const isMoving = (queue: PrinterQueue, id: PrintJob["id"]): boolean =>
  queue.moving?.some(({ from }) => from === id) === true

/** Whether the neighbour printed it before it went away, nobody can say. */
const moveFailed = (
  queue: PrinterQueue,
  { job: id, cause }: Extract<PrinterCommand, { op: "moveFailed" }>,
  context: PrinterContext,
): ReadonlyArray<PrinterEvent> => {
  const job = isMoving(queue, id) ? jobOf(queue, id) : undefined
  return job === undefined ? [] : unknownWithCopy(queue, job, context, cause)
}

const confirmJob = (queue: PrinterQueue, job: PrintJob, at: EpochMs): Decision => {
  if (job.state === "printed") return Result.succeed([])
  if (job.state !== "unknown" && job.state !== "expired")
    return Result.fail(
      refused("JOB_NOT_UNKNOWN", "Nobody asks what became of this job.", { state: job.state }),
    )
  return Result.succeed(printedAfterAll(queue, job, at, humanFence))
}

const withdraw = (
  queue: PrinterQueue,
  id: PrintJob["id"],
  at: EpochMs,
): ReadonlyArray<PrinterEvent> => {
  const job = queue.jobs.find((known) => known.id === id)
  return job !== undefined && isMovable(job)
    ? [{ type: "JobCancelled", at, job: id, cause: "printed" }]
    : []
}

/** Its place was taken by another job at another printer: that is the one to ask about. */
const hasMoved = ({ movedTo }: PrintJob): Decision =>
  Result.fail(refused("JOB_MOVED", "Another printer took the job over.", { ...movedTo }))

const cancelJob = (queue: PrinterQueue, job: PrintJob, at: EpochMs): Decision => {
  if (job.movedTo !== undefined) return hasMoved(job)
  if (job.state === "cancelled") return Result.succeed([])
  if (job.doneAt !== undefined)
    return Result.fail(
      refused("JOB_ALREADY_DONE", "The job is over already.", { state: job.state }),
    )
  // A device that is there will say how the job ends; one that is gone for good, or never came, must not block the queue.
  const hasIt = queue.device === undefined ? job.state !== "sent" : queue.device.state === "ready"
  if (isInFlight(job) && hasIt)
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
  if (job.movedTo !== undefined) return hasMoved(job)
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
