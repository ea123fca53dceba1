import type { PaperLine } from "./paper-line.ts"
import { printable } from "./printable-text.ts"

/**
 * Lines as plain text in UTF-8, for printers that lay out and cut by themselves. Sizes are lost, so a line that was
 * white on black stands between stars; no line is longer than the columns it was laid out for, but for the text of a
 * code, which stays whole so that it can be copied.
 */
export const encodeAsText = (lines: ReadonlyArray<PaperLine>): Uint8Array =>
  new TextEncoder().encode(lines.map(textOf).join(""))

const textOf = (line: PaperLine): string => {
  switch (line.kind) {
    case "text":
      return `${line.runs
        .map(({ text, inverse }) =>
          inverse ? text.replace(/^ +| +$/g, (spaces) => "*".repeat(spaces.length)) : text,
        )
        .join("")
        .trimEnd()}\n`
    case "qr":
    case "barcode":
      return `${printable(line.text)}\n`
    default:
      return ""
  }
}
