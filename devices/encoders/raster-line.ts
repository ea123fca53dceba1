import { Resvg } from "@resvg/resvg-js"
import { type Dots, dotsOfPixels, wholeBytes } from "./dots.ts"
import type { TextRun } from "./paper-line.ts"
import { graphemeCells, graphemesOf } from "./printable-text.ts"
import { type Face, facesFor } from "./printer-faces.ts"
import {
  cellDots,
  faceText,
  fontFile,
  fontsOf,
  gridText,
  lineDots,
  monoFace,
} from "./printer-font.ts"

/** Width and height of one character in dots. */
export type Cell = readonly [width: number, height: number]

/** Runs that belong on one line. */
type Line = ReadonlyArray<TextRun>

/**
 * A line that no code page can spell (Arabic, Hebrew, Japanese), drawn over the columns of the paper, as high as the
 * text line would have fed. What no font has becomes a box.
 */
export const rasterLine = (line: Line, columns: number, cell: Cell = fontCell): Dots => {
  const key = keyOf(line, columns, cell)
  const dots = drawn.get(key) ?? draw([sketchOf(line, columns, cell)])[0]
  if (dots === undefined) throw new Error("a sketch is always drawn")
  // Put back as the youngest: insertion order is what decides who leaves.
  drawn.delete(key)
  if (drawn.size >= drawnLimit) drawn.delete(drawn.keys().next().value as string)
  drawn.set(key, dots)
  return dots
}

/**
 * Draws all lines of a chit at once that were not drawn before, so that {@link rasterLine} finds them: most of the time
 * goes into reading the fonts, which are then read once.
 */
export const drawAhead = (
  lines: ReadonlyArray<Line>,
  columns: number,
  cell: Cell = fontCell,
): void => {
  const missing = new Map(
    lines
      .map((line) => [keyOf(line, columns, cell), line] as const)
      .filter(([key]) => !drawn.has(key))
      .slice(0, drawnLimit / 2),
  )
  const sketches = Array.from(missing, ([key, line]) => ({ key, ...sketchOf(line, columns, cell) }))
  // Which other fonts are at hand may decide who draws a letter: only lines of the same fonts go together, so that a
  // line is the same dots whatever was drawn with it.
  for (const together of Map.groupBy(sketches, ({ files }) => files.join()).values())
    draw(together).forEach((dots, index) => {
      if (drawn.size >= drawnLimit) drawn.delete(drawn.keys().next().value as string)
      drawn.set(together[index]?.key ?? "", dots)
    })
}

const keyOf = (line: Line, columns: number, cell: Cell): string =>
  `${columns}/${cell}/${JSON.stringify(line)}`

// Drawing takes milliseconds and a menu repeats itself. A pure function of its key, so tenants may share it; at most
// 4 KiB a line.
const drawn = new Map<string, Dots>()
const drawnLimit = 512

const fontCell: Cell = [cellDots.width, cellDots.height]

/** A line as SVG, and the fonts that it needs. */
interface Sketch {
  readonly body: string
  readonly width: number
  readonly height: number
  readonly files: ReadonlyArray<string>
}

/** Letters of one run that are drawn in one go, with the cells they may fill. */
interface Stretch {
  readonly text: string
  readonly cells: number
  readonly faces: ReadonlyArray<Face>
  readonly rightToLeft: boolean
}

const sketchOf = (line: Line, columns: number, [cellWidth, cellHeight]: Cell): Sketch => {
  const tallest = Math.max(1, ...line.map((run) => run.height))
  const files = new Set<string>()
  const shapes: Array<string> = []
  let x = 0
  for (const run of line) {
    const top = (tallest - run.height) * cellDots.height
    files.add(fontFile(monoFace(), run.bold))
    for (const stretch of stretchesOf(run.text)) {
      const stretchDots = stretch.cells * cellDots.width * run.width
      for (const face of stretch.faces) files.add(fontFile(face, run.bold))
      if (run.inverse) {
        shapes.push(
          `<rect x="${x}" y="${top}" width="${stretchDots}" height="${cellDots.height * run.height}"/>`,
        )
      }
      shapes.push(
        `<g transform="translate(${x} ${top}) scale(${run.width} ${run.height})" ${inkOf(run)}>${stretchSvg(stretch, run.bold)}</g>`,
      )
      x += stretchDots
    }
  }
  const scale = `scale(${cellWidth / cellDots.width} ${cellHeight / cellDots.height})`
  return {
    body: `<g transform="${scale}">${shapes.join("")}</g>`,
    width: wholeBytes(columns * cellWidth),
    height: lineDots(tallest, cellHeight),
    files: [...files].sort(),
  }
}

/** The colour too, for faces whose bold is an outline. */
const inkOf = ({ inverse }: TextRun): string => {
  const ink = inverse ? "#fff" : "#000"
  return `fill="${ink}" color="${ink}"`
}

/** Below each other on one sheet, each inside of its own frame. @param sketches of one width and the same fonts */
const draw = (sketches: ReadonlyArray<Sketch>): ReadonlyArray<Dots> => {
  const [first] = sketches
  if (first === undefined) return []
  const { width, files } = first
  let height = 0
  const frames = sketches.map((sketch) => {
    const frame = `<svg x="0" y="${height}" width="${width}" height="${sketch.height}">${sketch.body}</svg>`
    height += sketch.height
    return frame
  })
  const sheet = page(width, height, frames.join(""))
  const { pixels } = new Resvg(sheet, { font: fontsOf(files) }).render()
  let top = 0
  return sketches.map((sketch) => {
    const from = top * width * 4
    top += sketch.height
    return dotsOfPixels(pixels.subarray(from, top * width * 4), width, sketch.height)
  })
}

/** Neighbouring letters of one face together; from the first to the last right-to-left letter, everything together. */
const stretchesOf = (text: string): ReadonlyArray<Stretch> => {
  const letters = graphemesOf(text)
  const faceOf = facesFor(text)
  const first = letters.findIndex((letter) => rightToLeft.test(letter))
  const last = letters.findLastIndex((letter) => rightToLeft.test(letter))
  const stretches: Array<Stretch> = []
  letters.forEach((letter, index) => {
    const known = faceOf(letter)
    const next: Stretch = {
      text: known === undefined ? missing : letter,
      cells: graphemeCells(letter),
      faces: [known ?? monoFace()],
      rightToLeft: first >= 0 && index >= first && index <= last,
    }
    const before = stretches.at(-1)
    const joins =
      before !== undefined &&
      (next.rightToLeft ? before.rightToLeft : before.faces[0] === next.faces[0]) &&
      before.rightToLeft === next.rightToLeft &&
      // A box is one cell wide and an emoji two: the next letter must not slide into the gap.
      known !== undefined
    if (joins) {
      stretches[stretches.length - 1] = {
        ...next,
        text: before.text + next.text,
        cells: before.cells + next.cells,
        faces: [...before.faces, ...next.faces],
      }
    } else {
      stretches.push(next)
    }
  })
  return stretches
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u
const missing = "□"

const stretchSvg = (stretch: Stretch, bold: boolean): string => {
  const face = stretch.faces[0] as Face
  if (face === monoFace()) return gridText(stretch.text, bold)
  // An isolate gives the words their own direction: in a Hebrew name the first word stands right, Latin words stay whole.
  const svg = faceText(
    stretch.rightToLeft ? `\u2067${stretch.text}\u2069` : stretch.text,
    face,
    bold,
  )
  const room = stretch.cells * cellDots.width
  const taken = face.spacing > 0 ? 0 : measured(svg, stretch.faces, bold)
  return taken > room ? `<g transform="scale(${(room / taken).toFixed(4)} 1)">${svg}</g>` : svg
}

/** Dots from the origin to the rightmost ink. Cells are only reckoned for scripts whose letters differ in width. */
const measured = (svg: string, faces: ReadonlyArray<Face>, bold: boolean): number => {
  const files = [...new Set(faces.map((face) => fontFile(face, bold)))].sort()
  const box = new Resvg(page(2000, 40, svg), { font: fontsOf(files) }).getBBox()
  return box === undefined ? 0 : box.x + box.width
}

const page = (width: number, height: number, body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`
