import type { LineDifference } from "./difference-shape.ts"
import type { LineId, OrderId, StationKey, TicketId } from "./ids.ts"
import type { LineStatus, ModifierKind, OrderType } from "./order.ts"

export type TicketStatus = "held" | "fired" | "started" | "ready" | "bumped"

/** One line as a cook sees it. */
export interface TicketLine {
  readonly lineId: LineId
  readonly name: string
  readonly names?: Readonly<Record<string, string>>
  /** Units on this ticket that are still wanted (voided ones are not counted). */
  readonly quantity: number
  /** Of these, how many are ready or served. */
  readonly ready: number
  /** Of these, how many are not fired yet; absent when none. */
  readonly held?: number
  /** Units beside `quantity` that were taken back after they were fired; absent when none. */
  readonly voided?: number
  readonly modifiers: ReadonlyArray<{
    readonly name: string
    readonly names?: Readonly<Record<string, string>>
    readonly kind: ModifierKind
    readonly quantity?: number
  }>
  readonly seat?: number
  readonly note?: string
  /** The least advanced status of its fired units; `held` when none is fired, `voided` when none is wanted any more. */
  readonly status: LineStatus
  /** `was` is all that the cook last knew, in the menu's language; people read what is different. */
  readonly change?: {
    readonly was: string
    readonly differences: ReadonlyArray<LineDifference>
    readonly ack: boolean
  }
  /** On an expo ticket: where it is cooked. */
  readonly station?: StationKey
}

/** A ticket as a screen view shows it: the `v` of contract §3. Instants are ISO 8601. */
export interface TicketView {
  readonly ticketId: TicketId
  readonly orderId: OrderId
  readonly number: string
  readonly type: OrderType
  readonly table?: string
  /** The table before this one: its guests moved. */
  readonly movedFrom?: string
  readonly server?: string
  readonly covers?: number
  readonly course?: number
  /** When the whole order is wanted. */
  readonly promisedAt?: string
  readonly note?: string
  readonly station: StationKey
  readonly status: TicketStatus
  readonly addOn: boolean
  readonly firedAt?: string
  readonly dueAt?: string
  readonly targetSeconds?: number
  readonly bumpedAt?: string
  readonly priority: number
  readonly recalls: number
  readonly lines: ReadonlyArray<TicketLine>
  /** The same order elsewhere: `ALSO AT: FRY`. */
  readonly alsoAt: ReadonlyArray<{ readonly station: StationKey; readonly status: TicketStatus }>
  readonly rev: number
  /** Place on the board, 0 is leftmost; it does not change while the ticket is open. Held and bumped tickets have none. */
  readonly slot?: number
}
