import { cellsOf, graphemesOf } from "./printable-text.ts"

/** How a stretch of characters is printed; `width` and `height` multiply the printer's cell of 12 x 24 dots. */
interface TextStyle {
  readonly bold: boolean
  readonly inverse: boolean
  readonly width: 1 | 2
  readonly height: 1 | 2
}

export interface TextRun extends TextStyle {
  readonly text: string
}

/**
 * One step down the paper, before any printer language. Alignment is already written out as spaces, so that every
 * encoder puts a character into the same column.
 */
export type PaperLine =
  | { readonly kind: "text"; readonly runs: ReadonlyArray<TextRun> }
  /** A PNG in base64, in the middle of the paper. */
  | { readonly kind: "logo"; readonly png: string }
  | { readonly kind: "qr" | "barcode"; readonly text: string }
  /** A breath between two dishes, 1 to 255 dots. */
  | { readonly kind: "gap"; readonly dots: number }
  /** Out to the blade, and cut. */
  | { readonly kind: "cut" }
  | { readonly kind: "buzzer" }
  | { readonly kind: "drawer" }

const plain: TextStyle = { bold: false, inverse: false, width: 1, height: 1 }

export const run = (text: string, style: Partial<TextStyle> = {}): TextRun => ({
  ...plain,
  ...style,
  text,
})

/** Columns of the paper that the runs take. */
export const widthOf = (runs: ReadonlyArray<TextRun>): number =>
  runs.reduce((sum, { text, width }) => sum + cellsOf(text) * width, 0)

/**
 * Breaks runs into lines of at most `columns`, at a space where there is one. A no-break space holds, and prints as
 * a space: the padding of an inverse label.
 *
 * @param hanging spaces before every line but the first; below `columns` / 2
 */
export const wrap = (
  runs: ReadonlyArray<TextRun>,
  columns: number,
  hanging = 0,
): ReadonlyArray<PaperLine> => {
  const lines: Array<Array<TextRun>> = [[]]
  let used = 0
  let gap: TextRun | undefined

  const put = (piece: TextRun, cells: number) => {
    lines.at(-1)?.push(piece)
    used += cells
  }
  const breakLine = () => {
    lines.push(hanging > 0 ? [run(" ".repeat(hanging))] : [])
    used = hanging
    gap = undefined
  }

  for (const word of runs.flatMap(wordsOf)) {
    const cells = widthOf([word])
    const gapCells = gap === undefined ? 0 : widthOf([gap])
    if (word.text.startsWith(" ")) {
      // Spaces that open a paragraph are its indent; between words they wait to see whether a word follows.
      if (used === 0) put(word, cells)
      else gap = word
      continue
    }
    if (used + gapCells + cells > columns && used > hanging && cells <= columns - hanging)
      breakLine()
    else if (gap !== undefined && used + gapCells < columns) put(gap, gapCells)
    gap = undefined

    for (const piece of used + cells <= columns ? [word] : lettersOf(word)) {
      const pieceCells = widthOf([piece])
      if (used + pieceCells > columns) breakLine()
      put(piece, pieceCells)
    }
  }
  return lines.map((line) => ({ kind: "text", runs: joined(line) }))
}

/** A text in the middle of the paper on a bar of its own style from edge to edge. */
export const bar = (
  text: string,
  style: Partial<TextStyle>,
  columns: number,
): ReadonlyArray<PaperLine> =>
  wrap([run(text, style)], columns).map((line) => {
    const runs = line.kind === "text" ? line.runs : []
    const cellWidth = style.width ?? 1
    const free = Math.floor((columns - widthOf(runs)) / cellWidth)
    const left = Math.floor(free / 2)
    return {
      kind: "text",
      runs: joined([run(" ".repeat(left), style), ...runs, run(" ".repeat(free - left), style)]),
    }
  })

/** Left and right at the edges of one line, or below each other when they do not fit. */
export const spread = (
  left: ReadonlyArray<TextRun>,
  right: ReadonlyArray<TextRun>,
  columns: number,
): ReadonlyArray<PaperLine> => {
  const free = columns - widthOf(left) - widthOf(right)
  if (free < 1) return [...wrap(left, columns), ...wrap(right, columns)]
  if (right.length === 0) return wrap(left, columns)
  return [{ kind: "text", runs: joined([...left, run(" ".repeat(free)), ...right]) }]
}

/** A line across the whole paper. */
export const rule = (glyph: "─" | "═", columns: number): PaperLine => ({
  kind: "text",
  runs: [run(glyph.repeat(columns))],
})

const wordsOf = (whole: TextRun): ReadonlyArray<TextRun> =>
  (whole.text.match(/ +|[^ ]+/g) ?? []).map((text) => ({ ...whole, text }))

const lettersOf = (word: TextRun): ReadonlyArray<TextRun> =>
  graphemesOf(word.text).map((text) => ({ ...word, text }))

/** Neighbours of one style become one run: fewer commands on the wire, and Arabic letters stay joined. */
const joined = (runs: ReadonlyArray<TextRun>): ReadonlyArray<TextRun> => {
  const result: Array<TextRun> = []
  for (const next of runs) {
    const last = result.at(-1)
    if (next.text === "") continue
    if (last !== undefined && sameStyle(last, next)) {
      result[result.length - 1] = { ...last, text: last.text + next.text }
    } else {
      result.push(next)
    }
  }
  return result.map((whole) => ({ ...whole, text: whole.text.replaceAll("\u00a0", " ") }))
}

const sameStyle = (a: TextStyle, b: TextStyle): boolean =>
  a.bold === b.bold && a.inverse === b.inverse && a.width === b.width && a.height === b.height
