/**
 * Any text as it may stand on paper: composed accents, one kind of space, no line breaks and nothing that steers a
 * printer or reorders its neighbours. A character that no font has stays: the encoder shows it as a box, because a
 * silently missing word in a note is worse than an ugly one.
 */
export const printable = (text: string): string =>
  ascii.test(text)
    ? text
    : text
        .toWellFormed()
        .normalize("NFC")
        .replace(/[\p{Z}\t\n\v\f\r]/gu, " ")
        .replace(invisible, "$1")
        .replace(/[\u2010\u2011\u2212]/g, "-")

/** What a reader takes for one character; a base letter with its marks, an emoji with its modifiers. */
export const graphemesOf = (text: string): ReadonlyArray<string> =>
  singles.test(text) ? [...text] : Array.from(segmenter.segment(text), ({ segment }) => segment)

/** Columns that the text takes at normal width: two for an ideograph, an emoji or a Thai letter with sara am, else one. */
export const cellsOf = (text: string): number =>
  singles.test(text)
    ? text.length
    : graphemesOf(text).reduce((sum, grapheme) => sum + graphemeCells(grapheme), 0)

export const graphemeCells = (grapheme: string): 1 | 2 => (wide.test(grapheme) ? 2 : 1)

const ascii = /^[\x20-\x7e]*$/

/** Only characters that never combine, so that counting needs no segmenter on the hot path. */
const singles = /^[\x20-\x7e\u00a0-\u02ff\u2010-\u2022\u20ac\u2500-\u25ff]*$/u

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" })

// The non-joiner between two Arabic letters is spelling (Persian), anywhere else it is noise.
const invisible = /((?<=\p{Script=Arabic})\u200c(?=\p{Script=Arabic}))|[\p{Cc}\p{Cf}]/gu

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3001-\u303f\uff01-\uff60\uffe0-\uffe6]|[\ufe0f\u0e33\u0eb3]/u
