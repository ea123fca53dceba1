import { randomInt } from "node:crypto"

/** No vowels, so that no code is a word, and nothing that looks like something else (RFC 8628 §6.1). */
const letters = "BCDFGHJKLMNPQRSTVWXZ"
const length = 8

/** Eight of twenty letters: 2^34.6 codes. */
export const newUserCode = (): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join("")

/** As people read it: `BCDF-GHJK`. */
export const shownUserCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/** The code that somebody typed, whatever its case and dashes; undefined: it cannot be one. */
export const userCodeOf = (typed: string): string | undefined => {
  if (typed.length > 32) return undefined
  const code = typed.toUpperCase().replace(/[\s\p{Pd}]/gu, "")
  return wellFormed.test(code) ? code : undefined
}

const wellFormed = new RegExp(`^[${letters}]{${length}}$`)
