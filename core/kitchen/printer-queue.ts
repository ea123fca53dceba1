import type { EpochMs, JobId } from "./ids.ts"
import type { NewJob, PrintJob } from "./print-job.ts"

export type DeviceState = "ready" | "disconnected" | "lost"

export interface PrinterStatus {
  readonly online: boolean
  readonly paper: "ok" | "low" | "out"
  readonly cover: boolean
  readonly error?: string | null
}

/** What one printer has to do, in order, and what it did last. Plain JSON, so that a snapshot is the state itself. */
export interface PrinterQueue {
  /** Not finished, in the order of printing. Only the first is ever at the device. */
  readonly jobs: ReadonlyArray<PrintJob>
  /** The last {@link keptFinished} finished ones, oldest first. */
  readonly done: ReadonlyArray<PrintJob>
  /** Jobs ever handed over. */
  readonly seq: number
  /** Absent: the device never spoke of itself. */
  readonly device?: { readonly state: DeviceState; readonly boot: number }
  readonly status?: PrinterStatus
  /** Version of the stream. */
  readonly version: number
}

export const idlePrinter: PrinterQueue = { jobs: [], done: [], seq: 0, version: 0 }

export const keptFinished = 200
/** Jobs that may wait at one printer; none waits longer than it may be printed. */
export const maxWaiting = 1000

/** A job that nobody confirmed is handed over again after this many milliseconds, under the same id. */
export const resendAfterMs = 10_000
/** A refused job (paper out, cover open) is tried again after this many milliseconds. */
export const retryAfterMs = 5_000
/** How long past its end the hub waits for the word of a device that may have printed, in milliseconds. */
export const silenceMs = 60_000

interface Happened {
  readonly at: EpochMs
}
interface OfJob extends Happened {
  readonly job: JobId
}
interface Ended extends OfJob {
  readonly cause?: string
}
/** The device may answer before the hub noted that the wire took the job. */
interface Answered {
  readonly attempt: number
}

export interface JobQueued extends Happened {
  readonly type: "JobQueued"
  readonly job: NewJob
  /** Before whatever waits: a copy takes the place of what it repeats. */
  readonly first: boolean
}
/** Handed to the wire, which is not "printed". */
export interface JobSent extends OfJob {
  readonly type: "JobSent"
  readonly attempt: number
}
export interface JobAccepted extends OfJob, Answered {
  readonly type: "JobAccepted"
}
export interface JobPrinted extends OfJob {
  readonly type: "JobPrinted"
  readonly fence?: string
}
/** The device said before printing that it cannot. It stays first and is tried again. */
export interface JobRefused extends Ended, Answered {
  readonly type: "JobRefused"
}
/** Somebody mended the printer: the refused job is tried again without waiting. */
export interface JobRetried extends OfJob {
  readonly type: "JobRetried"
}
export interface JobFailed extends Ended {
  readonly type: "JobFailed"
}
export interface JobUnknown extends Ended {
  readonly type: "JobUnknown"
}
export interface JobExpired extends Ended {
  readonly type: "JobExpired"
}
export interface JobCancelled extends OfJob {
  readonly type: "JobCancelled"
}
export interface PrinterStateSeen extends Happened {
  readonly type: "PrinterStateSeen"
  readonly state: DeviceState
  readonly boot: number
}
export interface PrinterStatusSeen extends Happened {
  readonly type: "PrinterStatusSeen"
  readonly status: PrinterStatus
}

/** Everything that can happen to a printer's queue, in the past tense. In the log the type carries its version. */
export type PrinterEvent =
  | JobQueued
  | JobSent
  | JobAccepted
  | JobPrinted
  | JobRefused
  | JobRetried
  | JobFailed
  | JobUnknown
  | JobExpired
  | JobCancelled
  | PrinterStateSeen
  | PrinterStatusSeen

/** What to hand to the wire now. The same job with a higher attempt is the same paper. */
export interface DueAttempt {
  readonly job: PrintJob
  readonly attempt: number
  readonly seq: number
}

/** The first job, if it is to be handed over now; never a second one beside it. */
export const nextToSend = (queue: PrinterQueue, now: EpochMs): DueAttempt | undefined => {
  const [job] = queue.jobs
  if (job === undefined || now > (endOf(job) ?? now)) return undefined
  const at = sendableAt(queue, job)
  return at === undefined || now < at
    ? undefined
    : { job, attempt: job.attempts + 1, seq: job.seq ?? queue.seq + 1 }
}

/** When somebody must look at the queue again: something is to be handed over, or its time is up. */
export const nextDeadline = (queue: PrinterQueue): EpochMs | undefined => {
  const instants = queue.jobs.flatMap((job) => {
    const end = endOf(job)
    // One millisecond on: a job may be printed up to and including its last instant.
    return end === undefined ? [] : [end + 1]
  })
  const [job] = queue.jobs
  const sendAt = job === undefined ? undefined : sendableAt(queue, job)
  if (job !== undefined && sendAt !== undefined && sendAt <= (endOf(job) ?? sendAt))
    instants.push(sendAt)
  return instants.length === 0 ? undefined : (Math.min(...instants) as EpochMs)
}

/** The last instant at which the job may still be waited for; absent while the device has it in its journal. */
export const endOf = (job: PrintJob): EpochMs | undefined => {
  if (job.state === "accepted") return undefined
  return (job.state === "sent" ? job.notAfter + silenceMs : job.notAfter) as EpochMs
}

/** From when on the first job may be handed over; absent while it may not. */
const sendableAt = (queue: PrinterQueue, job: PrintJob): EpochMs | undefined => {
  // What is handed to a device that is not there would only pile up in front of it.
  if (queue.device !== undefined && queue.device.state !== "ready") return undefined
  if (job.state === "queued" || job.resend) return job.since
  if (job.state === "sent") return (job.since + resendAfterMs) as EpochMs
  if (job.state === "refused") return (job.since + retryAfterMs) as EpochMs
  return undefined
}

export const jobOf = (queue: PrinterQueue, id: string): PrintJob | undefined =>
  queue.jobs.find((job) => job.id === id) ?? queue.done.findLast((job) => job.id === id)
