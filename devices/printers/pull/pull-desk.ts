import { Context, type Effect } from "effect"
import type { PrinterWire } from "#core/hub/printing.ts"
import type { Condition, Outcome } from "./hand-over.ts"
import type { OfferedPaper, PrinterWord, Standing } from "./hatch.ts"
import type { JobBook, PullDevice } from "./job-book.ts"

/** What a printer that wants bytes gets: the paper, nothing under that token, or "not now". */
export type Fetched = OnOffer | "nothing" | "later"

export interface OnOffer {
  readonly paper: OfferedPaper
  readonly token: string
}

/**
 * The counter at which printers fetch their papers, whichever protocol they speak: the rules of `hand-over.ts` with the
 * log, the clock and everybody else around them. One paper of a printer is under way at a time.
 */
export class PullDesk extends Context.Service<
  PullDesk,
  {
    /** Papers in. */
    readonly wire: PrinterWire["Service"]
    /** Called after each paper that came in for that device: for a printer that is told rather than asks. */
    readonly whenHandedIn: (listener: (device: PullDevice) => void) => void
    /** It is there (without an address: at the broker): resets its clock, and tells the hub what is new about it. */
    readonly heard: (device: PullDevice, address: string | undefined, word?: PrinterWord) => void
    /** It ended its connection, or the broker said its will. */
    readonly left: (device: PullDevice) => void
    /** It asks for work. @returns what there is */
    readonly ask: (
      device: PullDevice,
      condition: Condition,
      book: JobBook,
    ) => Effect.Effect<OnOffer | undefined>
    /** What it would get under that token, before anything is written down. @param token as for `fetch` */
    readonly onOffer: (device: PullDevice, token: string | undefined) => OfferedPaper | undefined
    /** @param token absent: whatever there is, for printers whose firmware knows no tokens */
    readonly fetch: (
      device: PullDevice,
      token: string | undefined,
      book: JobBook,
    ) => Effect.Effect<Fetched>
    /** `unknown`: no job of this printer. `later`: it could not be stored, say it again. */
    readonly confirm: (
      device: PullDevice,
      token: string | undefined,
      outcome: Outcome & { readonly fence: string },
      book: JobBook,
    ) => Effect.Effect<"settled" | "unknown" | "later">
    readonly standing: (device: PullDevice) => Standing
  }
>()("heard/devices/PullDesk") {}
