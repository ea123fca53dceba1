import { Effect, Result, Schema } from "effect"
import { invalid } from "#actors/order/order-request.ts"
import { wallClock } from "#actors/tenant/business-day.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { decodeWith } from "#core/hub/decode.ts"
import type { Command, CommandFailure } from "#core/hub/gate.ts"
import { type PrinterReport, PrinterReportArgs } from "#core/hub/printing.ts"
import type { Scope } from "#core/hub/scope.ts"
import { type Cid, derivedId, type EpochMs, JobId, PrinterId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import { printJobView } from "#core/kitchen/print-job-view.ts"
import type { PrinterCommand } from "#core/kitchen/printer-command.ts"
import { jobOf, type PrinterQueue } from "#core/kitchen/printer-queue.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import type { EventLog } from "#core/log/event-log.ts"
import { recallJob } from "./forgotten-job.ts"
import { ticketReprint } from "./ticket-reprint.ts"

/** Which printer is asked what. */
export interface PrinterRequest {
  readonly printer: Printer
  readonly cid: Cid
  readonly fingerprint: string
  readonly remember: boolean
  readonly command: PrinterCommand
  /** The job that the answer shows. */
  readonly shows?: JobId
}

type Requested = Result.Result<PrinterRequest, Refused>

const decodeReport = decodeWith(PrinterReportArgs)
const decodeJob = decodeWith(Schema.Struct({ jobId: JobId }))
const decodePrinter = decodeWith(Schema.Struct({ printerId: PrinterId }))

const printerOps = new Set([
  ...["printerReport", "testPage", "cancelJob", "retryJob", "confirmJob", "reprintJob"],
  "reprintTicket",
])

export const isPrinterOp = (op: string): boolean => printerOps.has(op)

/** What is not in memory any more is read from the log: jobs that are to be printed again, orders as they were. */
export const printerRequest = (
  log: EventLog["Service"],
  scope: Scope,
  restaurant: Restaurant,
  command: Command,
  at: EpochMs,
): Effect.Effect<PrinterRequest, CommandFailure> => {
  switch (command.op) {
    case "printerReport":
      return Effect.fromResult(report(scope, restaurant, command))
    case "testPage":
      return Effect.fromResult(testPage(scope, restaurant, command, at))
    case "reprintJob":
      return reprintJob(log, scope, restaurant, command, at)
    case "reprintTicket":
      return ticketReprint(log, scope, restaurant, command, at)
    default:
      return Effect.fromResult(aboutJob(restaurant, command))
  }
}

/** The job that was asked about, as it stands after the answer. */
export const jobViewOf = (
  { printer, shows }: PrinterRequest,
  queue: PrinterQueue,
): { readonly result?: unknown } => {
  const job = shows === undefined ? undefined : jobOf(queue, shows)
  return job === undefined ? {} : { result: printJobView(printer.id, job) }
}

/** A device speaks for itself alone. */
const report = (scope: Scope, restaurant: Restaurant, { cid, args }: Command): Requested =>
  Result.gen(function* () {
    const { deviceId, report: said } = yield* Result.mapError(decodeReport(args), invalid)
    if (scope.principal.kind === "device" && scope.principal.id !== deviceId)
      return yield* Result.fail(refused("AUTH_FORBIDDEN", "A device speaks for itself alone"))
    const printer = restaurant.setup.printers.find((known) => known.deviceId === deviceId)
    if (printer === undefined)
      return yield* Result.fail(
        refused("PRINTER_UNKNOWN", "No printer has this device", { deviceId }),
      )
    const stranger = strangeJob(restaurant, printer, said)
    if (stranger !== undefined) return yield* Result.fail(stranger)
    return {
      printer,
      cid,
      fingerprint: JSON.stringify(said),
      remember: false,
      command: { op: "report", report: said },
    }
  })

/** A word about a job that this printer was never given, or has forgotten: nothing can follow from it. */
const strangeJob = (
  restaurant: Restaurant,
  printer: Printer,
  said: PrinterReport,
): Refused | undefined => {
  if (said.report !== "ack" && said.report !== "result") return undefined
  const { job } = said
  const queue = restaurant.printers.get(printer.id)
  const known = queue === undefined ? undefined : jobOf(queue, job)
  const meta = { jobId: job }
  if (known !== undefined)
    return known.attempts > 0
      ? undefined
      : refused("JOB_UNKNOWN", "The printer was not given this job yet.", meta)
  return printerOf(restaurant, job) === undefined
    ? refused("JOB_UNKNOWN", "The printer has no such job (any more).", meta)
    : refused("JOB_NOT_YOURS", "Another printer was given the job.", meta)
}

/** The printer that has the job, waiting or among its last finished ones. */
const printerOf = (restaurant: Restaurant, jobId: string): Printer | undefined =>
  restaurant.setup.printers.find(({ id }) => {
    const queue = restaurant.printers.get(id)
    return queue !== undefined && jobOf(queue, jobId) !== undefined
  })

const testPage = (
  scope: Scope,
  restaurant: Restaurant,
  { cid, args }: Command,
  at: EpochMs,
): Requested =>
  Result.gen(function* () {
    const { printerId } = yield* Result.mapError(decodePrinter(args), invalid)
    const printer = restaurant.setup.printers.find(({ id }) => id === printerId)
    if (printer === undefined)
      return yield* Result.fail(
        refused("PRINTER_NOT_FOUND", "There is no such printer", { printerId }),
      )
    const id = derivedId(cid, "test page") as JobId
    return {
      printer,
      cid,
      fingerprint: `testPage ${printerId}`,
      remember: true,
      shows: id,
      command: {
        op: "enqueue",
        job: {
          id,
          kind: "test",
          notAfter: (at + printer.maxAgeSeconds * 1000) as EpochMs,
          chit: {
            banners: [{ kind: "test" }],
            station: printer.name,
            number: "TEST",
            type: "counter",
            time: wallClock(at, restaurant.setup.tenant.timezone),
            ...(scope.principal.name === undefined ? {} : { server: scope.principal.name }),
            note: [printer.driver ?? "agent", printer.profile, `${printer.columns}`]
              .filter((word) => word !== undefined)
              .join(" · "),
            lines: [
              { quantity: 1, name: "Crème brûlée à l'œuf", modifiers: [], note: "12,50 €" },
              { quantity: 2, name: "دجاج مشوي", modifiers: [] },
              { quantity: 3, name: "味噌ラーメン", modifiers: [] },
            ],
            rev: 1,
            language: printer.language,
          },
        },
      },
    }
  })

const aboutJob = (restaurant: Restaurant, { cid, op, args }: Command): Requested =>
  Result.gen(function* () {
    const { jobId } = yield* Result.mapError(decodeJob(args), invalid)
    const printer = printerOf(restaurant, jobId)
    if (printer === undefined) return yield* Result.fail(jobNotFound(jobId))
    return {
      ...{ printer, cid, fingerprint: `${op} ${jobId}`, remember: true, shows: jobId },
      command: { op: op as "cancelJob" | "retryJob" | "confirmJob", job: jobId },
    }
  })

const jobNotFound = (jobId: JobId): Refused =>
  refused("JOB_NOT_FOUND", "There is no such print job", { jobId })

const reprintJob = (
  log: EventLog["Service"],
  scope: Scope,
  restaurant: Restaurant,
  { cid, op, args }: Command,
  at: EpochMs,
): Effect.Effect<PrinterRequest, CommandFailure> =>
  Effect.gen(function* () {
    const { jobId } = yield* Effect.fromResult(Result.mapError(decodeJob(args), invalid))
    const known = printerOf(restaurant, jobId)
    const forgotten = known === undefined ? yield* recallJob(log, scope, jobId) : undefined
    const printer = known ?? restaurant.setup.printers.find(({ id }) => id === forgotten?.printerId)
    if (printer === undefined) return yield* jobNotFound(jobId)
    const newId = derivedId(cid, "reprint") as JobId
    return {
      ...{ printer, cid, fingerprint: `${op} ${jobId}`, remember: true, shows: newId },
      command: {
        ...{ op: "reprint" as const, job: jobId, newId },
        by: scope.principal.name ?? scope.principal.id,
        time: wallClock(at, restaurant.setup.tenant.timezone),
        ...(forgotten === undefined ? {} : { forgotten: forgotten.family }),
      },
    }
  })
