import { isSpellable } from "#devices/encoders/code-page.ts"
import type { PaperLine } from "#devices/encoders/paper-line.ts"
import { lineDots } from "#devices/encoders/printer-font.ts"
import type { PaperItem, PrintedCell } from "#devices/simulators/print-head.ts"

/**
 * What lies on paper as lines one can read in a failing test: `TABLE 12` in double size and bold is `{b 2x2|TABLE 12}`.
 * Where a character stands is part of it: leading spaces count.
 */
export const onPaper = (items: ReadonlyArray<PaperItem>): ReadonlyArray<string> =>
  items.map(itemText)

const itemText = (item: PaperItem): string => {
  switch (item.kind) {
    case "line":
      return `${item.align === "left" ? "" : item.align}${cellsText(item.cells)}${item.wrapped ? " WRAPPED" : ""}`
    case "raster":
      return `[drawn ${item.width} x ${item.height}]`
    case "feed":
      return `[feed ${item.dots}]`
    case "cut":
      return `[cut${item.partial ? " partial" : ""}]`
  }
}

/** The same, straight from the layout: what an encoder that loses nothing puts on paper. */
export const asLaidOut = (
  lines: ReadonlyArray<PaperLine>,
  columns: number,
): ReadonlyArray<string> => lines.flatMap((line) => laidOut(line, columns))

const laidOut = (line: PaperLine, columns: number): ReadonlyArray<string> => {
  switch (line.kind) {
    case "text":
      if (!line.runs.every(({ text }) => isSpellable(text))) {
        const tallest = Math.max(...line.runs.map(({ height }) => height))
        return [`[drawn ${columns * 12} x ${lineDots(tallest)}]`]
      }
      return [
        cellsText(
          line.runs.flatMap(({ text, ...style }) =>
            [...text].map((char) => ({ ...style, char, underline: false, page: "" })),
          ),
        ),
      ]
    case "gap":
      return [`[feed ${line.dots}]`]
    case "feed":
      return Array.from({ length: line.lines }, () => "")
    case "cut":
      return ["[cut partial]"]
  }
}

/** Only the words, for tests that look for one. */
export const wordsOn = (items: ReadonlyArray<PaperItem>): ReadonlyArray<string> =>
  items.flatMap((item) =>
    item.kind === "line"
      ? [
          item.cells
            .map(({ char }) => char)
            .join("")
            .trim(),
        ]
      : [],
  )

const cellsText = (cells: ReadonlyArray<PrintedCell>): string => {
  let text = ""
  let before = ""
  for (const cell of cells) {
    const style = styleName(cell)
    if (style !== before) {
      text += (before === "" ? "" : "}") + (style === "" ? "" : `{${style}|`)
      before = style
    }
    text += cell.char
  }
  return before === "" ? text : `${text}}`
}

const styleName = (cell: PrintedCell): string =>
  [
    cell.bold ? "b" : "",
    cell.inverse ? "i" : "",
    cell.underline ? "u" : "",
    cell.width === 1 && cell.height === 1 ? "" : `${cell.width}x${cell.height}`,
  ]
    .filter((part) => part !== "")
    .join(" ")
