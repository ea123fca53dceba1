import type { Pages } from "./code-page.ts"
import { graphemeCells, graphemesOf } from "./printable-text.ts"

/**
 * Text for a printer that has neither the letters nor dots to draw them: letters without their marks where that is all
 * it lacks, else a box for each column. Takes exactly the columns of the original.
 *
 * @returns whole whether every letter is there, be it without its mark
 */
export const spelledOut = (
  text: string,
  pages: Pages,
): { readonly text: string; readonly whole: boolean } => {
  let whole = true
  const box = boxOf(pages)
  const letters = graphemesOf(text).map((grapheme) => {
    const cells = graphemeCells(grapheme)
    if (grapheme.length === cells && pages.spells(grapheme)) return grapheme
    const bare = grapheme.normalize("NFKD").replaceAll(/\p{M}/gu, "")
    if (bare.length > 0 && bare.length <= cells && pages.spells(bare)) return bare.padEnd(cells)
    whole = false
    return box.repeat(cells)
  })
  return { text: letters.join(""), whole }
}

/** A full block that catches the eye, as far as the printer has one. */
export const boxOf = (pages: Pages): string => (pages.spells("■") ? "■" : "#")
