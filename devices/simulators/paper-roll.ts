import { Resvg } from "@resvg/resvg-js"
import type { Columns } from "#core/kitchen/menu.ts"
import {
  cellDots,
  fontOptions,
  gridText,
  lineDots,
  monoFace,
} from "#devices/encoders/printer-font.ts"
import { readEscpos } from "./escpos-decoder.ts"
import type { PaperItem, PrintedCell } from "./print-head.ts"

/**
 * The paper that ESC/POS bytes make: a picture, dot by dot of the print head, and the lines in plain text.
 *
 * Never throws, because paper does not either: bytes that end too early are paper torn off there, and bytes that no
 * printer understands end in a line that says so.
 *
 * @returns text one entry per line; a drawn line is `[drawn W x H]`, a cut `[cut]`
 */
export const renderPaper = (
  bytes: Uint8Array,
  columns: Columns,
): { readonly png: Uint8Array; readonly text: ReadonlyArray<string> } => {
  const { items, fault } = readEscpos(bytes, columns)
  const trouble = fault === undefined || fault.torn ? [] : [`?? ${fault.message}`]
  const inner = columns * cellDots.width
  const shapes: Array<string> = []
  let y = margin
  for (const item of items) {
    shapes.push(`<g transform="translate(${margin} ${y})">${itemSvg(item, inner)}</g>`)
    y += itemDots(item)
  }
  for (const line of trouble) {
    shapes.push(`<g transform="translate(${margin} ${y})">${gridText(line, true)}</g>`)
    y += lineDots(1)
  }
  const height = y + margin
  const width = inner + 2 * margin
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${sheet(width, height)}<g fill="${ink}">${shapes.join("")}</g></svg>`
  const fonts = fontOptions([monoFace()], false)
  const font = {
    ...fonts,
    fontFiles: [...fonts.fontFiles, ...fontOptions([monoFace()], true).fontFiles],
  }
  return {
    png: new Resvg(svg, { font }).render().asPng(),
    text: [...items.flatMap(itemText), ...trouble],
  }
}

/** Dots of bare paper around the printable width. */
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
      return lineDots(Math.max(1, ...item.cells.map(({ height }) => height)))
    case "raster":
      return item.height
    case "feed":
      return item.dots
    case "cut":
      return 0
  }
}

const itemSvg = (item: PaperItem, inner: number): string => {
  switch (item.kind) {
    case "line": {
      const used = item.cells.reduce((sum, cell) => sum + cell.width * cellDots.width, 0)
      return `<g transform="translate(${startOf(item.align, used, inner)} 0)">${cellsSvg(item.cells)}</g>`
    }
    case "raster":
      return `<path transform="translate(${startOf(item.align, item.width, inner)} 0)" shape-rendering="crispEdges" d="${dotsPath(item)}"/>`
    case "feed":
      return ""
    case "cut":
      return `<path d="M${-margin} 0H${inner + margin}" stroke="#b9b3a4" stroke-width="2" stroke-dasharray="10 8"/>`
  }
}

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
const dotsPath = ({ rows, width, height }: Extract<PaperItem, { kind: "raster" }>): string => {
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
    case "feed":
      return []
    case "cut":
      return ["[cut]"]
  }
}
