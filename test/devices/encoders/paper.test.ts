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
