import type { PrinterProfile } from "#core/hub/printer-profile.ts"
import type { Press } from "./press.ts"
import type { PrintStep, SpelledRun } from "./print-step.ts"
import { barcodeHeight } from "./symbols.ts"

/**
 * Epson's ePOS-Print XML, as UTF-8, for printers that fetch their jobs or take them over HTTP.
 *
 * An attribute of `<text>` holds until another sets it, so every run says all of its own.
 *
 * @see Epson ePOS-Print XML User's Manual, chapter "XML Reference"
 */
export const encodeWithEpos = (
  steps: ReadonlyArray<PrintStep>,
  { profile, font }: Press,
): Uint8Array => {
  const body = steps.map((step) => elementsOf(step, profile)).join("")
  const start = `<text lang="en" font="${fontNames[font.select] ?? "font_a"}" align="left"/>`
  return new TextEncoder().encode(`<epos-print xmlns="${namespace}">${start}${body}</epos-print>`)
}

const namespace = "http://www.epson-pos.com/schemas/2011/03/epos-print"
const fontNames: ReadonlyArray<string> = ["font_a", "font_b", "font_c"]

const elementsOf = (step: PrintStep, profile: PrinterProfile): string => {
  switch (step.kind) {
    case "feed":
      return `<feed line="${step.lines}"/>`
    case "gap":
      return `<feed unit="${step.dots}"/>`
    case "cut":
      return '<cut type="no_feed"/>'
    case "text":
      return `${step.runs.map(textElement).join("")}<text>&#10;</text>`
    case "dots": {
      const { width, height, rows } = step.dots
      const base64 = Buffer.from(rows).toString("base64")
      return `<image width="${width}" height="${height}" color="color_1" mode="mono">${base64}</image>`
    }
    case "qr":
      return centred(
        `<symbol type="qrcode_model_2" level="level_m" width="${step.module}" align="center">${escaped(step.text)}</symbol>`,
      )
    case "barcode":
      return centred(
        `<barcode type="code128" hri="none" width="${step.module}" height="${barcodeHeight}" align="center">{B${escaped(step.text)}</barcode>`,
      )
    case "buzzer":
      return profile.buzzer.by === "epos"
        ? `<sound pattern="${profile.buzzer.pattern}" repeat="${profile.buzzer.times}"/>`
        : ""
    case "drawer":
      return `<pulse drawer="${profile.drawer === "pin5" ? "drawer_2" : "drawer_1"}" time="pulse_100"/>`
  }
}

/** A line of air behind a code, and back to the left. */
const centred = (element: string): string => `${element}<feed line="1"/><text align="left"/>`

const textElement = ({ text, bold, inverse, width, height }: SpelledRun): string =>
  `<text em="${bold}" reverse="${inverse}" width="${width}" height="${height}">${escaped(text)}</text>`

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
