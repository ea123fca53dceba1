import { Resvg } from "@resvg/resvg-js"
import type { Columns } from "#core/kitchen/menu.ts"
import type { TextRun } from "./paper-line.ts"
import { graphemeCells, graphemesOf } from "./printable-text.ts"
import {
  cellDots,
  type Face,
  faceOf,
  faceText,
  fontOptions,
  gridText,
  lineDots,
  monoFace,
} from "./printer-font.ts"

/**
 * A line that no code page can spell (Arabic, Hebrew, Japanese), drawn over the width of the paper and sent as a
 * `GS v 0` bit image, which feeds as far as the text line would have done. What no font has becomes a box.
 *
 * @see Epson ESC/POS, GS v 0: `1D 76 30 m xL xH yL yH`, then rows of bytes, most significant bit leftmost
 */
export const rasterLine = (runs: ReadonlyArray<TextRun>, columns: Columns): Uint8Array => {
  const key = `${columns}${JSON.stringify(runs)}`
  const known = drawn.get(key)
  if (known !== undefined) {
    // Put back as the youngest: insertion order is what decides who leaves.
    drawn.delete(key)
    drawn.set(key, known)
    return known
  }
  const fresh = draw(runs, columns)
  if (drawn.size >= drawnLimit) drawn.delete(drawn.keys().next().value as string)
  drawn.set(key, fresh)
  return fresh
}

// Drawing takes milliseconds and a menu repeats itself. A pure function of its key, so tenants may share it; at most
// 4 KiB a line.
const drawn = new Map<string, Uint8Array>()
const drawnLimit = 512

/** Letters of one run that are drawn in one go, with the cells they may fill. */
interface Stretch {
  readonly text: string
  readonly cells: number
  readonly faces: ReadonlyArray<Face>
  readonly rightToLeft: boolean
}

const draw = (runs: ReadonlyArray<TextRun>, columns: Columns): Uint8Array => {
  const width = columns * cellDots.width
  const tallest = Math.max(1, ...runs.map((run) => run.height))
  const height = lineDots(tallest)
  const needed = new Set<Face>([monoFace()])
  const shapes: Array<string> = []
  let x = 0
  for (const run of runs) {
    const top = (tallest - run.height) * cellDots.height
    for (const stretch of stretchesOf(run.text)) {
      const stretchDots = stretch.cells * cellDots.width * run.width
      for (const face of stretch.faces) needed.add(face)
      if (run.inverse) {
        shapes.push(
          `<rect x="${x}" y="${top}" width="${stretchDots}" height="${cellDots.height * run.height}"/>`,
        )
      }
      shapes.push(
        `<g transform="translate(${x} ${top}) scale(${run.width} ${run.height})" fill="${run.inverse ? "#fff" : "#000"}">${stretchSvg(stretch, run.bold)}</g>`,
      )
      x += stretchDots
    }
  }
  const bold = runs.some((run) => run.bold)
  const image = new Resvg(page(width, height, shapes.join("")), {
    font: bothWeights(
      [...needed],
      bold,
      runs.some((run) => !run.bold),
    ),
  }).render()
  return gsV0(image.pixels, width, height)
}

/** Neighbouring letters of one face together; from the first to the last right-to-left letter, everything together. */
const stretchesOf = (text: string): ReadonlyArray<Stretch> => {
  const letters = graphemesOf(text)
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
  const box = new Resvg(page(2000, 40, svg), { font: fontOptions([...faces], bold) }).getBBox()
  return box === undefined ? 0 : box.x + box.width
}

const bothWeights = (faces: ReadonlyArray<Face>, bold: boolean, regular: boolean) => ({
  ...fontOptions(faces, bold),
  fontFiles: [
    ...(bold ? fontOptions(faces, true).fontFiles : []),
    ...(regular ? fontOptions(faces, false).fontFiles : []),
  ],
})

const page = (width: number, height: number, body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`

/** Dots darker than the middle burn; transparent is paper. */
const gsV0 = (pixels: Uint8Array, width: number, height: number): Uint8Array => {
  const rowBytes = width / 8
  const bytes = new Uint8Array(8 + rowBytes * height)
  bytes.set([0x1d, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, height & 0xff, height >> 8])
  for (let dot = 0; dot < width * height; dot += 1) {
    const alpha = pixels[dot * 4 + 3] ?? 0
    const light = pixels[dot * 4] ?? 0
    if (alpha > 127 && light < 128) {
      const at = 8 + Math.floor(dot / 8)
      bytes[at] = (bytes[at] ?? 0) | (0x80 >> (dot % 8))
    }
  }
  return bytes
}
