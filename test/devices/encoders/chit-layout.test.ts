import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Banner, Chit } from "#core/kitchen/chit.ts"
import { layoutChit } from "#devices/encoders/chit-layout.ts"
import { widthOf } from "#devices/encoders/paper-line.ts"
import { decodeEscpos } from "#devices/simulators/escpos-decoder.ts"
import { anyColumns, anyText, chitOf } from "./chit-arbitrary.ts"
import { amendment, dinner, reprint, service } from "./example-chits.ts"
import { onPaper, wordsOn } from "./on-paper.ts"
import { encodeReceipt, generic } from "./on-press.ts"

const printed = (chit: Chit, columns: 32 | 42 | 48 = 48) =>
  decodeEscpos(encodeReceipt(chit, generic(columns)), columns).items

const styled = (chit: Chit) => onPaper(printed(chit)).join("\n")
const words = (chit: Chit) => wordsOn(printed(chit)).join("\n")

describe("a chit on paper", () => {
  it("[PAPER-1] shows every field that the kitchen gave it", () => {
    const text = words(dinner)
    for (const field of [
      "TABLE 12",
      "#42",
      "GRILL",
      "COURSE 2",
      "18:42",
      "Dine in",
      "4 covers",
      "Ana",
      "Birthday at seat 3",
      "2 x Burger  S1",
      "+ Bacon",
      "+ 2 x Cheddar",
      "* medium rare",
      "1 x Pad thai  S2",
      "* sauce on the side",
      "12 x Fries",
      "rev 1",
    ]) {
      expect(text).toContain(field)
    }
  })

  it("[PAPER-1] of a takeaway names the type where a table would stand", () => {
    expect(styled(service)).toContain("{b 2x2|À EMPORTER}")
    expect(styled({ ...service, type: "delivery", language: "en" })).toContain("{b 2x2|DELIVERY}")
  })

  it("[MOVE-4] says below its head when it is wanted", () => {
    expect(styled({ ...service, promised: "24/12 19:30" })).toContain("POUR 24/12 19:30")
    expect(styled(service)).not.toContain("POUR")
  })

  it("[PAPER-2] opens with what is unusual about it, white on black from edge to edge", () => {
    const banners: ReadonlyArray<readonly [Banner, string]> = [
      [{ kind: "reprint", copy: 2, at: "18:55", by: "Ana" }, "REPRINT 2 of rev 1, 18:55, by Ana"],
      [{ kind: "possibleDuplicate" }, "POSSIBLE DUPLICATE / DUPLICATA"],
      [{ kind: "backupFrom", printer: "Grill" }, "BACKUP FROM GRILL"],
      [{ kind: "amendment" }, "AMENDMENT"],
      [{ kind: "void" }, "VOID"],
      [{ kind: "rush" }, "RUSH"],
      [{ kind: "moved" }, "OTHER TABLE"],
      [{ kind: "moved", from: "T5" }, "OTHER TABLE, WAS T5"],
      [{ kind: "moved", from: "T5", order: "42" }, "OTHER TABLE, WAS T5 #42"],
      [{ kind: "moved", order: "42" }, "OTHER ORDER, WAS #42"],
      [{ kind: "test" }, "TEST"],
      [{ kind: "notPrinted", count: 12 }, "NOT PRINTED: 12"],
      [{ kind: "copy", n: 1, of: 2 }, "COPY 1/2"],
    ]
    for (const [banner, text] of banners) {
      const [first] = printed({ ...dinner, banners: [banner] })
      const cells = first?.kind === "line" ? first.cells : []
      expect(
        cells
          .map(({ char }) => char)
          .join("")
          .trim(),
      ).toBe(text)
      expect(cells.every((cell) => cell.inverse && cell.bold && cell.height === 2)).toBe(true)
      expect(cells.reduce((sum, cell) => sum + cell.width, 0)).toBe(48)
    }
  })

  it("[PAPER-2] keeps every banner when there are several, in their order", () => {
    const text = words(reprint)
    const places = ["REPRINT", "POSSIBLE", "BACKUP", "VOID", "TEST", "TABLE"].map((word) =>
      text.indexOf(word),
    )
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places).not.toContain(-1)
  })

  it("[PAPER-3] has table and number in double size on top, and the number again at the bottom", () => {
    const lines = onPaper(printed(dinner)).filter((line) => line.includes("{b 2x2|#42}"))
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^\{b 2x2\|TABLE 12\}/)
    expect(lines[1]).toMatch(/rev 1$/)
  })

  it("[PAPER-4] has quantities first, then the dish, both bold and tall", () => {
    expect(styled(dinner)).toContain("{b 2x2|2}{b 1x2| x Burger}{1x2|  S1}")
  })

  it("[PAPER-4] makes removals and allergens unmistakable", () => {
    expect(styled(dinner)).toContain("{b 1x2|- }{b i 1x2| NO }{b 1x2| onions}")
    expect(styled(dinner)).toContain("{b i 1x2| !! ALLERGY: peanuts !! }")
    expect(styled(service)).toContain("{b i 1x2| SANS }{b 1x2| sucre}")
  })

  it("[PAPER-4] does not say no twice when the menu already did", () => {
    expect(words(dinner)).toContain("-  NO  mint sauce")
    expect(words(dinner)).not.toContain("No mint")
  })

  it("[PAPER-5] of an amendment says what became of each dish, and what no longer holds", () => {
    const text = words(amendment)
    expect(text).toContain("VOID  1 x Burger")
    expect(text).toContain("ADDED  2 x Fries")
    expect(text).toContain("CHANGED  3 x Steak")
    expect(text).toContain("WAS: 2 x Steak, medium rare")
    const changed = { quantity: 1, name: "Steak", modifiers: [], delta: "changed" as const }
    const lines = [{ ...changed, was: "Rare", now: "Medium", allergiesGone: ["Milk"] }]
    expect(words({ ...amendment, lines })).toMatch(
      /ALLERGY TAKEN AWAY: Milk\s+WAS: Rare\s+NOW: Medium/,
    )
    expect(styled({ ...amendment, lines })).toContain("{b 1x2|ALLERGY TAKEN AWAY: Milk}")
  })

  it("[PAPER-6] breaks long names between words and hangs the rest under the name", () => {
    const lines = onPaper(printed(dinner, 32))
    const at = lines.findIndex((line) => line.includes("Slow roasted"))
    expect(lines.slice(at, at + 3)).toEqual([
      "{b 2x2|1}{b 1x2| x Slow roasted shoulder of}",
      "     {b 1x2|lamb with rosemary potatoes}",
      "     {b 1x2|and mint sauce}{1x2|  S4}",
    ])
  })

  it("[PAPER-6] never lays out a line wider than its paper, whatever the text", () => {
    fc.assert(
      fc.property(chitOf(anyText, 5), anyColumns, (chit, columns) => {
        for (const line of layoutChit(chit, columns)) {
          if (line.kind === "text") expect(widthOf(line.runs)).toBeLessThanOrEqual(columns)
        }
      }),
      { numRuns: 300 },
    )
  })

  it("[PAPER-6] loses no letter to a line break", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."abcdefg 味é"), maxLength: 120 })
    fc.assert(
      fc.property(letters, anyColumns, (name, columns) => {
        const chit: Chit = { ...dinner, note: `[${name}]`, lines: [] }
        const text = layoutChit(chit, columns)
          .flatMap((line) => (line.kind === "text" ? line.runs.map((run) => run.text) : []))
          .join("")
          .replaceAll(" ", "")
        expect(text).toContain(`[${name}]`.replaceAll(" ", ""))
      }),
    )
  })

  it("[PAPER-7] speaks French or English, and English to whoever speaks neither", () => {
    expect(words({ ...dinner, language: "fr-CA" })).toContain("4 couverts")
    expect(words({ ...dinner, language: "FR" })).toContain("SANS")
    expect(words({ ...dinner, language: "de" })).toContain("4 covers")
    expect(words({ ...amendment, language: "fr" })).toContain("AVANT: 2 x Steak")
  })

  it("[PAPER-7] warns of a possible duplicate in the same words in every language", () => {
    for (const language of ["en", "fr", "de"]) {
      const chit: Chit = { ...dinner, language, banners: [{ kind: "possibleDuplicate" }] }
      expect(words(chit)).toContain("POSSIBLE DUPLICATE / DUPLICATA")
    }
  })

  it("[PAPER-8] lets no name steer the printer or reorder its neighbours", () => {
    const evil = "Bur\u001b@ger\u001dV\u0001 \u202eevil\u2066\n\r\u0000"
    expect(words({ ...dinner, note: evil })).toContain("* Bur@gerV evil")
  })
})
