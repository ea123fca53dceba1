import type { PaperProfile } from "#core/hub/paper.ts"
import { encodeWithEpos } from "./epos-encoder.ts"
import { encodeWithEscpos } from "./escpos-encoder.ts"
import type { Press } from "./press.ts"
import type { PrintStep } from "./print-step.ts"
import { encodeWithReceiptEncoder } from "./receipt-encoder.ts"

/** Steps in the bytes of the printer's language. */
export const encodeSteps = (
  steps: ReadonlyArray<PrintStep>,
  press: Press,
  encoder: PaperProfile["encoder"] = "receipt",
): Uint8Array => {
  switch (press.profile.language) {
    case "escpos":
      return encoder === "escpos"
        ? encodeWithEscpos(steps, press)
        : encodeWithReceiptEncoder(steps, press)
    case "starprnt":
    case "starline":
      return encodeWithReceiptEncoder(steps, press)
    case "epos":
      return encodeWithEpos(steps, press)
  }
}
