import { Context, type Effect, Schema } from "effect"
import type { Chit } from "#core/kitchen/chit.ts"
import { type JobId, OrderId, PrinterId, StationKey } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { JobState } from "#core/kitchen/print-job.ts"
import type { Scope } from "./scope.ts"

/** One attempt to print, as it goes to the wire (devices.md §4.4). */
export interface PrintAttempt {
  readonly job: JobId
  /** Counts from 1; the same job with a higher attempt is the same paper. */
  readonly attempt: number
  /** Rising per printer. */
  readonly seq: number
  readonly kind: "ticket" | "test" | "summary"
  readonly order?: string
  readonly station?: string
  readonly chit: Chit
  /** Not to be printed after this instant (ISO 8601). */
  readonly notAfter: string
  readonly copyOf?: JobId
  /** The device had it once and never said how it ended: paper may be out, also from before a restart of the hub. */
  readonly mayBeOut?: true
}

/**
 * The wire to the printer is down: nothing was handed over, trying again is safe. With `unsure` the wire broke before it
 * said that it took the job: the device may have it, so only the same job may be sent again, and only to that device.
 */
export class WireDown extends Schema.TaggedError<WireDown>()("WireDown", {
  reason: Schema.String,
  unsure: Schema.optionalKey(Schema.Boolean),
}) {}

/** Hands jobs to devices. What becomes of them comes back as `printerReport` commands through the gate. */
export class PrinterWire extends Context.Service<
  PrinterWire,
  {
    /** Succeeds when the wire took it (knowledge level 0): that is not "printed". */
    readonly send: (
      scope: Scope,
      printer: Printer,
      attempt: PrintAttempt,
    ) => Effect.Effect<void, WireDown>
    /** This chit will be sent in a moment: whatever can be made ready before, is. */
    readonly prepare?: (printer: Printer, chit: Chit) => void
    /** The hub stored the result of this attempt (absent: of every one so far); the device may forget it. Best effort. */
    readonly receipt: (
      scope: Scope,
      printer: Printer,
      job: JobId,
      attempt?: number,
    ) => Effect.Effect<void>
    readonly cancel: (scope: Scope, printer: Printer, job: JobId) => Effect.Effect<void>
  }
>()("heard/PrinterWire") {}

const At = Schema.optionalKey(Schema.String)

/** What a printer or its agent says, whatever wire it came by. `args` of the op `printerReport`. */
export const PrinterReport = Schema.Union([
  /** It is there (again) or gone. A lower `boot` than the last known is an old will and is ignored. */
  Schema.Struct({
    report: Schema.Literal("state"),
    state: Schema.Literals(["ready", "disconnected", "lost"]),
    boot: Schema.Int,
    at: At,
  }),
  /** Its journal holds the job; paper may follow. */
  Schema.Struct({
    report: Schema.Literal("ack"),
    job: Schema.String,
    attempt: Schema.Int,
    /** The bytes wait until it is stored, so it is stored by itself and at once. */
    waits: Schema.optionalKey(Schema.Boolean),
    at: At,
  }),
  /** How a job ended, told until the hub sends the receipt. */
  Schema.Struct({
    report: Schema.Literal("result"),
    job: Schema.String,
    attempt: Schema.Int,
    state: Schema.Literals(["printed", "refused", "failed", "unknown", "expired"]),
    fence: Schema.optionalKey(Schema.NullOr(Schema.String)),
    cause: Schema.optionalKey(Schema.NullOr(Schema.String)),
    duplicate: Schema.optionalKey(Schema.Boolean),
    ms: Schema.optionalKey(Schema.Number),
    boot: Schema.optionalKey(Schema.Int),
    at: At,
  }),
  Schema.Struct({
    report: Schema.Literal("status"),
    online: Schema.Boolean,
    paper: Schema.Literals(["ok", "low", "out"]),
    cover: Schema.Boolean,
    error: Schema.optionalKey(Schema.NullOr(Schema.String)),
    at: At,
  }),
]).annotate({ identifier: "PrinterReport" })
export type PrinterReport = typeof PrinterReport.Type

export const PrinterReportArgs = Schema.Struct({
  deviceId: Schema.String,
  report: PrinterReport,
})

/** `args` of the op `reprintTicket`: what a station's paper said of an order. */
export const TicketReprint = Schema.Struct({
  orderId: OrderId,
  station: StationKey,
  /** Revision of the order, from 1. Absent: as it is now. */
  rev: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThan(0))),
  /** Absent: the station's own printer. */
  printerId: Schema.optionalKey(PrinterId),
}).annotate({ identifier: "TicketReprint" })
export type TicketReprint = typeof TicketReprint.Type

/** A print job as REST, views and history show it. */
export interface PrintJobView {
  readonly id: JobId
  readonly printerId: PrinterId
  readonly kind: "ticket" | "test" | "summary"
  readonly orderId?: string
  readonly ticketId?: string
  readonly number?: string
  readonly state: JobState
  readonly attempts: number
  readonly cause?: string
  readonly fence?: string
  readonly queuedAt: string
  readonly notAfter: string
  readonly doneAt?: string
  readonly copyOf?: JobId
  /** Another printer took its place. */
  readonly movedTo?: { readonly printerId: PrinterId; readonly jobId: JobId }
  /** The job at another printer whose place it takes. */
  readonly movedFrom?: JobId
  readonly chit: Chit
}
