import { type Face, faceNamed } from "./printer-faces.ts"

/** Dots of one character cell at normal size: font A of a thermal printer at 203 dpi. */
export const cellDots = { width: 12, height: 24 } as const

/** Dots that the paper moves with a line whose tallest character is `height` cells: line spacing is 1/6 inch or that. */
export const lineDots = (height: number, cellHeight: number = cellDots.height): number =>
  Math.max(30, cellHeight * height)

/** The face that looks like the printer's own: every letter exactly one cell wide. */
export const monoFace = (): Face => faceNamed("mono")

/**
 * Letters on the printer's grid as SVG, their cell's upper left corner at the origin.
 *
 * Drawn larger and squeezed, because a thermal head's letters are taller than those of a text face of the same pitch.
 */
export const gridText = (text: string, bold: boolean): string => {
  const { family, size, baseline } = monoFace()
  const squeeze = cellDots.width / (monoAdvance * size)
  return `<text transform="scale(${squeeze.toFixed(4)} 1)" x="0" y="${baseline}" font-family="${family}" font-size="${size}" font-weight="${weight(bold)}" xml:space="preserve">${escaped(text)}</text>`
}

/**
 * Letters of any face as SVG at the origin of their first cell, in the reading direction of their script. A face without
 * a bold of its own is drawn with thicker lines.
 */
export const faceText = (text: string, face: Face, bold: boolean): string => {
  const thicker = bold && face.files.bold === face.files.regular
  const stroke = thicker ? ' stroke="currentColor" stroke-width="0.5"' : ""
  return `<text x="0" y="${face.baseline}" font-family="${face.family}" font-size="${face.size}" letter-spacing="${face.spacing}" font-weight="${weight(bold)}"${stroke} xml:space="preserve">${escaped(text)}</text>`
}

export const fontFile = ({ files }: Face, bold: boolean): string =>
  bold ? files.bold : files.regular

/** What the renderer needs to find its faces; nothing of the machine's own fonts, so that every machine draws alike. */
export const fontsOf = (files: ReadonlyArray<string>) => ({
  loadSystemFonts: false,
  fontFiles: [...files],
  defaultFontFamily: monoFace().family,
})

const monoAdvance = 0.6
const weight = (bold: boolean): 400 | 700 => (bold ? 700 : 400)

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
