import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { newUserCode, shownUserCode, userCodeOf } from "#core/security/user-code.ts"

describe("a code that a person types", () => {
  it("[PAIR-3] is eight letters without vowels, shown in two halves", () => {
    for (let n = 0; n < 1_000; n++)
      expect(shownUserCode(newUserCode())).toMatch(
        /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/,
      )
  })

  it("[PAIR-3] is read whatever its case, dashes and blanks", () => {
    const noise = fc.constantFrom("", "-", " ", "–", "\t")
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(..."BCDFGHJKLMNPQRSTVWXZ"), fc.boolean(), noise), {
          minLength: 8,
          maxLength: 8,
        }),
        (letters) => {
          const typed = letters.map(([letter, small, after]) =>
            small ? `${letter.toLowerCase()}${after}` : `${letter}${after}`,
          )
          expect(userCodeOf(typed.join(""))).toBe(letters.map(([letter]) => letter).join(""))
        },
      ),
    )
  })

  it("[PAIR-3] is nothing when it is anything else", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 64 }), (typed) => {
        const code = userCodeOf(typed)
        expect(code === undefined || /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/.test(code)).toBe(true)
      }),
    )
    for (const typed of ["", "BCDF", "BCDF-GHJA", "BCDF-GHJKL", "BCDF_GHJK", "x".repeat(1e6)])
      expect(userCodeOf(typed), typed.slice(0, 20)).toBeUndefined()
  })
})
