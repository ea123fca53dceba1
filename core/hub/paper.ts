import { Context } from "effect"
import type { Chit } from "#core/kitchen/chit.ts"
import type { Columns, Printer } from "#core/kitchen/menu.ts"
import type { PrinterLanguage } from "./printer-profile.ts"

export interface PaperProfile {
  readonly columns: Columns
  /** Which of the two encoders makes ESC/POS; the other languages have one each. */
  readonly encoder: "receipt" | "escpos"
  /** Key of a file in `devices/profiles/`. Absent: `generic-escpos`. */
  readonly profile?: string
  /** Absent: what the profile speaks. Another than that is written as the generic printer of that language takes it. */
  readonly language?: PrinterLanguage
  readonly buzzer?: boolean
  readonly drawer?: boolean
  /** PNG, base64. */
  readonly logo?: string
  /** Papers of each chit, 1 to 5, each cut by itself and headed by which it is. Absent: 1. */
  readonly copies?: number
}

/** How a printer wants its paper. */
export const paperProfileOf = ({
  columns,
  encoder,
  profile,
  buzzer,
  drawer,
  logo,
  copies,
}: Printer): PaperProfile => ({
  columns,
  encoder,
  ...(profile === undefined ? {} : { profile }),
  ...(buzzer === undefined ? {} : { buzzer }),
  ...(drawer === undefined ? {} : { drawer }),
  ...(logo === undefined ? {} : { logo }),
  ...(copies === undefined ? {} : { copies }),
})

/** The chit of each paper. One alone says nothing of copies. */
export const copiesOf = (chit: Chit, { copies = 1 }: PaperProfile): ReadonlyArray<Chit> =>
  copies === 1
    ? [chit]
    : Array.from({ length: copies }, (_, n) => ({
        ...chit,
        banners: [...chit.banners, { kind: "copy", n: n + 1, of: copies }],
      }))

/** Chit to bytes and to a picture. Pure; the drivers are elsewhere. */
export class Paper extends Context.Service<
  Paper,
  {
    /**
     * One chit in the printer's language, from initialize to cut. Deterministic. Whatever says that it is on paper
     * (`fence` of the profile) may follow.
     */
    readonly encode: (chit: Chit, profile: PaperProfile) => Uint8Array
    /** PNG of what those bytes put on paper. */
    readonly preview: (chit: Chit, profile: PaperProfile) => Uint8Array
    /** The same picture as a PDF of one page. */
    readonly previewPdf: (chit: Chit, profile: PaperProfile) => Uint8Array
  }
>()("heard/Paper") {}
