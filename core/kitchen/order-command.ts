import { Schema } from "effect"
import { GivenInstant, InstantText } from "./given-instant.ts"
import { type EpochMs, LineId, OrderId, ProductId, TableId, TicketId, Uuid } from "./ids.ts"
import type { LineSpec } from "./order.ts"
import type { Actor } from "./order-event.ts"

const Quantity = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 999 }))
const Seat = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 99 }))
const Course = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 9 }))
const Note = Schema.String.check(Schema.isMaxLength(280))
const Covers = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 500 }))
const Reason = Schema.String.check(Schema.isMaxLength(140))

export const ModifierInput = Schema.Struct({
  optionId: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(64)),
  quantity: Schema.optionalKey(Quantity),
})

/** A line as a waiter or a POS asks for it: the hub adds name, price, station and target time from the menu. */
export const LineInput = Schema.Struct({
  id: Schema.optionalKey(LineId),
  productId: ProductId,
  quantity: Quantity,
  modifiers: Schema.optionalKey(Schema.Array(ModifierInput).check(Schema.isMaxLength(32))),
  seat: Schema.optionalKey(Seat),
  course: Schema.optionalKey(Course),
  note: Schema.optionalKey(Note),
  hold: Schema.optionalKey(Schema.Boolean),
}).annotate({ identifier: "LineInput" })
export type LineInput = typeof LineInput.Type

const Lines = Schema.Array(LineInput).check(Schema.isMinLength(1), Schema.isMaxLength(200))

/**
 * Body of `POST /plugins/orders/orders` and `args` of `placeOrder` over a socket. Nothing in it is transformed: only what
 * is merely looked at is decoded by compiled code, in a fifth of the time.
 */
export const PlaceOrderArgs = Schema.Struct({
  id: Schema.optionalKey(OrderId),
  type: Schema.Literals(["dineIn", "takeaway", "delivery", "counter"]),
  tableId: Schema.optionalKey(TableId),
  covers: Schema.optionalKey(Covers),
  note: Schema.optionalKey(Note),
  promisedAt: Schema.optionalKey(InstantText),
  lines: Schema.Array(LineInput).check(Schema.isMaxLength(200)),
  send: Schema.optionalKey(Schema.Boolean),
}).annotate({ identifier: "PlaceOrder" })
export type PlaceOrderArgs = typeof PlaceOrderArgs.Type

/** Part of a line's quantity, or the whole line when it stands in `lineIds`. */
export const LinePart = Schema.Struct({ lineId: LineId, quantity: Quantity })
export type LinePart = typeof LinePart.Type

/**
 * Which units a command means: whole lines, parts of lines, or both. `ticketId` narrows it to one ticket;
 * alone it means every line of that ticket.
 */
const selection = {
  lineIds: Schema.optionalKey(Schema.Array(LineId).check(Schema.isMaxLength(200))),
  parts: Schema.optionalKey(Schema.Array(LinePart).check(Schema.isMaxLength(200))),
  ticketId: Schema.optionalKey(TicketId),
}
const Selection = Schema.Struct(selection)
export type Selection = typeof Selection.Type

const OneTicket = Schema.Struct({ ticketId: TicketId })
/** An empty struct alone would take any field without a word. */
const Nothing = Schema.Struct({}).check(
  Schema.isMaxProperties(0, { message: "Expected no arguments" }),
)

/** The arguments of each `op` that an order understands, the same over REST and sockets (contract §2, §3). */
export const orderArgs = {
  addLines: Schema.Struct({ lines: Lines, send: Schema.optionalKey(Schema.Boolean) }),
  changeLine: Schema.Struct({
    lineId: LineId,
    quantity: Schema.optionalKey(Quantity),
    modifiers: Schema.optionalKey(Schema.Array(ModifierInput).check(Schema.isMaxLength(32))),
    seat: Schema.optionalKey(Seat),
    note: Schema.optionalKey(Note),
  }),
  voidLine: Schema.Struct({
    lineId: LineId,
    quantity: Schema.optionalKey(Quantity),
    reason: Schema.optionalKey(Reason),
  }),
  sendLines: Selection,
  holdLines: Selection,
  fireLines: Selection,
  fireCourse: Schema.Struct({ course: Course }),
  startLines: Selection,
  readyLines: Selection,
  unreadyLines: Selection,
  serveLines: Selection,
  bumpTicket: OneTicket,
  recallTicket: OneTicket,
  rush: Schema.Struct({ on: Schema.optionalKey(Schema.Boolean) }),
  /** null: it is promised for no instant any more. */
  setPromise: Schema.Struct({ promisedAt: Schema.NullOr(GivenInstant) }),
  moveTable: Schema.Struct({ tableId: TableId }),
  mergeInto: Schema.Struct({ intoOrderId: OrderId }),
  /** Into an open order, or into a new one: of this id, at this table (else at the same). */
  splitTo: Schema.Struct({
    ...selection,
    toOrderId: Schema.optionalKey(OrderId),
    tableId: Schema.optionalKey(TableId),
    covers: Schema.optionalKey(Covers),
  }),
  /** Without a user: to whoever asks. */
  transferTo: Schema.Struct({ userId: Schema.optionalKey(Uuid) }),
  acknowledgeChange: Selection,
  cancel: Schema.Struct({ reason: Schema.optionalKey(Reason) }),
  close: Nothing,
  reopen: Nothing,
} as const

export type OrderOp = keyof typeof orderArgs
export type OrderArgs<Op extends OrderOp> = (typeof orderArgs)[Op]["Type"]

/** What every command carries into `decide`: the hub's clock and who asked. */
export interface CommandContext {
  readonly at: EpochMs
  readonly by: Actor
}

type Simple = Exclude<
  OrderOp,
  "addLines" | "changeLine" | "moveTable" | "mergeInto" | "splitTo" | "transferTo" | "setPromise"
>

/**
 * What `decide` works on: the edge's arguments after the menu was looked up, so that deciding needs nothing from outside.
 * `markShown` is the hub's own, made from a device's `seen`.
 */
export type OrderCommand =
  | {
      readonly op: "place"
      readonly orderId: OrderId
      readonly number: string
      readonly businessDay: string
      readonly type: PlaceOrderArgs["type"]
      readonly tableId?: TableId
      readonly table?: string
      readonly covers?: number
      readonly note?: string
      readonly promisedAt?: EpochMs
      readonly server?: string
      readonly lines: ReadonlyArray<LineSpec>
      readonly send: boolean
    }
  | { readonly op: "addLines"; readonly lines: ReadonlyArray<LineSpec>; readonly send: boolean }
  | {
      readonly op: "changeLine"
      readonly lineId: LineId
      readonly quantity?: number
      readonly modifiers?: LineSpec["modifiers"]
      readonly unitPrice?: number
      readonly seat?: number
      readonly note?: string
    }
  | { readonly op: "moveTable"; readonly tableId: TableId; readonly table: string }
  | { readonly op: "transferTo"; readonly server: string }
  | { readonly op: "setPromise"; readonly promisedAt: EpochMs | null }
  | {
      readonly op: "markShown"
      readonly tickets: ReadonlyArray<TicketId>
      /** Edition of each that was on the screen, in the order of `tickets`: what came since was not. Absent: as it is. */
      readonly editions?: ReadonlyArray<number>
      readonly screenId: string
    }
  | { readonly [Op in Simple]: { readonly op: Op } & OrderArgs<Op> }[Simple]

/** What concerns two orders at once; it is asked of the one that gives. */
export type PassingCommand =
  | { readonly op: "mergeInto"; readonly intoOrderId: OrderId }
  | ({
      readonly op: "splitTo"
      readonly toOrderId: OrderId
      readonly tableId?: TableId
      /** Of the table that `tableId` names. */
      readonly table?: string
      readonly covers?: number
    } & Selection)

/** What a split besides needs to be decided: how the order that it may open is called. */
export interface PassingContext extends CommandContext {
  readonly number: string
  readonly businessDay: string
}
