import type { EpochMs, JobId, PrinterId } from "./ids.ts"
import type { NewJob, PrintJob } from "./print-job.ts"
import type { DeviceState, PrinterStatus } from "./printer-queue.ts"

/** How a job ended, in the device's words (devices.md §4.4). */
export interface ResultReport {
  readonly report: "result"
  readonly job: string
  readonly attempt: number
  readonly state: "printed" | "refused" | "failed" | "unknown" | "expired"
  readonly fence?: string | null
  readonly cause?: string | null
  readonly duplicate?: boolean
}

/** What a printer or its agent says, whatever wire it came by. */
export type Report =
  | { readonly report: "state"; readonly state: DeviceState; readonly boot: number }
  | {
      readonly report: "ack"
      readonly job: string
      readonly attempt: number
      readonly waits?: boolean
    }
  | ResultReport
  | ({ readonly report: "status" } & PrinterStatus)

export type PrinterCommand =
  | { readonly op: "enqueue"; readonly job: NewJob }
  /** The wire took it (knowledge level 0). */
  | { readonly op: "sent"; readonly job: JobId; readonly attempt: number }
  /** The wire did not take it: certainly no paper of this attempt. */
  | {
      readonly op: "notTaken"
      readonly job: JobId
      readonly attempt: number
      readonly cause: string
    }
  | { readonly op: "report"; readonly report: Report }
  /** Time passed; `context.at` is now. */
  | { readonly op: "tick" }
  | { readonly op: "cancelJob"; readonly job: JobId }
  | { readonly op: "retryJob"; readonly job: JobId }
  /** A person has the paper of a job that nobody else could say it of. */
  | { readonly op: "confirmJob"; readonly job: JobId }
  /** What it repeats is on paper after all: not printed, unless it was handed over already. */
  | { readonly op: "withdraw"; readonly job: JobId }
  /** The printer that a job left for has it. */
  | { readonly op: "moveSettled"; readonly job: JobId }
  /** The printer that a job left for is not there any more, or takes nothing. */
  | { readonly op: "moveFailed"; readonly job: JobId; readonly cause: string }
  /** The restaurant has no such printer any more. */
  | { readonly op: "removed" }
  /** A person wants the same paper once more. `time` is the restaurant's wall clock, formatted: `18:42`. */
  | {
      readonly op: "reprint"
      readonly job: JobId
      readonly newId: JobId
      readonly by: string
      readonly time: string
      /** The job and its copies, when the queue forgot them. */
      readonly forgotten?: ReadonlyArray<PrintJob>
    }

/** The printer itself, in the words of its restaurant. */
export interface PrinterSelf {
  readonly id: PrinterId
  readonly name: string
  readonly language: string
  /** Age of a job beyond which it is not printed, in milliseconds. */
  readonly maxAgeMs: number
  /** The restaurant's wall clock: `18:42`. */
  readonly wallClock: (at: EpochMs) => string
}

export interface PrinterContext {
  readonly at: EpochMs
  readonly self?: PrinterSelf
  /** The device that speaks for the printer. Another one than before knows nothing of what that one was told. */
  readonly deviceId?: string
  /** Who takes over while the printer is in trouble. Absent: nobody. */
  readonly backup?: {
    /** How long its trouble may last before, in milliseconds. */
    readonly afterMs: number
    /** Screens take over what no neighbour can print. */
    readonly screens: boolean
    /**
     * The printer that can print now and had the job not yet. Asked only in trouble.
     *
     * @param visited printers that the job came by
     */
    readonly next: (visited: ReadonlyArray<PrinterId>) => PrinterId | undefined
    /** When one that has just come back may take over. Absent: none is waited for. */
    readonly soonest?: EpochMs
  }
  /**
   * When a device cannot say whether paper came out: repeat it under a banner (kitchens prefer possibly twice and marked
   * to never), or leave it to a person. Absent: `reprint`.
   */
  readonly onUnknown?: "ask" | "reprint"
}
