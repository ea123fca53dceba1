import { Layer } from "effect"
import { copiesOf, Paper, type PaperProfile } from "#core/hub/paper.ts"
import type { Chit } from "#core/kitchen/chit.ts"
import { renderPaper } from "#devices/simulators/paper-roll.ts"
import { layoutChit } from "./chit-layout.ts"
import { encodeWithEscpos } from "./escpos-encoder.ts"
import { encodeWithReceiptEncoder } from "./receipt-encoder.ts"

const encode = (chit: Chit, profile: PaperProfile): Uint8Array => {
  const [first = chit, ...others] = copiesOf(chit, profile)
  const paper = encodeOne(first, profile)
  return others.length === 0
    ? paper
    : Buffer.concat([paper, ...others.map((copy) => encodeOne(copy, profile))])
}

const encodeOne = (chit: Chit, profile: PaperProfile): Uint8Array => {
  const lines = layoutChit(chit, profile.columns)
  switch (profile.encoder) {
    case "receipt":
      return encodeWithReceiptEncoder(lines, profile.columns)
    case "escpos":
      return encodeWithEscpos(lines, profile.columns)
  }
}

/** Chits to bytes by the encoder that the printer's profile names, and to the picture of the paper those bytes make. */
export const paperLayer: Layer.Layer<Paper> = Layer.succeed(
  Paper,
  Paper.of({
    encode,
    preview: (chit, profile) => renderPaper(encode(chit, profile), profile.columns).png,
  }),
)
