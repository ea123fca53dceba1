import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decodeEscpos } from "#devices/simulators/escpos-decoder.ts"
import { anyColumns, anyText, chitOf, latinText } from "./chit-arbitrary.ts"
import * as examples from "./example-chits.ts"
import { asStepped, onPaper } from "./on-paper.ts"
import { encodeEscpos, encodeReceipt, generic, stepsFor } from "./on-press.ts"

const encoders = { receipt: encodeReceipt, escpos: encodeEscpos }

describe("both encoders", () => {
  for (const [name, chit] of Object.entries(examples)) {
    it(`[PAPER-9] put the same ${name} chit on 32, 42 and 48 columns`, () => {
      for (const columns of [32, 42, 48] as const) {
        const [receipt, escpos] = [encodeReceipt, encodeEscpos].map((encode) =>
          decodeEscpos(encode(chit, generic(columns)), columns),
        )
        expect(onPaper(escpos?.items ?? [])).toEqual(onPaper(receipt?.items ?? []))
        expect(escpos?.items.filter(({ kind }) => kind === "raster")).toEqual(
          receipt?.items.filter(({ kind }) => kind === "raster"),
        )
      }
    })
  }

  it("[PAPER-9] put any Latin chit on paper alike: same words, columns, sizes, emphasis, inverse", () => {
    fc.assert(
      fc.property(chitOf(latinText, 6), anyColumns, ({ qr: _, ...chit }, columns) => {
        const receipt = onPaper(decodeEscpos(encodeReceipt(chit, generic(columns)), columns).items)
        expect(receipt).toEqual(
          onPaper(decodeEscpos(encodeEscpos(chit, generic(columns)), columns).items),
        )
        expect(receipt.filter((line) => line.startsWith("[drawn"))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  for (const [name, encode] of Object.entries(encoders)) {
    it(`[PAPER-8] ${name}: any text arrives whole, as letters or drawn, inside its line, with the cut behind it`, () => {
      fc.assert(
        fc.property(chitOf(anyText, 2), anyColumns, (chit, columns) => {
          const { items, events } = decodeEscpos(encode(chit, generic(columns)), columns)
          expect(onPaper(items)).toEqual(asStepped(stepsFor(chit, generic(columns))))
          expect(items.at(-1)).toEqual({ kind: "cut", partial: true })
          expect(events).toEqual([])
        }),
        { numRuns: 15 },
      )
    })

    it(`[PAPER-8] ${name}: every character of both code pages is read back as itself`, () => {
      const decodable = [..."€œŒžŸ‰™†…–—‘’“”•ƒ¤×÷ßþÐý│┤╣║╗┐└█▄■░▒▓ø«»½¼¿¡éèàùçÉÀÇÑñåÅæÆ"]
      for (const char of decodable) {
        const chit = { ...examples.dinner, note: `a${char}b` }
        const paper = decodeEscpos(encode(chit, generic(48)), 48).items
        expect(onPaper(paper).join("\n")).toContain(`a${char}b`)
      }
    })

    it(`[PAPER-10] ${name}: the same chit is the same bytes, twice in a row`, () => {
      for (const chit of Object.values(examples)) {
        expect(encode(chit, generic(42))).toEqual(encode(chit, generic(42)))
      }
    })
  }
})
