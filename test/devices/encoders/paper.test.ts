import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Paper } from "#core/hub/paper.ts"
import { paperLayer } from "#devices/encoders/paper.ts"
import { decodeEscpos } from "#devices/simulators/escpos-decoder.ts"
import { dinner, manyScripts } from "./example-chits.ts"
import { onPaper } from "./on-paper.ts"

it.effect(
  "prints with the encoder that the printer's profile names, and shows the same paper",
  () =>
    Effect.gen(function* () {
      const paper = yield* Paper
      const receipt = paper.encode(dinner, { columns: 42, encoder: "receipt" })
      const escpos = paper.encode(dinner, { columns: 42, encoder: "escpos" })
      expect(receipt).not.toEqual(escpos)
      expect(onPaper(decodeEscpos(receipt, 42).items)).toEqual(
        onPaper(decodeEscpos(escpos, 42).items),
      )
      expect(paper.preview(dinner, { columns: 42, encoder: "receipt" })).toEqual(
        paper.preview(dinner, { columns: 42, encoder: "escpos" }),
      )
    }).pipe(Effect.provide(paperLayer)),
)

it.effect("shows a picture of any chit", () =>
  Effect.gen(function* () {
    const paper = yield* Paper
    const png = paper.preview(manyScripts, { columns: 48, encoder: "receipt" })
    expect(Buffer.from(png.subarray(1, 4)).toString()).toBe("PNG")
  }).pipe(Effect.provide(paperLayer)),
)

it.effect("[PAPER-13] cuts several papers of one job one by one, each with its number", () =>
  Effect.gen(function* () {
    const paper = yield* Paper
    const bytes = paper.encode(dinner, { columns: 48, encoder: "receipt", copies: 2 })
    const words = onPaper(decodeEscpos(bytes, 48).items).map((line) => JSON.stringify(line))
    expect(words.filter((line) => line.includes("COPY 1/2"))).toHaveLength(1)
    expect(words.filter((line) => line.includes("COPY 2/2"))).toHaveLength(1)
    expect(decodeEscpos(bytes, 48).items.filter(({ kind }) => kind === "cut")).toHaveLength(2)
    expect(paper.encode(dinner, { columns: 48, encoder: "receipt", copies: 1 })).toEqual(
      paper.encode(dinner, { columns: 48, encoder: "receipt" }),
    )
  }).pipe(Effect.provide(paperLayer)),
)
