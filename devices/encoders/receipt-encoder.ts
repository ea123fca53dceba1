import ReceiptPrinterEncoder from "@point-of-sale/receipt-printer-encoder"
import type { Columns } from "#core/kitchen/menu.ts"
import { inPages, isAscii, isSpellable } from "./code-page.ts"
import type { PaperLine } from "./paper-line.ts"
import { rasterLine } from "./raster-line.ts"

/** ESC/POS by receipt-printer-encoder: the default. Lines it cannot spell go to the printer as dots. */
export const encodeWithReceiptEncoder = (
  lines: ReadonlyArray<PaperLine>,
  columns: Columns,
): Uint8Array => {
  const encoder = new ReceiptPrinterEncoder({
    language: "esc-pos",
    columns,
    codepageMapping: "epson",
    // LF CR, its default, leaves a stray byte that some firmware takes for a second line feed.
    newline: "\n",
  })
  encoder.initialize()
  for (const line of lines) {
    switch (line.kind) {
      case "feed":
        encoder.newline(line.lines)
        break
      case "gap":
        encoder.raw([0x1b, 0x4a, line.dots])
        break
      case "cut":
        // Its own cut is followed by a line feed, which would push a blank line out on top of the next chit.
        encoder.raw([0x1d, 0x56, 1])
        break
      case "text":
        if (line.runs.every(({ text }) => isSpellable(text))) {
          for (const run of line.runs) {
            encoder.bold(run.bold).invert(run.inverse).size(run.width, run.height)
            spell(encoder, run.text)
          }
          encoder.bold(false).invert(false).size(1, 1).newline()
        } else {
          encoder.raw(rasterLine(line.runs, columns))
        }
    }
  }
  return encoder.encode()
}

/**
 * Puts text into the pages that we choose: left to itself the library copies a page's whole table for every character
 * (14 ms a chit), and with a page given still once for every stretch. ASCII is the same in every page and needs none.
 */
const spell = (encoder: ReceiptPrinterEncoder, text: string) => {
  if (isAscii(text)) {
    encoder.raw(Buffer.from(text, "latin1"))
    return
  }
  for (const part of inPages(text)) encoder.codepage(part.page).text(part.text)
}
