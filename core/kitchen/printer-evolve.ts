import type { EpochMs, JobId } from "./ids.ts"
import { isInFlight, type JobState, type PrintJob } from "./print-job.ts"
import {
  type JobQueued,
  keptFinished,
  type PrinterEvent,
  type PrinterQueue,
  type PrinterStateSeen,
} from "./printer-queue.ts"

/** The queue after one more event. Total: an event about a job that is not there changes nothing but the version. */
export const evolvePrinter = (queue: PrinterQueue, event: PrinterEvent): PrinterQueue => ({
  ...after(queue, event),
  version: queue.version + 1,
})

const after = (queue: PrinterQueue, event: PrinterEvent): PrinterQueue => {
  switch (event.type) {
    case "JobQueued":
      return queued(queue, event)
    case "JobSent":
      return atDevice(queue, event.job, "sent", event.attempt, event.at, {})
    case "JobAccepted":
      return atDevice(queue, event.job, "accepted", event.attempt, event.at, { mayBeOut: true })
    case "JobRefused":
      return atDevice(queue, event.job, "refused", event.attempt, event.at, {
        mayBeOut: false,
        ...causeOf(event),
      })
    case "JobRetried":
      return changed(queue, event.job, { resend: true, since: event.at })
    case "JobPrinted":
      return ended(queue, event.job, "printed", event.at, {
        ...(event.fence === undefined ? {} : { fence: event.fence }),
      })
    case "JobFailed":
      return ended(queue, event.job, "failed", event.at, causeOf(event))
    case "JobUnknown":
      return ended(queue, event.job, "unknown", event.at, causeOf(event))
    case "JobExpired":
      return ended(queue, event.job, "expired", event.at, causeOf(event))
    case "JobCancelled":
      return ended(queue, event.job, "cancelled", event.at, {})
    case "PrinterStateSeen":
      return stateSeen(queue, event)
    case "PrinterStatusSeen":
      return { ...queue, status: event.status }
  }
}

const queued = (queue: PrinterQueue, { job, first, at }: JobQueued): PrinterQueue => {
  const waiting: PrintJob = {
    ...job,
    state: "queued",
    queuedAt: at,
    attempts: 0,
    since: at,
    resend: false,
  }
  return { ...queue, jobs: first ? [waiting, ...queue.jobs] : [...queue.jobs, waiting] }
}

const atDevice = (
  queue: PrinterQueue,
  id: JobId,
  state: JobState,
  attempt: number,
  at: EpochMs,
  how: Pick<PrintJob, "cause" | "mayBeOut">,
): PrinterQueue => {
  const job = queue.jobs.find((known) => known.id === id)
  if (job === undefined) return queue
  const attempts = Math.max(job.attempts, attempt)
  const seq = job.seq ?? queue.seq + 1
  return {
    ...changed(queue, id, { state, attempts, seq, since: at, resend: false, ...how }),
    seq: Math.max(queue.seq, seq),
  }
}

/**
 * A device that was restarted forgot what it was told and not yet wrote down: it is told again. One that is there again
 * under the same life may never have got what it did not confirm: the wire broke, or the hub was started anew.
 */
const stateSeen = (queue: PrinterQueue, { state, boot, at }: PrinterStateSeen): PrinterQueue => {
  const reborn = boot > (queue.device?.boot ?? -1)
  const missed = (job: PrintJob) => job.state === "sent" || (reborn && isInFlight(job))
  return {
    ...queue,
    device: { state, boot },
    jobs:
      state === "ready"
        ? queue.jobs.map((job) => (missed(job) ? { ...job, resend: true, since: at } : job))
        : queue.jobs,
  }
}

const changed = (queue: PrinterQueue, id: JobId, change: Partial<PrintJob>): PrinterQueue => ({
  ...queue,
  jobs: queue.jobs.map((job) => (job.id === id ? { ...job, ...change } : job)),
})

const ended = (
  queue: PrinterQueue,
  id: JobId,
  state: JobState,
  at: EpochMs,
  how: Pick<PrintJob, "cause" | "fence">,
): PrinterQueue => {
  const end = { state, doneAt: at, resend: false, ...how }
  const job = queue.jobs.find((known) => known.id === id)
  if (job === undefined)
    return {
      ...queue,
      done: queue.done.map((known) => (known.id === id ? { ...known, ...end } : known)),
    }
  const seq = job.seq ?? queue.seq + 1
  return {
    ...queue,
    jobs: queue.jobs.filter((known) => known.id !== id),
    done: [...queue.done, { ...job, ...end, seq }].slice(-keptFinished),
    seq: Math.max(queue.seq, seq),
  }
}

const causeOf = (event: { readonly cause?: string }): Pick<PrintJob, "cause"> =>
  event.cause === undefined ? {} : { cause: event.cause }
