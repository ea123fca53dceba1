import type { EpochMs } from "./ids.ts"
import type { ModifierKind, OrderType } from "./order.ts"

/** Unmistakable line at the top of a chit that repeats, moves or amends another. */
export type Banner =
  /** `REPRINT n of rev r, 18:42, by Ana` */
  | { readonly kind: "reprint"; readonly copy: number; readonly at: string; readonly by: string }
  /** An earlier copy may lie on the pass already. */
  | { readonly kind: "possibleDuplicate" }
  /** The printer that should have printed it could not. */
  | { readonly kind: "backupFrom"; readonly printer: string }
  | { readonly kind: "amendment" }
  | { readonly kind: "void" }
  | { readonly kind: "rush" }
  /**
   * The same dishes for another table or order, which stand in the heading. `from`: the table before, when it is another
   * one; `order`: the number before. Lines name those of a paper that go; without any the whole paper is meant.
   */
  | { readonly kind: "moved"; readonly from?: string; readonly order?: string }
  | { readonly kind: "test" }
  /** `NOT PRINTED: 12`. So many tickets were not printed while the printer could not; the lines name them. */
  | { readonly kind: "notPrinted"; readonly count: number }
  /** `COPY 1/2`: this paper of several of one job. */
  | { readonly kind: "copy"; readonly n: number; readonly of: number }

export interface ChitModifier {
  readonly name: string
  readonly kind: ModifierKind
  readonly quantity?: number
}

/** The restaurant's own clock, as papers say times. */
export interface PaperClock {
  /** When this paper is made: `18:42`. */
  readonly now: string
  readonly of: (at: EpochMs) => string
}

/** One dish on paper. `delta` says what became of it since the station's last chit. */
export interface ChitLine {
  readonly quantity: number
  readonly name: string
  readonly modifiers: ReadonlyArray<ChitModifier>
  readonly seat?: number
  readonly note?: string
  readonly delta?: "added" | "voided" | "changed"
  /** With `changed`: what no longer holds, allergies aside. Papers of older logs: all that held before. */
  readonly was?: string
  /** With `changed`: what holds since. */
  readonly now?: string
  /** With `changed`: allergies that were taken away, which nobody may have to guess. */
  readonly allergiesGone?: ReadonlyArray<string>
}

/** What a kitchen printer puts on paper, before any bytes: the ticket model of every encoder, PNG preview and golden test. */
export interface Chit {
  readonly banners: ReadonlyArray<Banner>
  readonly station: string
  readonly table?: string
  readonly number: string
  readonly type: OrderType
  /** Local wall-clock time of the restaurant, already formatted: `18:42`. */
  readonly time: string
  readonly server?: string
  readonly covers?: number
  readonly course?: number
  /** When it is wanted, formatted as `time`, with the date before it when that is another day: `24/12 19:30`. */
  readonly promised?: string
  readonly note?: string
  readonly lines: ReadonlyArray<ChitLine>
  /** Lines that are not told, beside those that are. Absent: none. */
  readonly more?: number
  /** Revision of the order at this station. */
  readonly rev: number
  /** Language tag of the fixed words (`fr`, `en`). */
  readonly language: string
  /** Printed as a QR code at the foot: the address of an order, of a delivery. Too long for the paper: as text. */
  readonly qr?: string
  /** Printed as CODE128 at the foot. What CODE128 or the paper has no room for: as text. */
  readonly barcode?: string
}
