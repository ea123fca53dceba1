import { createRequire } from "node:module"
import { gsV0 } from "./bytes-of-dots.ts"
import type { Press } from "./press.ts"
import type { PrintStep, SpelledRun } from "./print-step.ts"
import { bellOf, drawerKick, printMode } from "./side-effects.ts"
import { barcodeHeight } from "./symbols.ts"

/**
 * ESC/POS by `escpos` 2.5.2, for who wants that library; selected per printer, held equal to the default by a test.
 *
 * Only its printer is used, never its adapters (they drop the tail of long tickets), and only what it does right.
 * Overridden: `size` (its `ESC !` clears the emphasis), the code page (it never selects one), the cut (it feeds by
 * itself), line ends inside a run, barcodes and QR codes (its CODE128 swallows the rest of the ticket, cut included)
 * and the drawer (two bytes short).
 */
export const encodeWithEscpos = (steps: ReadonlyArray<PrintStep>, press: Press): Uint8Array => {
  const { profile, font } = press
  const printer = new (escposPrinter())(noAdapter)
  const send = (...bytes: ReadonlyArray<number>) => printer.buffer.write(Buffer.from(bytes))
  const plain = profile.sizes !== "esc-!"
  printer.hardware("init")
  if (font.select > 0 && plain) send(0x1b, 0x4d, font.select)
  let page = -1

  const text = (run: SpelledRun) => {
    if (plain) {
      send(0x1b, 0x45, run.bold ? 1 : 0, 0x1d, 0x42, run.inverse ? 1 : 0)
      send(0x1d, 0x21, ((run.width - 1) << 4) | (run.height - 1))
    } else send(...printMode(run, font.select))
    for (const part of run.parts) {
      if (page !== part.number) {
        page = part.number
        send(0x1b, 0x74, page)
      }
      printer.pureText(part.text, part.page)
    }
  }
  /** A code in the middle; the line after it pushes it out. */
  const centred = (bytes: ReadonlyArray<number>) => {
    send(0x1b, 0x61, 1, ...bytes)
    printer.newLine()
    send(0x1b, 0x61, 0)
  }

  for (const step of steps) {
    switch (step.kind) {
      case "feed":
        printer.feed(step.lines)
        break
      case "gap":
        send(0x1b, 0x4a, step.dots)
        break
      case "cut":
        send(0x1d, 0x56, step.how === "full" ? 0 : 1)
        break
      case "text":
        for (const run of step.runs) text(run)
        if (plain) send(0x1b, 0x45, 0, 0x1d, 0x42, 0, 0x1d, 0x21, 0)
        else send(...printMode(undefined, font.select))
        printer.newLine()
        break
      case "dots":
        printer.print(Buffer.from(gsV0(step.dots)))
        break
      case "qr":
        centred(qrCode(step.text, step.module))
        break
      case "barcode":
        centred(code128(step.text, step.module))
        break
      case "buzzer":
        send(...bellOf(profile))
        break
      case "drawer":
        send(...drawerKick(profile))
        break
    }
  }
  return new Uint8Array(printer.buffer.flush())
}

/** @see Epson ESC/POS, GS ( k: functions 65 model, 67 dots of a module, 69 error correction, 80 store, 81 print */
const qrCode = (text: string, module: number): ReadonlyArray<number> => {
  const data = Buffer.from(text, "latin1")
  const length = data.length + 3
  return [
    ...[0x1d, 0x28, 0x6b, 4, 0, 0x31, 65, 50, 0],
    ...[0x1d, 0x28, 0x6b, 3, 0, 0x31, 67, module],
    ...[0x1d, 0x28, 0x6b, 3, 0, 0x31, 69, 49],
    ...[0x1d, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, 80, 48, ...data],
    ...[0x1d, 0x28, 0x6b, 3, 0, 0x31, 81, 48],
  ]
}

/** @see Epson ESC/POS, GS k 73 n: the length counts the two bytes that choose set B */
const code128 = (text: string, module: number): ReadonlyArray<number> => [
  ...[0x1d, 0x68, barcodeHeight, 0x1d, 0x77, module, 0x1d, 0x48, 0],
  ...[0x1d, 0x6b, 73, text.length + 2, 0x7b, 0x42, ...Buffer.from(text, "latin1")],
]

/** The part of `escpos/printer` that is used; the package ships no types. */
interface EscposPrinter {
  readonly buffer: { write(bytes: Uint8Array): void; flush(): Buffer }
  hardware(command: "init"): EscposPrinter
  print(bytes: Uint8Array): EscposPrinter
  pureText(text: string, encoding: string): EscposPrinter
  newLine(): EscposPrinter
  feed(lines: number): EscposPrinter
}

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
