import type { EpochMs, JobId, PrinterId } from "./ids.ts"
import { isInFlight, type NewJob, type PrintJob } from "./print-job.ts"

export type DeviceState = "ready" | "disconnected" | "lost"

export interface PrinterStatus {
  readonly online: boolean
  readonly paper: "ok" | "low" | "out"
  readonly cover: boolean
  readonly error?: string | null
}

/** Why a printer does not print, and since when. */
export interface Trouble {
  /** `never_seen never_reached lost disconnected paper_out cover_open error offline silent`, or why it refused what is first. */
  readonly cause: string
  /** The printer's own words for an `error`. */
  readonly detail?: string
  readonly since: EpochMs
  /** It lasts longer than the printer's neighbours wait: they take over. */
  readonly handedOn?: boolean
}

/** A job that left for another printer, until that one has it. */
export interface MovingJob {
  /** Its id here. */
  readonly from: JobId
  readonly to: PrinterId
  /** As the other printer gets it. */
  readonly job: NewJob
}

/** A ticket that was not printed while it was wanted. */
export interface MissedTicket {
  readonly job: JobId
  readonly number: string
  readonly table?: string
  readonly dishes: number
  /** Wall clock of its chit: `18:42`. */
  readonly time: string
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
  readonly device?: SeenDevice
  readonly status?: PrinterStatus
  /** Since when a device that is there says nothing about what it was given. */
  readonly silent?: EpochMs
  readonly trouble?: Trouble
  /** In the order in which they left. Driven on until it is empty, whatever crashes. */
  readonly moving?: ReadonlyArray<MovingJob>
  /** Not printed in time and not yet told on paper: the last {@link keptMissed}, and how many there were before them. */
  readonly missed?: { readonly tickets: ReadonlyArray<MissedTicket>; readonly more: number }
  /** Version of the stream. */
  readonly version: number
}

export interface SeenDevice {
  readonly state: DeviceState
  readonly boot: number
  /** Which device it was; absent in old histories. */
  readonly id?: string
  /** Since when it is in this state. */
  readonly since?: EpochMs
  /** It was looked for from the beginning and was never there yet. */
  readonly sought?: true
  /** When it came back from being gone; absent while it is gone, and when it never was. */
  readonly backAt?: EpochMs
}

export const idlePrinter: PrinterQueue = { jobs: [], done: [], seq: 0, version: 0 }

export const keptFinished = 200
/** Jobs that may wait at one printer; none waits longer than it may be printed. */
export const maxWaiting = 1000
/** Tickets that one summary lists by number. */
export const keptMissed = 30

/** A person said that the paper is there (devices.md §1.7, level 4). */
export const humanFence = "human"
/** Cause of an attempt that never left the hub. */
export const notTaken = "unreachable"

/** A job that nobody confirmed is handed over again after this many milliseconds, under the same id. */
export const resendAfterMs = 10_000
/** A refused job (paper out, cover open) is tried again after this many milliseconds. */
export const retryAfterMs = 5_000
/** How long past its end the hub waits for the word of a device that may have printed, in milliseconds. */
export const silenceMs = 60_000
/** A device that is there and says nothing about a job for so long is silent, in milliseconds; an agent's own limit is 60 s. */
export const silentAfterMs = 90_000
/** How long the word of a device that is gone is waited for while a neighbour could print, in milliseconds. */
export const doubtAfterMs = 15_000

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
export interface JobCancelled extends Ended {
  readonly type: "JobCancelled"
}
/** Certainly not printed here; it goes to another printer and waits in {@link PrinterQueue.moving} until that one has it. */
export interface JobMoved extends Ended {
  readonly type: "JobMoved"
  readonly to: PrinterId
  /** Its id there. */
  readonly as: JobId
  /** This printer, as its banner names it. */
  readonly from: { readonly id: PrinterId; readonly name: string }
}
/** The other printer has it. */
export interface JobMoveSettled extends OfJob {
  readonly type: "JobMoveSettled"
}
export interface PrinterStateSeen extends Happened {
  readonly type: "PrinterStateSeen"
  readonly state: DeviceState
  readonly boot: number
  /** Absent in old histories. */
  readonly device?: string
}
/** It is there and says nothing about a job it was given. */
export interface PrinterSilent extends Happened {
  readonly type: "PrinterSilent"
}
/** Its trouble lasts too long, and somebody is there: from now on its neighbours print and its backup screens show. */
export interface PrinterHandedOn extends Happened {
  readonly type: "PrinterHandedOn"
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
  | JobMoved
  | JobMoveSettled
  | PrinterStateSeen
  | PrinterSilent
  | PrinterHandedOn
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
  if (job === undefined || now > endOf(job)) return undefined
  const at = sendableAt(queue, job)
  return at === undefined || now < at
    ? undefined
    : { job, attempt: job.attempts + 1, seq: job.seq ?? queue.seq + 1 }
}

/**
 * The last instant at which the job may still be waited for. A device that has it, or may have it, is given longer: it may
 * be printing.
 */
export const endOf = (job: PrintJob): EpochMs =>
  (isInFlight(job) ? job.notAfter + silenceMs : job.notAfter) as EpochMs

/** From when on the first job may be handed over; absent while it may not. */
export const sendableAt = (queue: PrinterQueue, job: PrintJob): EpochMs | undefined => {
  // What is handed to a device that is not there would only pile up in front of it. One that never said how it is may be.
  if (queue.device !== undefined && queue.device.state !== "ready") return undefined
  if (job.state === "queued" || job.resend) return job.since
  if (job.state === "sent") return (job.since + resendAfterMs) as EpochMs
  if (job.state === "refused") return (job.since + retryAfterMs) as EpochMs
  return undefined
}

export const jobOf = (queue: PrinterQueue, id: string): PrintJob | undefined =>
  queue.jobs.find((job) => job.id === id) ?? queue.done.findLast((job) => job.id === id)
