import { createRequire } from "node:module"
import { fontCoverage } from "./font-coverage.ts"

/** Dots of one character cell at normal size: font A of a thermal printer at 203 dpi. */
export const cellDots = { width: 12, height: 24 } as const

/** Dots that the paper moves with a line whose tallest character is `height` cells: line spacing is 1/6 inch or that. */
export const lineDots = (height: number, cellHeight: number = cellDots.height): number =>
  Math.max(30, cellHeight * height)

/** One face of the fonts that stand in for what a printer cannot spell. */
export interface Face {
  readonly family: string
  readonly files: { readonly regular: string; readonly bold: string }
  /** Pixels per em at which its letters fill a cell. */
  readonly size: number
  /** Dots from the top of the cell to the line that letters stand on. */
  readonly baseline: number
  /** Extra dots after each letter, so that an ideograph fills its two cells. */
  readonly spacing: number
  readonly has: (grapheme: string) => boolean
}

/** The face that looks like the printer's own: every letter exactly one cell wide. */
export const monoFace = (): Face => faces()[0] as Face

/** First face that has every letter of the grapheme. */
export const faceOf = (grapheme: string): Face | undefined =>
  faces().find((face) => face.has(grapheme))

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

/** Letters of any face as SVG at the origin of their first cell, in the reading direction of their script. */
export const faceText = (text: string, face: Face, bold: boolean): string =>
  `<text x="0" y="${face.baseline}" font-family="${face.family}" font-size="${face.size}" letter-spacing="${face.spacing}" font-weight="${weight(bold)}" xml:space="preserve">${escaped(text)}</text>`

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

const require = createRequire(import.meta.url)

type Look = Pick<Face, "size" | "baseline" | "spacing">

const load = (family: string, regular: string, bold: string, look: Look): Face => {
  let points: ReadonlySet<number> | undefined
  return {
    family,
    files: { regular, bold },
    ...look,
    has: (grapheme) => {
      points ??= fontCoverage(regular)
      for (const char of grapheme) {
        const point = char.codePointAt(0) ?? 0
        if (!points.has(point) && !shapingOnly.has(point)) return false
      }
      return true
    },
  }
}

/** Non-joiner and variation selectors shape their neighbours and need no glyph. */
const shapingOnly: ReadonlySet<number> = new Set([0x200c, 0xfe0e, 0xfe0f])

let loaded: ReadonlyArray<Face> | undefined

/** Resolved at the first line that needs drawing: a restaurant that prints Latin only never reads five megabytes of kanji. */
const faces = (): ReadonlyArray<Face> => {
  loaded ??= [
    load(
      "Noto Sans Mono",
      require.resolve("@expo-google-fonts/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf"),
      require.resolve("@expo-google-fonts/noto-sans-mono/700Bold/NotoSansMono_700Bold.ttf"),
      { size: 21, baseline: 19, spacing: 0 },
    ),
    load(
      "Noto Sans Arabic",
      require.resolve(
        "@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
      ),
      require.resolve("@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf"),
      { size: 18, baseline: 16.5, spacing: 0 },
    ),
    load(
      "Noto Sans Hebrew",
      require.resolve(
        "@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf",
      ),
      require.resolve("@expo-google-fonts/noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold.ttf"),
      { size: 21, baseline: 18.5, spacing: 0 },
    ),
    load(
      "Noto Sans JP",
      require.resolve("@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf"),
      require.resolve("@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf"),
      { size: 23, baseline: 20.5, spacing: 1 },
    ),
    load(
      "Noto Sans",
      require.resolve("@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf"),
      require.resolve("@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf"),
      { size: 19, baseline: 18, spacing: 0 },
    ),
  ]
  return loaded
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
