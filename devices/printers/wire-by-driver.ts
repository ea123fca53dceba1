import { Effect } from "effect"
import { PrinterWire, WireDown } from "#core/hub/printing.ts"
import type { Printer, PrinterDriver } from "#core/kitchen/menu.ts"

type Wire = PrinterWire["Service"]

/** One wire for all printers: each job goes by the wire of its printer's driver. */
export const wireByDriver = (wires: Readonly<Partial<Record<PrinterDriver, Wire>>>): Wire => {
  const of = (printer: Printer): Wire | undefined => wires[printer.driver ?? "agent"]
  return PrinterWire.of({
    prepare: (printer, chit) => of(printer)?.prepare?.(printer, chit),
    send: (scope, printer, attempt) =>
      of(printer)?.send(scope, printer, attempt) ??
      new WireDown({ reason: `this hub drives no ${printer.driver} printers` }),
    receipt: (scope, printer, job, attempt) =>
      of(printer)?.receipt(scope, printer, job, attempt) ?? Effect.void,
    cancel: (scope, printer, job) => of(printer)?.cancel(scope, printer, job) ?? Effect.void,
  })
}
