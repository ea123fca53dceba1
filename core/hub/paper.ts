import { Context } from "effect"
import type { Chit } from "#core/kitchen/chit.ts"
import type { Columns } from "#core/kitchen/menu.ts"

export interface PaperProfile {
  readonly columns: Columns
  readonly encoder: "receipt" | "escpos"
}

/** Chit to bytes and to a picture. Pure; the drivers are elsewhere. */
export class Paper extends Context.Service<
  Paper,
  {
    /** ESC/POS bytes of one chit, from initialize to cut. Deterministic. */
    readonly encode: (chit: Chit, profile: PaperProfile) => Uint8Array
    /** PNG of what those bytes put on paper. */
    readonly preview: (chit: Chit, profile: PaperProfile) => Uint8Array
  }
>()("heard/Paper") {}
