import { Resvg } from "@resvg/resvg-js"
import { type Dots, dotsOfPixels } from "#devices/encoders/dots.ts"
import {
  cellDots,
  fontFile,
  fontsOf,
  gridText,
  lineDots,
  monoFace,
} from "#devices/encoders/printer-font.ts"
import { barcodeDots, qrDots } from "#devices/encoders/symbols.ts"
import type { ReadPaper } from "./byte-walk.ts"
import { readEscpos } from "./escpos-decoder.ts"
import type { PaperItem, PrintedCell } from "./print-head.ts"
import { epsonMachine } from "./printer-machine.ts"

/**
 * The paper that ESC/POS bytes make on a printer of so many columns: a picture of it, and its lines in plain text.
 *
 * Never throws, because paper does not either: bytes that end too early are paper torn off there, and bytes that no
 * printer understands end in a line that says so.
 *
 * @returns text one entry per line; a drawn line is `[drawn W x H]`, a cut `[cut]`
 */
export const renderPaper = (
  bytes: Uint8Array,
  columns: number,
): { readonly png: Uint8Array; readonly text: ReadonlyArray<string> } => {
  const machine = epsonMachine(columns)
  const read = readEscpos(bytes, machine)
  return {
    png: rollPng(read, machine.dots),
    text: rollText(read),
  }
}

/** The same as words, line by line. */
export const rollText = (read: ReadPaper): ReadonlyArray<string> => [
  ...read.items.flatMap(itemText),
  ...troubleOf(read),
]

/** A piece of the roll as it lies on the pass, dot by dot of the print head. @param across printable dots */
export const rollPng = (read: ReadPaper, across: number): Uint8Array =>
  draw(read, across, { margin, ink, paper: sheet }).asPng()

/** What burns on it and nothing else, without a margin. */
export const burntDots = (read: ReadPaper, across: number): Dots => {
  const image = draw(read, across, { margin: 0, ink: "#000", paper: () => "" })
  return dotsOfPixels(image.pixels, image.width, image.height)
}

interface Look {
  /** Dots of bare paper around the printable width. */
  readonly margin: number
  readonly ink: string
  readonly paper: (width: number, height: number) => string
}

const draw = (read: ReadPaper, inner: number, look: Look) => {
  const shapes: Array<string> = []
  let y = look.margin
  for (const item of read.items) {
    shapes.push(
      `<g transform="translate(${look.margin} ${y})">${itemSvg(item, inner, look.margin)}</g>`,
    )
    y += itemDots(item)
  }
  for (const line of troubleOf(read)) {
    shapes.push(`<g transform="translate(${look.margin} ${y})">${gridText(line, true)}</g>`)
    y += lineDots(1)
  }
  const height = Math.max(1, y + look.margin)
  const width = inner + 2 * look.margin
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${look.paper(width, height)}<g fill="${look.ink}">${shapes.join("")}</g></svg>`
  const font = fontsOf([fontFile(monoFace(), false), fontFile(monoFace(), true)])
  return new Resvg(svg, { font }).render()
}

const troubleOf = ({ fault }: ReadPaper): ReadonlyArray<string> =>
  fault === undefined || fault.torn ? [] : [`?? ${fault.message}`]

const margin = 24
const ink = "#1b1a18"
const bare = "#fbf9f3"

/** A sheet with the teeth of the tear bar at both ends. */
const sheet = (width: number, height: number): string => {
  const tooth = 8
  const teeth = (y: number, depth: number) =>
    Array.from(
      { length: Math.ceil(width / tooth) + 1 },
      (_, index) => `L${index * tooth} ${y + (index % 2 === 0 ? 0 : depth)}`,
    )
  const outline = [...teeth(1, 5), ...teeth(height - 1, -5).reverse()].join("").replace("L", "M")
  return `<path d="${outline}Z" fill="${bare}"/>`
}

const itemDots = (item: PaperItem): number => {
  switch (item.kind) {
    case "line":
      return lineDots(Math.max(1, ...item.cells.map(({ height }) => height)), item.cell[1])
    case "raster":
      return item.height
    case "qr":
    case "barcode":
      return codeDots(item).height
    case "feed":
      return item.dots
    case "cut":
      return 0
  }
}

const itemSvg = (item: PaperItem, inner: number, margin: number): string => {
  switch (item.kind) {
    case "line": {
      const [across, down] = [item.cell[0] / cellDots.width, item.cell[1] / cellDots.height]
      const used = item.cells.reduce((sum, { width }) => sum + width * item.cell[0], 0)
      return `<g transform="translate(${startOf(item.align, used, inner)} 0) scale(${across} ${down})">${cellsSvg(item.cells)}</g>`
    }
    case "raster":
      return dotsSvg(item, startOf(item.align, item.width, inner))
    case "qr":
    case "barcode": {
      const dots = codeDots(item)
      return dotsSvg(dots, startOf(item.align, dots.width, inner))
    }
    case "feed":
      return ""
    case "cut":
      return `<path d="M${-margin} 0H${inner + margin}" stroke="#b9b3a4" stroke-width="2" stroke-dasharray="10 8"/>`
  }
}

const codeDots = (item: Extract<PaperItem, { kind: "qr" | "barcode" }>): Dots =>
  item.kind === "qr" ? qrDots(item.text, item) : barcodeDots(item.text, item)

const dotsSvg = (dots: Dots, left: number): string =>
  `<path transform="translate(${left} 0)" shape-rendering="crispEdges" d="${dotsPath(dots)}"/>`

const startOf = (align: "left" | "center" | "right", used: number, inner: number): number =>
  align === "left" ? 0 : align === "right" ? inner - used : (inner - used) / 2

/** Characters of different heights stand on one base line; neighbours of one style are drawn together. */
const cellsSvg = (cells: ReadonlyArray<PrintedCell>): string => {
  const tallest = Math.max(1, ...cells.map(({ height }) => height))
  const shapes: Array<string> = []
  let x = 0
  for (let at = 0; at < cells.length; ) {
    const first = cells[at] as PrintedCell
    let end = at + 1
    while (end < cells.length && sameLook(first, cells[end] as PrintedCell)) end += 1
    const text = cells
      .slice(at, end)
      .map(({ char }) => char)
      .join("")
    const dots = (end - at) * first.width * cellDots.width
    const top = (tallest - first.height) * cellDots.height
    const bottom = top + first.height * cellDots.height
    if (first.inverse) {
      shapes.push(`<path d="M${x} ${top}h${dots}V${bottom}h${-dots}Z"/>`)
    }
    if (first.underline) shapes.push(`<path d="M${x} ${bottom - 2}h${dots}v2h${-dots}Z"/>`)
    shapes.push(
      `<g transform="translate(${x} ${top}) scale(${first.width} ${first.height})"${first.inverse ? ` fill="${bare}"` : ""}>${gridText(text, first.bold)}</g>`,
    )
    x += dots
    at = end
  }
  return shapes.join("")
}

const sameLook = (a: PrintedCell, b: PrintedCell): boolean =>
  a.bold === b.bold &&
  a.inverse === b.inverse &&
  a.underline === b.underline &&
  a.width === b.width &&
  a.height === b.height

/** Every unbroken row of dots as one box. */
const dotsPath = ({ rows, width, height }: Dots): string => {
  const boxes: Array<string> = []
  const burnt = (x: number, y: number) =>
    x < width && ((rows[(y * width + x) >> 3] ?? 0) & (0x80 >> (x % 8))) !== 0
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!burnt(x, y)) continue
      let end = x + 1
      while (burnt(end, y)) end += 1
      boxes.push(`M${x} ${y}h${end - x}v1h${x - end}z`)
      x = end
    }
  }
  return boxes.join("")
}

const itemText = (item: PaperItem): ReadonlyArray<string> => {
  switch (item.kind) {
    case "line":
      return [
        item.cells
          .map(({ char }) => char)
          .join("")
          .trimEnd(),
      ]
    case "raster":
      return [`[drawn ${item.width} x ${item.height}]`]
    case "qr":
    case "barcode":
      return [`[${item.kind} ${item.text}]`]
    case "feed":
      return []
    case "cut":
      return ["[cut]"]
  }
}
