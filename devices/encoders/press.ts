import { columnsOf, type PrinterFont, type PrinterProfile } from "#core/hub/printer-profile.ts"
import type { Columns } from "#core/kitchen/menu.ts"
import { type Pages, pagesOf } from "./code-page.ts"

/** A printer as one paper meets it: its profile, and the font that prints so many columns. */
export interface Press {
  readonly profile: PrinterProfile
  readonly columns: Columns
  readonly font: PrinterFont
  readonly pages: Pages
}

/** @param columns what a person chose; one that the model cannot print is its own default, so that no line over-runs */
export const pressOf = (profile: PrinterProfile, columns: Columns): Press => {
  const allowed = columnsOf(profile).includes(columns) ? columns : profile.columns
  const font = profile.fonts.find((known) => known.columns.includes(allowed)) ?? profile.fonts[0]
  return { profile, columns: allowed, font, pages: pagesOf(profile.pages) }
}

/** Dots that the columns take: what is drawn beside text is this wide. */
export const dotsAcross = ({ columns, font }: Press): number => columns * font.cell[0]
