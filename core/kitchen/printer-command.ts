import type { EpochMs, JobId } from "./ids.ts"
import type { NewJob } from "./print-job.ts"
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
  | { readonly op: "report"; readonly report: Report }
  /** Time passed; `context.at` is now. */
  | { readonly op: "tick" }
  | { readonly op: "cancelJob"; readonly job: JobId }
  | { readonly op: "retryJob"; readonly job: JobId }
  /** A person wants the same paper once more. `time` is the restaurant's wall clock, formatted: `18:42`. */
  | {
      readonly op: "reprint"
      readonly job: JobId
      readonly newId: JobId
      readonly by: string
      readonly time: string
    }

export interface PrinterContext {
  readonly at: EpochMs
  /**
   * When a device cannot say whether paper came out: repeat it under a banner (kitchens prefer possibly twice and marked
   * to never), or leave it to a person. Absent: `reprint`.
   */
  readonly onUnknown?: "ask" | "reprint"
}
