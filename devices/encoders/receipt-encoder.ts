import ReceiptPrinterEncoder from "@point-of-sale/receipt-printer-encoder"
import type { PrinterLanguage, PrinterProfile } from "#core/hub/printer-profile.ts"
import { escGsS, escX, gsV0 } from "./bytes-of-dots.ts"
import { isAscii } from "./code-page.ts"
import type { Dots } from "./dots.ts"
import type { Press } from "./press.ts"
import type { PrintStep, SpelledRun } from "./print-step.ts"
import { bellOf, drawerKick, printMode } from "./side-effects.ts"
import { barcodeHeight } from "./symbols.ts"

/** Languages of bytes; a profile of any other never comes here. */
type ByteLanguage = Extract<PrinterLanguage, "escpos" | "starprnt" | "starline">

/** ESC/POS, StarPRNT and Star Line by receipt-printer-encoder: the default. */
export const encodeWithReceiptEncoder = (
  steps: ReadonlyArray<PrintStep>,
  press: Press,
): Uint8Array => {
  const { profile, font } = press
  const language = profile.language as ByteLanguage
  const dialect = dialects[language]
  const encoder = new ReceiptPrinterEncoder({
    language: dialect.name,
    // A model that has the font; and never narrower than the lines, which are broken already.
    printerModel: font.select === 2 ? "epson-tm-m30iii" : dialect.model,
    columns: 48,
    codepageMapping: numbersOf(profile.pages),
    // LF CR, its default, leaves a stray byte that some firmware takes for a second line feed.
    newline: "\n",
    autoFlush: false,
  })
  const plain = profile.sizes !== "esc-!"
  if (plain) encoder.initialize()
  else encoder.raw([0x1b, 0x40])
  if (font.select > 0 && plain) encoder.font(fontLetters[font.select] ?? "A")

  const text = (run: SpelledRun) => {
    if (plain) encoder.bold(run.bold).invert(run.inverse).size(run.width, run.height)
    else encoder.raw(printMode(run, font.select))
    spell(encoder, run)
  }

  for (const step of steps) {
    switch (step.kind) {
      case "feed":
        encoder.newline(step.lines)
        break
      case "gap":
        encoder.raw([0x1b, dialect.gap, step.dots])
        break
      case "cut":
        // Its own cut is followed by a line feed, which would push a blank line out on top of the next chit.
        encoder.raw([...dialect.cut, step.how === "full" ? 0 : 1])
        break
      case "text":
        for (const run of step.runs) text(run)
        if (plain) encoder.bold(false).invert(false).size(1, 1)
        else encoder.raw(printMode(undefined, font.select))
        encoder.newline()
        break
      case "dots":
        encoder.raw(dialect.dots(step.dots))
        break
      case "qr":
        encoder.align("center").qrcode(step.text, { model: 2, size: step.module, errorlevel: "m" })
        encoder.align("left")
        break
      case "barcode":
        encoder.align("center").barcode(step.text, "code128", {
          height: barcodeHeight,
          // It counts from the thinnest bar that printers have, which is two dots.
          width: step.module - 1,
        })
        encoder.align("left")
        break
      case "buzzer":
        encoder.raw(bellOf(profile))
        break
      case "drawer":
        encoder.raw(drawerKick(profile))
        break
    }
  }
  return encoder.encode()
}

/** What the library lacks, or does wrong, in each language. */
interface Dialect {
  readonly name: "esc-pos" | "star-prnt" | "star-line"
  readonly model: "epson-tm-t20iii" | "star-tsp100iv" | "star-tsp650ii"
  /** Feeds so many dots: `ESC J` of Epson, `ESC I` of Star. */
  readonly gap: number
  readonly cut: ReadonlyArray<number>
  readonly dots: (dots: Dots) => Uint8Array
}

const dialects: Readonly<Record<ByteLanguage, Dialect>> = {
  escpos: { name: "esc-pos", model: "epson-tm-t20iii", gap: 0x4a, cut: [0x1d, 0x56], dots: gsV0 },
  starprnt: {
    name: "star-prnt",
    model: "star-tsp100iv",
    gap: 0x49,
    cut: [0x1b, 0x64],
    dots: escGsS,
  },
  starline: { name: "star-line", model: "star-tsp650ii", gap: 0x49, cut: [0x1b, 0x64], dots: escX },
}

const fontLetters: ReadonlyArray<string> = ["A", "B", "C", "D", "E"]

/**
 * Puts text into the pages that we choose: left to itself the library copies a page's whole table for every character
 * (14 ms a chit), and with a page given still once for every stretch. ASCII is the same in every page and needs none.
 */
const spell = (encoder: ReceiptPrinterEncoder, { text, parts }: SpelledRun) => {
  if (isAscii(text)) {
    encoder.raw(Buffer.from(text, "latin1"))
    return
  }
  for (const part of parts) encoder.codepage(part.page).text(part.text)
}

const numbersOf = (pages: PrinterProfile["pages"]): Record<string, number> =>
  Object.fromEntries(pages.map(({ name, number }) => [name, number]))
