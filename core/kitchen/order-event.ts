import type { EpochMs, LineId, OrderId, StationKey, TableId, TicketId } from "./ids.ts"
import type {
  Line,
  LineContent,
  LineSpec,
  Move,
  OrderTicket,
  OrderType,
  StandingUnits,
} from "./order.ts"

/** Who did it; printed on chits and shown in the history. */
export interface Actor {
  readonly kind: "user" | "device" | "system"
  readonly id: string
  readonly name?: string
}

/** A ticket that comes into being; its units arrive by the `moves` of the same event. */
export interface TicketOpened {
  readonly ticketId: TicketId
  readonly station: StationKey
  readonly course?: number
  readonly addOn: boolean
}

interface Happened {
  readonly at: EpochMs
  readonly by: Actor
}

/** What is sent along with new lines: `opened` tickets, and `moves` of their units from draft to sent or held. */
interface Sending {
  readonly opened: ReadonlyArray<TicketOpened>
  readonly moves: ReadonlyArray<Move>
}

/** With the lines that it was placed with and, when they were sent at once, their tickets: one fact, one event. */
export interface OrderPlaced extends Happened, Sending {
  readonly type: "OrderPlaced"
  readonly lines: ReadonlyArray<LineSpec>
  readonly orderId: OrderId
  readonly number: string
  readonly businessDay: string
  readonly orderType: OrderType
  readonly tableId?: TableId
  readonly table?: string
  readonly covers?: number
  readonly note?: string
  readonly promisedAt?: EpochMs
  readonly server?: string
}
export interface LinesAdded extends Happened, Sending {
  readonly type: "LinesAdded"
  readonly lines: ReadonlyArray<LineSpec>
}
/** `moves` takes units away (voided) or gives new ones to a ticket (draft to sent); `opened` when none was open any more. */
export interface LineChanged extends Happened {
  readonly type: "LineChanged"
  readonly lineId: LineId
  readonly was: LineContent
  readonly now: LineContent
  /** Minor units for one unit from now on; absent when other modifiers did not change the price. */
  readonly unitPrice?: number
  readonly opened: ReadonlyArray<TicketOpened>
  readonly moves: ReadonlyArray<Move>
  /** The kitchen had it already, so a cook must acknowledge. */
  readonly amends: boolean
}
export interface LinesVoided extends Happened {
  readonly type: "LinesVoided"
  readonly moves: ReadonlyArray<Move>
  readonly reason?: string
}
export interface LinesHeld extends Happened {
  readonly type: "LinesHeld"
  readonly opened: ReadonlyArray<TicketOpened>
  readonly moves: ReadonlyArray<Move>
}
/** Fired: from draft (with the tickets it opens) or from held. */
export interface LinesSent extends Happened {
  readonly type: "LinesSent"
  readonly opened: ReadonlyArray<TicketOpened>
  readonly moves: ReadonlyArray<Move>
}
export interface LinesStarted extends Happened {
  readonly type: "LinesStarted"
  readonly moves: ReadonlyArray<Move>
}
export interface LinesReadied extends Happened {
  readonly type: "LinesReadied"
  readonly moves: ReadonlyArray<Move>
}
export interface LinesUnreadied extends Happened {
  readonly type: "LinesUnreadied"
  readonly moves: ReadonlyArray<Move>
}
export interface LinesServed extends Happened {
  readonly type: "LinesServed"
  readonly moves: ReadonlyArray<Move>
}
/** A prep ticket that leaves its screen, or (expo ticket id) a course that leaves the pass: then `moves` name prep tickets. */
export interface TicketBumped extends Happened {
  readonly type: "TicketBumped"
  readonly ticketId: TicketId
  readonly moves: ReadonlyArray<Move>
}
export interface TicketRecalled extends Happened {
  readonly type: "TicketRecalled"
  readonly ticketId: TicketId
  readonly moves: ReadonlyArray<Move>
}
/** A device showed these tickets for the first time: the sender now knows. */
export interface TicketsShown extends Happened {
  readonly type: "TicketsShown"
  readonly tickets: ReadonlyArray<TicketId>
  readonly screenId: string
}
export interface ChangeAcknowledged extends Happened {
  readonly type: "ChangeAcknowledged"
  readonly lines: ReadonlyArray<LineId>
}
export interface OrderRushed extends Happened {
  readonly type: "OrderRushed"
  readonly priority: number
}
/** The guests sit at another table. `was` names the one before, if the order had one. */
export interface OrderMoved extends Happened {
  readonly type: "OrderMoved"
  readonly tableId: TableId
  readonly table: string
  readonly was?: string
}
/** Somebody else looks after it. `server` is who, as tickets name them; `was` who did before. */
export interface OrderTransferred extends Happened {
  readonly type: "OrderTransferred"
  readonly server: string
  readonly was?: string
}
/** These units belong to another order now, whose `LinesJoined` stands in the same append. */
export interface LinesLeft extends Happened {
  readonly type: "LinesLeft"
  readonly to: OrderId
  readonly toNumber: string
  readonly units: ReadonlyArray<StandingUnits>
}
/** Terminal: all of it belongs to another order now, whose `LinesJoined` stands in the same append. */
export interface OrderMerged extends Happened {
  readonly type: "OrderMerged"
  readonly to: OrderId
  readonly toNumber: string
}
/** Lines and tickets that were another order's, as they stand from now on: no unit of them moves by it. */
export interface LinesJoined extends Happened {
  readonly type: "LinesJoined"
  readonly from: OrderId
  readonly fromNumber: string
  /** The name of the other order's table, when it has another one. */
  readonly fromTable?: string
  readonly lines: ReadonlyArray<Line>
  readonly tickets: ReadonlyArray<OrderTicket>
  /** Those of `tickets` that are a part of one that stays where it was. */
  readonly divided: ReadonlyArray<TicketId>
  /** What the whole order has from now on; absent where it stays as it is. */
  readonly covers?: number
  readonly note?: string
  readonly priority?: number
}
/** When it is wanted; absent: it is promised for no instant any more. */
export interface PromiseSet extends Happened {
  readonly type: "PromiseSet"
  readonly promisedAt?: EpochMs
}
/** Terminal. `moves` voids whatever was not served. */
export interface OrderCancelled extends Happened {
  readonly type: "OrderCancelled"
  readonly moves: ReadonlyArray<Move>
  readonly reason?: string
}
/** `moves` serves what was ready. */
export interface OrderClosed extends Happened {
  readonly type: "OrderClosed"
  readonly moves: ReadonlyArray<Move>
}
export interface OrderReopened extends Happened {
  readonly type: "OrderReopened"
}

/** Everything that can happen to an order, in the past tense. In the log the type carries its version: `LinesSent@1`. */
export type OrderEvent =
  | OrderPlaced
  | LinesAdded
  | LineChanged
  | LinesVoided
  | LinesHeld
  | LinesSent
  | LinesStarted
  | LinesReadied
  | LinesUnreadied
  | LinesServed
  | TicketBumped
  | TicketRecalled
  | TicketsShown
  | ChangeAcknowledged
  | OrderRushed
  | OrderMoved
  | OrderTransferred
  | LinesLeft
  | OrderMerged
  | LinesJoined
  | PromiseSet
  | OrderCancelled
  | OrderClosed
  | OrderReopened
