import { Context } from "effect"
import type { Chit } from "#core/kitchen/chit.ts"
import type { Columns } from "#core/kitchen/menu.ts"

/** What a printer understands. `epos`: Epson's XML, as UTF-8. */
export type PrinterLanguage = "escpos" | "starprnt" | "starline" | "epos"

export interface PaperProfile {
  readonly columns: Columns
  /** Which of the two encoders makes ESC/POS; the other languages have one each. */
  readonly encoder: "receipt" | "escpos"
  /** Key of a file in `devices/profiles/`. Absent: `generic-escpos`. */
  readonly profile?: string
  /** Absent: what the profile speaks. */
  readonly language?: PrinterLanguage
  readonly buzzer?: boolean
  readonly drawer?: boolean
  /** PNG, base64. */
  readonly logo?: string
}

/** Chit to bytes and to a picture. Pure; the drivers are elsewhere. */
export class Paper extends Context.Service<
  Paper,
  {
    /** One chit in the printer's language, from initialize to cut. Deterministic. */
    readonly encode: (chit: Chit, profile: PaperProfile) => Uint8Array
    /** PNG of what those bytes put on paper. */
    readonly preview: (chit: Chit, profile: PaperProfile) => Uint8Array
  }
>()("heard/Paper") {}
