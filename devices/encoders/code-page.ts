import iconv from "iconv-lite"
import type { PageName, PrinterProfile } from "#core/hub/printer-profile.ts"

/** A stretch of text in one code page. */
export interface PageText {
  readonly page: PageName
  /** What selects the page on this printer. */
  readonly number: number
  readonly text: string
}

/** The code pages of one printer. */
export interface Pages {
  /** Whether the printer can spell it. Encoders put a silent `?` for what it cannot: ask before encoding. */
  readonly spells: (text: string) => boolean
  /** Cuts spellable text where the page must change; stays on a page as long as it serves. */
  readonly split: (text: string) => ReadonlyArray<PageText>
}

/** Spelled alike in every page. */
export const isAscii = (text: string): boolean => ascii.test(text)

/** @param pages the preferred first */
export const pagesOf = (pages: PrinterProfile["pages"]): Pages => {
  const known = sets.get(pages)
  if (known !== undefined) return known
  const all = pages.map(({ name, number }) => ({ page: name, number, has: printableOf(name) }))
  const [first] = all
  const spells = (text: string) =>
    isAscii(text) || [...text].every((char) => all.some(({ has }) => has.has(char)))
  const split = (text: string): ReadonlyArray<PageText> => {
    if (first === undefined) return []
    if (isAscii(text)) return [{ page: first.page, number: first.number, text }]
    const parts: Array<{ page: PageName; number: number; text: string }> = []
    let now: (typeof all)[number] | undefined
    for (const char of text) {
      if (now?.has.has(char) !== true) {
        now = all.find(({ has }) => has.has(char)) ?? first
        parts.push({ page: now.page, number: now.number, text: "" })
      }
      const last = parts.at(-1)
      if (last !== undefined) last.text += char
    }
    return parts
  }
  const made: Pages = { spells, split }
  sets.set(pages, made)
  return made
}

const ascii = /^[\x20-\x7e]*$/

/** One for each list of a profile, which lives as long as the process. */
const sets = new WeakMap<PrinterProfile["pages"], Pages>()

const printable = new Map<PageName, ReadonlySet<string>>()

/** Characters of a page, each a byte of its own, read and written back as itself. */
const printableOf = (page: PageName): ReadonlySet<string> => {
  const known = printable.get(page)
  if (known !== undefined) return known
  const bytes = Uint8Array.from({ length: 0x100 - 0x20 }, (_, index) => index + 0x20)
  const chars = new Set([...iconv.decode(bytes, page)].filter((char) => !unprintable.test(char)))
  printable.set(page, chars)
  return chars
}

// Combining marks are bytes of their own in some pages: a printer would put them into the next column.
const unprintable = /[\p{Cc}\p{Cf}\p{M}\ufffd]/u
