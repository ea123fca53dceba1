import iconv from "iconv-lite"
import type { PrinterProfile } from "#core/hub/printer-profile.ts"

/** What a virtual printer is built of: how wide it prints, its fonts, its code pages, and what it does not understand. */
export interface PrinterMachine {
  /** Printable dots across. */
  readonly dots: number
  /** Dots of one character by the number of its font. */
  readonly fonts: Readonly<Record<number, readonly [width: number, height: number]>>
  /** Code pages by their number, as iconv-lite calls them. */
  readonly pages: Readonly<Record<number, string>>
  /** Letters of its font, for languages without code pages. */
  readonly letters: ReadonlySet<string>
  /** Dots of a line feed. */
  readonly spacing: number
  /** Commands that its model lacks, by name in hexadecimal. */
  readonly lacks: ReadonlySet<string>
}

/** A printer with everything that Epson's TM-T88V has, so many columns wide; 64 of them are its font B. */
export const epsonMachine = (columns: number): PrinterMachine => ({
  dots: columns === 64 ? 576 : columns * 12,
  fonts: { 0: [12, 24], 1: [9, 17] },
  pages: epsonPages,
  letters: new Set(),
  spacing: 30,
  lacks: new Set(),
})

/**
 * A printer of a model, as strict as its profile: no code page, font or command that the model lacks.
 *
 * @param columns the paper is exactly so wide, so that a line of one more shows
 */
export const machineOf = (profile: PrinterProfile, columns: number): PrinterMachine => {
  const font = profile.fonts.find((known) => known.columns.some((count) => count === columns))
  return {
    dots: columns * (font?.cell[0] ?? 12),
    fonts: Object.fromEntries(profile.fonts.map(({ select, cell }) => [select, cell])),
    pages: {
      // What it wakes up with; ASCII is the same in all of them.
      0: "cp437",
      ...Object.fromEntries(profile.pages.map(({ name, number }) => [number, name])),
    },
    letters: profile.language === "epos" ? lettersOf(profile) : new Set(),
    spacing: profile.language === "escpos" || profile.language === "epos" ? 30 : 32,
    lacks: new Set([
      ...(profile.raster === "none" ? ["1d7630", "1b1d53", "1b58"] : []),
      ...(profile.qr === "native" ? [] : ["1d286b", "1b1d7950"]),
      ...(profile.barcode === "native" ? [] : ["1d6b", "1b62"]),
      ...(profile.inverse === false ? ["1d42", "1b34"] : []),
      ...(profile.sizes === "esc-!" ? ["1d21"] : []),
      ...(profile.cut === "none" ? ["1d56", "1b64"] : []),
    ]),
  }
}

const lettersOf = (profile: PrinterProfile): ReadonlySet<string> => {
  const bytes = Uint8Array.from({ length: 0x100 - 0x20 }, (_, index) => index + 0x20)
  const chars = profile.pages.flatMap(({ name }) => [...iconv.decode(bytes, name)])
  return new Set(chars.filter((char) => !/[\p{Cc}\ufffd]/u.test(char)))
}

/** `ESC t` numbers of Epson's TM-T88V. */
const epsonPages: Readonly<Record<number, string>> = {
  0: "cp437",
  2: "cp850",
  3: "cp860",
  4: "cp863",
  5: "cp865",
  13: "cp857",
  14: "cp737",
  16: "windows1252",
  17: "cp866",
  18: "cp852",
  19: "cp858",
  45: "windows1250",
  46: "windows1251",
  47: "windows1253",
  48: "windows1254",
  49: "windows1255",
  50: "windows1256",
  51: "windows1257",
}
