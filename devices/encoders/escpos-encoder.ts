import { createRequire } from "node:module"
import type { Columns } from "#core/kitchen/menu.ts"
import { inPages, isSpellable } from "./code-page.ts"
import type { PaperLine, TextRun } from "./paper-line.ts"
import { rasterLine } from "./raster-line.ts"

/**
 * ESC/POS by `escpos` 2.5.2, for who wants that library; selected per printer, held equal to the default by a test.
 *
 * Only its printer is used, never its adapters (they drop the tail of long tickets), and only what it does right.
 * Overridden: `size` (its `ESC !` clears the emphasis), the code page (it never selects one), the cut (it feeds by
 * itself), line ends inside a run. Not used: barcodes and QR codes (its CODE128 swallows the rest of the ticket, cut
 * included) and the drawer (two bytes short).
 */
export const encodeWithEscpos = (lines: ReadonlyArray<PaperLine>, columns: Columns): Uint8Array => {
  const printer = new (escposPrinter())(noAdapter)
  const send = (...bytes: ReadonlyArray<number>) => printer.buffer.write(Buffer.from(bytes))
  printer.hardware("init")
  let page = -1

  const text = (run: TextRun) => {
    send(0x1b, 0x45, run.bold ? 1 : 0, 0x1d, 0x42, run.inverse ? 1 : 0)
    send(0x1d, 0x21, ((run.width - 1) << 4) | (run.height - 1))
    for (const part of inPages(run.text)) {
      if (page !== pageNumber[part.page]) {
        page = pageNumber[part.page]
        send(0x1b, 0x74, page)
      }
      printer.pureText(part.text, part.page)
    }
  }

  for (const line of lines) {
    switch (line.kind) {
      case "feed":
        printer.feed(line.lines)
        break
      case "gap":
        send(0x1b, 0x4a, line.dots)
        break
      case "cut":
        send(0x1d, 0x56, 1)
        break
      case "text":
        if (line.runs.every((run) => isSpellable(run.text))) {
          for (const run of line.runs) text(run)
          send(0x1b, 0x45, 0, 0x1d, 0x42, 0, 0x1d, 0x21, 0)
          printer.newLine()
        } else {
          printer.print(Buffer.from(rasterLine(line.runs, columns)))
        }
    }
  }
  return new Uint8Array(printer.buffer.flush())
}

/** The part of `escpos/printer` that is used; the package ships no types. */
interface EscposPrinter {
  readonly buffer: { write(bytes: Uint8Array): void; flush(): Buffer }
  hardware(command: "init"): EscposPrinter
  print(bytes: Uint8Array): EscposPrinter
  pureText(text: string, encoding: string): EscposPrinter
  newLine(): EscposPrinter
  feed(lines: number): EscposPrinter
}

/** Numbers of Epson's `ESC t`, TM-T88V and later. */
const pageNumber = { windows1252: 16, cp858: 19 } as const

const noAdapter = { write: () => undefined }

const require = createRequire(import.meta.url)

type EscposPrinterClass = new (adapter: typeof noAdapter) => EscposPrinter

let loaded: EscposPrinterClass | undefined

/**
 * Its index loads drivers for USB, Bluetooth and serial ports; the printer alone loads two image readers. Those are
 * optional packages: loaded only once a printer asks, so that a hub without them still prints with the default.
 */
const escposPrinter = (): EscposPrinterClass => {
  loaded ??= require("escpos/printer") as EscposPrinterClass
  return loaded
}
