import type { PrintStep } from "#devices/encoders/print-step.ts"
import type { PaperItem, PrintedCell } from "#devices/simulators/print-head.ts"

/**
 * What lies on paper as lines one can read in a failing test: `TABLE 12` in double size and bold is `{b 2x2|TABLE 12}`.
 * Where a character stands is part of it: leading spaces count.
 */
export const onPaper = (items: ReadonlyArray<PaperItem>): ReadonlyArray<string> =>
  inOne(items.map(itemText))

/** Pictures that touch are one: how a language cuts them is its own affair. */
const inOne = (lines: ReadonlyArray<string>): ReadonlyArray<string> => {
  const found: Array<string> = []
  for (const line of lines) {
    const [, width, height] = drawn.exec(line) ?? []
    const [, widthBefore, heightBefore] = drawn.exec(found.at(-1) ?? "") ?? []
    if (width !== undefined && width === widthBefore)
      found[found.length - 1] = `[drawn ${width} x ${Number(height) + Number(heightBefore)}]`
    else found.push(line)
  }
  return found
}

const drawn = /^\[drawn (\d+) x (\d+)\]$/

/** Every dot of every picture, from the top. */
export const picturesOn = (items: ReadonlyArray<PaperItem>): string =>
  dotsText(items.flatMap((item) => (item.kind === "raster" ? [item.rows] : [])))

export const picturesOf = (steps: ReadonlyArray<PrintStep>): string =>
  dotsText(steps.flatMap((step) => (step.kind === "dots" ? [step.dots.rows] : [])))

/** The one dot that may be added, where a printer would take two bytes of a picture for a command, counts as none. */
const dotsText = (rows: ReadonlyArray<Uint8Array>): string =>
  Buffer.concat(rows.map((bytes) => bytes.map((byte) => (byte === 0x18 ? 0x10 : byte)))).toString(
    "base64",
  )

const itemText = (item: PaperItem): string => {
  switch (item.kind) {
    case "line":
      return `${item.align === "left" ? "" : item.align}${cellsText(item.cells)}${item.wrapped ? " WRAPPED" : ""}`
    case "raster":
      return `[drawn ${item.width} x ${item.height}]`
    case "qr":
    case "barcode":
      return `[${item.kind} ${item.text}, ${item.module} dots, ${item.align}]`
    case "feed":
      return `[feed ${item.dots}]`
    case "cut":
      return `[cut${item.partial ? " partial" : ""}]`
  }
}

/** The same, straight from what is to be printed: what an encoder that loses nothing puts on paper. */
export const asStepped = (steps: ReadonlyArray<PrintStep>): ReadonlyArray<string> =>
  inOne(steps.flatMap(stepText))

const stepText = (step: PrintStep): ReadonlyArray<string> => {
  switch (step.kind) {
    case "text":
      return [
        cellsText(
          step.runs.flatMap(({ text, parts: _, ...style }) =>
            [...text].map((char) => ({ ...style, char, underline: false, page: "" })),
          ),
        ),
      ]
    case "dots":
      return [`[drawn ${step.dots.width} x ${step.dots.height}]`]
    case "qr":
    case "barcode":
      // Behind a code the printers go on in the next line, which is still in the middle.
      return [`[${step.kind} ${step.text}, ${step.module} dots, center]`, "center"]
    case "gap":
      return [`[feed ${step.dots}]`]
    case "feed":
      return Array.from({ length: step.lines }, () => "")
    case "cut":
      return [`[cut${step.how === "partial" ? " partial" : ""}]`]
    case "buzzer":
    case "drawer":
      return []
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
