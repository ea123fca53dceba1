import { Result, Schema } from "effect"
import { invalid } from "#actors/order/order-request.ts"
import { wallClock } from "#actors/tenant/business-day.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { decodeWith } from "#core/hub/decode.ts"
import type { Command } from "#core/hub/gate.ts"
import { PrinterReportArgs } from "#core/hub/printing.ts"
import type { Scope } from "#core/hub/scope.ts"
import { type Cid, derivedId, type EpochMs, JobId, PrinterId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import { printJobView } from "#core/kitchen/print-job-view.ts"
import type { PrinterCommand } from "#core/kitchen/printer-command.ts"
import { jobOf, type PrinterQueue } from "#core/kitchen/printer-queue.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"

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

const printerOps = new Set(["printerReport", "testPage", "cancelJob", "retryJob", "reprintJob"])

export const isPrinterOp = (op: string): boolean => printerOps.has(op)

export const printerRequest = (
  scope: Scope,
  restaurant: Restaurant,
  command: Command,
  at: EpochMs,
): Requested => {
  switch (command.op) {
    case "printerReport":
      return report(scope, restaurant, command)
    case "testPage":
      return testPage(scope, restaurant, command, at)
    default:
      return aboutJob(scope, restaurant, command, at)
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
    return {
      printer,
      cid,
      fingerprint: JSON.stringify(said),
      remember: false,
      command: { op: "report", report: said },
    }
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

const aboutJob = (
  scope: Scope,
  restaurant: Restaurant,
  { cid, op, args }: Command,
  at: EpochMs,
): Requested =>
  Result.gen(function* () {
    const { jobId } = yield* Result.mapError(decodeJob(args), invalid)
    const printer = restaurant.setup.printers.find(({ id }) => {
      const queue = restaurant.printers.get(id)
      return queue !== undefined && jobOf(queue, jobId) !== undefined
    })
    if (printer === undefined)
      return yield* Result.fail(refused("JOB_NOT_FOUND", "There is no such print job", { jobId }))
    const common = { printer, cid, fingerprint: `${op} ${jobId}`, remember: true }
    if (op !== "reprintJob")
      return {
        ...common,
        shows: jobId,
        command: { op: op === "cancelJob" ? "cancelJob" : "retryJob", job: jobId },
      }
    const newId = derivedId(cid, "reprint") as JobId
    return {
      ...common,
      shows: newId,
      command: {
        op: "reprint",
        job: jobId,
        newId,
        by: scope.principal.name ?? scope.principal.id,
        time: wallClock(at, restaurant.setup.tenant.timezone),
      },
    }
  })
