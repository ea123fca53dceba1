import type { EpochMs, LineId, OrderId, ProductId, StationKey, TableId, TicketId } from "./ids.ts"

/**
 * Where one unit of a line stands. Each unit of the ordered quantity is in exactly one of these at any time, so the
 * counters of a line always add up to what was ordered.
 *
 * draft: written down, the kitchen knows nothing · held: the kitchen may see it, nobody cooks it yet ·
 * sent: fired, to be cooked · started · ready: at the pass · served: collected · voided: taken back
 */
export const lineStatuses = [
  "draft",
  "held",
  "sent",
  "started",
  "ready",
  "served",
  "voided",
] as const
export type LineStatus = (typeof lineStatuses)[number]

/** Where wanted units may stand, in the order in which some of a line go elsewhere. */
export const leastAdvancedFirst = lineStatuses.filter((status) => status !== "voided")

/** How many units of one line stand where. Whole numbers, never negative. */
export type Counts = Readonly<Record<LineStatus, number>>

export type ModifierKind = "add" | "remove" | "note" | "allergen"

export interface Modifier {
  readonly optionId?: string
  readonly name: string
  readonly names?: Names
  readonly kind: ModifierKind
  readonly quantity: number
}

/** Names per language tag (`fr`, `en`): a screen or printer shows its own language. */
export type Names = Readonly<Record<string, string>>

/** What was ordered, as the menu stood at that moment. Self-contained: the kitchen needs no look-up to cook it. */
export interface LineSpec {
  readonly id: LineId
  readonly productId: ProductId
  readonly name: string
  readonly names?: Names
  readonly quantity: number
  readonly modifiers: ReadonlyArray<Modifier>
  readonly seat?: number
  /** 1 is the first course; a line without one is fired with whatever is sent. */
  readonly course?: number
  readonly note?: string
  readonly hold?: boolean
  readonly station: StationKey
  /** How long the dish should take from fire to ready, in seconds. */
  readonly targetSeconds: number
  /** Minor units of the tenant's currency, for one unit with its modifiers. */
  readonly unitPrice: number
}

/** The part of a line that an amendment may change. */
export interface LineContent {
  readonly quantity: number
  readonly modifiers: ReadonlyArray<Modifier>
  readonly seat?: number
  readonly note?: string
}

/** `quantity` counts every unit ever ordered, voided ones included: all counters of the line add up to it. */
export interface Line extends LineSpec {
  /** Units not yet given to a ticket. */
  readonly draft: number
  /** Units voided before they were fired: no cook has to be told. */
  readonly voidedDraft: number
  /** The last amendment after the kitchen had the line; stays until a cook acknowledges it. */
  readonly change?: { readonly was: LineContent; readonly ack: boolean; readonly at: EpochMs }
}

/** One line's units inside one ticket. `voided` counts only what was fired before it was taken back. */
export interface TicketItem {
  readonly lineId: LineId
  readonly held: number
  readonly sent: number
  readonly started: number
  readonly ready: number
  readonly served: number
  readonly voided: number
}

/** Units of one line inside one ticket (or not yet in one: `ticketId` absent) going from one status to another. */
export interface Move {
  readonly ticketId?: TicketId
  readonly lineId: LineId
  readonly from: LineStatus
  readonly to: LineStatus
  readonly quantity: number
}

/** Units of one line that stand somewhere inside one ticket, or in none (`ticketId` absent: draft, or voided as such). */
export interface StandingUnits {
  readonly ticketId?: TicketId
  readonly lineId: LineId
  readonly status: LineStatus
  readonly quantity: number
}

/** What one station cooks of this order in one go. */
export interface OrderTicket {
  readonly id: TicketId
  readonly station: StationKey
  readonly course?: number
  /** The order already had an open ticket at this station when this one came. */
  readonly addOn: boolean
  readonly firedAt?: EpochMs
  readonly startedAt?: EpochMs
  readonly readyAt?: EpochMs
  readonly bumpedAt?: EpochMs
  /** What the bump itself moved, so that a recall takes back just that. */
  readonly bumpMoves: ReadonlyArray<Move>
  readonly recalls: number
  readonly shownAt?: EpochMs
  /** The screen that proved it first. */
  readonly shownBy?: string
  /** Where it belonged before, when that changed while it was on its screen: a table's name, an order's `#42`, or both. */
  readonly movedFrom?: string
  /** When units were last fired on it; absent on tickets of older logs' snapshots. */
  readonly lastFiredAt?: EpochMs
  readonly items: ReadonlyArray<TicketItem>
  /** Counts up with every change that the station must notice. */
  readonly rev: number
  /** Times its paper had something new to say: fired units, amendments and voids, but not the cook's own progress. */
  readonly edition: number
}

/** The last hand-over of one course at the pass, kept so that a recall takes back just that. */
export interface ExpoBump {
  /** Made by `expoTicketIdOf`. */
  readonly ticketId: TicketId
  readonly at: EpochMs
  readonly moves: ReadonlyArray<Move>
}

export type OrderType = "dineIn" | "takeaway" | "delivery" | "counter"

/** An order that nobody placed yet. Version 0 of every `order/{id}` stream. */
export interface AbsentOrder {
  readonly status: "absent"
  readonly rev: 0
}

/** The truth of what is to be cooked. Plain JSON, so that a snapshot is the state itself. */
export interface PlacedOrder {
  readonly status: "open" | "closed" | "cancelled" | "merged"
  readonly id: OrderId
  /** Short number of the business day, as called out loud: `42`. */
  readonly number: string
  readonly businessDay: string
  readonly type: OrderType
  readonly tableId?: TableId
  readonly table?: string
  readonly covers?: number
  readonly note?: string
  readonly promisedAt?: EpochMs
  readonly server?: string
  readonly placedAt: EpochMs
  readonly closedAt?: EpochMs
  readonly cancelledAt?: EpochMs
  /** The order that everything of this one went to, when it is `merged`. */
  readonly mergedInto?: { readonly orderId: OrderId; readonly number: string }
  /** 0 normal, 1 rush. */
  readonly priority: number
  readonly lines: ReadonlyArray<Line>
  readonly tickets: ReadonlyArray<OrderTicket>
  /** At most one per course. */
  readonly expoBumps: ReadonlyArray<ExpoBump>
  /** Tickets ever opened; the next one's number is this plus one. */
  readonly ticketCount: number
  /** Version of the stream: counts every event of the order. */
  readonly rev: number
}

export type Order = AbsentOrder | PlacedOrder

export const absentOrder: AbsentOrder = { status: "absent", rev: 0 }
