import { type Dots, dotsWhere } from "./dots.ts"

/**
 * What may stand in a barcode: every printer and every reader takes these, in set B alone. Braces and per cent signs are
 * left out because printers take them for commands.
 */
export const isCode128 = (text: string): boolean => /^[0-9A-Za-z #./-]{1,32}$/.test(text)

/** Modules that the bars take, without the white beside them. */
export const code128Modules = (text: string): number => 11 * (text.length + 2) + 13

/**
 * Bars of a text that {@link isCode128}, with the ten white modules that readers want on both sides.
 *
 * @param module dots of the thinnest bar
 * @see ISO/IEC 15417: start B, one symbol for each character, sum modulo 103, stop
 */
export const code128Dots = (text: string, module: number, height: number): Dots => {
  const symbols = [startB, ...Array.from(text, (char) => char.charCodeAt(0) - 0x20)]
  const sum = symbols.reduce((total, symbol, index) => total + symbol * Math.max(1, index), 0)
  const bars = [...symbols, sum % 103, stop].map((symbol) => widths[symbol] ?? "").join("")
  const black: Array<boolean> = Array(quiet).fill(false)
  Array.from(bars, Number).forEach((width, index) => {
    for (let at = 0; at < width; at += 1) black.push(index % 2 === 0)
  })
  return dotsWhere(
    (black.length + quiet) * module,
    height,
    (x) => black[Math.floor(x / module)] ?? false,
  )
}

const quiet = 10
const startB = 104
const stop = 106

/** Bar, space, bar, space, bar, space of each symbol in modules; the stop has one bar more. */
const widths: ReadonlyArray<string> = (
  "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 " +
  "113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 " +
  "212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 " +
  "113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 " +
  "314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 " +
  "241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 " +
  "214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 " +
  "211232 2331112"
).split(" ")
