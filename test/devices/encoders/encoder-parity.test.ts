import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { layoutChit } from "#devices/encoders/chit-layout.ts"
import { encodeWithEscpos } from "#devices/encoders/escpos-encoder.ts"
import { encodeWithReceiptEncoder } from "#devices/encoders/receipt-encoder.ts"
import { decodeEscpos } from "#devices/simulators/escpos-decoder.ts"
import { anyColumns, anyText, chitOf, latinText } from "./chit-arbitrary.ts"
import * as examples from "./example-chits.ts"
import { asLaidOut, onPaper } from "./on-paper.ts"

const encoders = { receipt: encodeWithReceiptEncoder, escpos: encodeWithEscpos }

describe("both encoders", () => {
  for (const [name, chit] of Object.entries(examples)) {
    it(`[PAPER-9] put the same ${name} chit on 32, 42 and 48 columns`, () => {
      for (const columns of [32, 42, 48] as const) {
        const lines = layoutChit(chit, columns)
        const [receipt, escpos] = [encodeWithReceiptEncoder, encodeWithEscpos].map((encode) =>
          decodeEscpos(encode(lines, columns), columns),
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
      fc.property(chitOf(latinText, 6), anyColumns, (chit, columns) => {
        const lines = layoutChit(chit, columns)
        const receipt = onPaper(
          decodeEscpos(encodeWithReceiptEncoder(lines, columns), columns).items,
        )
        expect(receipt).toEqual(
          onPaper(decodeEscpos(encodeWithEscpos(lines, columns), columns).items),
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
          const lines = layoutChit(chit, columns)
          const { items, events } = decodeEscpos(encode(lines, columns), columns)
          expect(onPaper(items)).toEqual(asLaidOut(lines, columns))
          expect(items.at(-1)).toEqual({ kind: "cut", partial: true })
          expect(events).toEqual([])
        }),
        { numRuns: 40 },
      )
    })

    it(`[PAPER-8] ${name}: every character of both code pages is read back as itself`, () => {
      const decodable = [..."€œŒžŸ‰™†…–—‘’“”•ƒ¤×÷ßþÐý│┤╣║╗┐└█▄■░▒▓ø«»½¼¿¡éèàùçÉÀÇÑñåÅæÆ"]
      for (const char of decodable) {
        const lines = layoutChit({ ...examples.dinner, note: `a${char}b` }, 48)
        const paper = decodeEscpos(encode(lines, 48), 48).items
        expect(onPaper(paper).join("\n")).toContain(`a${char}b`)
      }
    })

    it(`[PAPER-10] ${name}: the same chit is the same bytes, twice in a row`, () => {
      for (const chit of Object.values(examples)) {
        const lines = layoutChit(chit, 42)
        expect(encode(lines, 42)).toEqual(encode(lines, 42))
      }
    })
  }
})
