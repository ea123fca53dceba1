import type { Chit } from "./chit.ts"
import {
  derivedId,
  type EpochMs,
  type JobId,
  type OrderId,
  type PrinterId,
  type TicketId,
} from "./ids.ts"

/**
 * Where a job stands at the hub (contract §4).
 *
 * queued: not handed over · sent: the wire took it · accepted: in the device's journal, paper may follow ·
 * refused: nothing was printed, it is tried again · unknown: the device cannot say whether paper came out
 */
export type JobState =
  | "queued"
  | "sent"
  | "accepted"
  | "printed"
  | "refused"
  | "failed"
  | "unknown"
  | "expired"
  | "cancelled"

export type JobKind = "ticket" | "test" | "summary"

/** One paper that is wanted. */
export interface NewJob {
  readonly id: JobId
  readonly kind: JobKind
  readonly chit: Chit
  readonly orderId?: OrderId
  readonly ticketId?: TicketId
  /** Number of the order, as called out loud. */
  readonly number?: string
  /** Nothing is to be printed after this instant. */
  readonly notAfter: EpochMs
  /** The job whose paper this one repeats; the chit says so in a banner. */
  readonly copyOf?: JobId
  /** Counts the hub's own repeats of one original from 1; its id follows from it. */
  readonly copyNumber?: number
  /** Printers that should have printed it and could not, the one whose stations cook it first. */
  readonly via?: ReadonlyArray<PrinterId>
  /** The job at the last of {@link via} whose place it takes. */
  readonly movedFrom?: JobId
}

export interface PrintJob extends NewJob {
  readonly state: JobState
  readonly queuedAt: EpochMs
  /** How often it was handed over; 0: never, so certainly no paper. */
  readonly attempts: number
  /** How many of the attempts certainly left no paper. Absent: 0. */
  readonly blank?: number
  /** Since when the device says nothing about it although it was handed over. */
  readonly unanswered?: EpochMs
  /** Its number on this printer, rising; given with the first attempt. */
  readonly seq?: number
  /** When it was last handed over, or refused. */
  readonly since: EpochMs
  /** The device came back to life: hand the job over again at once. */
  readonly resend: boolean
  /** The device had it, and nobody said since that nothing was printed. */
  readonly mayBeOut?: boolean
  readonly cause?: string
  /** How the device knows that the paper is out (devices.md §1.7). */
  readonly fence?: string
  readonly doneAt?: EpochMs
  /** Another printer took its place: with `cancelled`, cause `moved`. */
  readonly movedTo?: { readonly printerId: PrinterId; readonly jobId: JobId }
}

/** A device holds it or may hold it: until it speaks, nobody can say that no paper comes out. */
export const isInFlight = (job: PrintJob): boolean =>
  job.state === "sent" || job.state === "accepted"

/** Certainly not on paper, so another printer may print it without a doubt on the copy. Test pages stay where they are. */
export const isMovable = (job: PrintJob): boolean =>
  job.kind === "ticket" && (job.state === "queued" || job.state === "refused")

/** The first job of a family of copies. */
export const originalOf = (job: NewJob): JobId => job.copyOf ?? job.id

/**
 * The id of the n-th repeat, made from the job that is repeated. Made, not drawn: a command that is decided twice names
 * the same copy.
 *
 * @param n counts from 1 within the family of the original
 */
export const copyIdOf = (repeated: JobId, n: number): JobId =>
  derivedId(repeated, `copy ${n}`) as JobId

/** The id of the job that takes its place at another printer; a job moves once, and never to where it was. */
export const movedIdOf = (job: JobId, to: PrinterId): JobId => derivedId(job, `at ${to}`) as JobId
