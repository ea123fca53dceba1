import iconv from "iconv-lite"

/**
 * Pages that a kitchen printer is trusted with: `ESC t` 19 has the accents and the euro, 16 adds œ and curly quotes.
 * Wider pages exist, but printers disagree on their numbers; whatever these two lack is drawn instead.
 */
type CodePage = "cp858" | "windows1252"

/** A stretch of text in one page. */
export interface PageText {
  readonly page: CodePage
  readonly text: string
}

/** Spelled alike in every page. */
export const isAscii = (text: string): boolean => ascii.test(text)

/** Whether a printer can spell it. Encoders put a silent `?` for what it cannot: ask before encoding. */
export const isSpellable = (text: string): boolean =>
  isAscii(text) ||
  [...text].every((char) => characters.cp858.has(char) || characters.windows1252.has(char))

/** Cuts spellable text where the page must change; stays on a page as long as it serves. */
export const inPages = (text: string): ReadonlyArray<PageText> => {
  if (isAscii(text)) return [{ page: "cp858", text }]
  const parts: Array<{ page: CodePage; text: string }> = []
  for (const char of text) {
    const last = parts.at(-1)
    if (last !== undefined && characters[last.page].has(char)) last.text += char
    else parts.push({ page: characters.cp858.has(char) ? "cp858" : "windows1252", text: char })
  }
  return parts
}

const ascii = /^[\x20-\x7e]*$/

const printableOf = (page: CodePage): ReadonlySet<string> => {
  const bytes = Uint8Array.from({ length: 0x100 - 0x20 }, (_, index) => index + 0x20)
  const decoded = [...iconv.decode(bytes, page)]
  return new Set(decoded.filter((char) => !/[\p{Cc}\p{Cf}\ufffd]/u.test(char)))
}

const characters: Readonly<Record<CodePage, ReadonlySet<string>>> = {
  cp858: printableOf("cp858"),
  windows1252: printableOf("windows1252"),
}
