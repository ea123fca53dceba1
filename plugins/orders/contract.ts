import { Schema } from "effect"
import { defineEvent } from "#core/plugins/event.ts"

/**
 * What happens to orders, as other plugins hear it. Decided and stored by the hub itself, so an event is there exactly
 * when the order has changed. The key is the order's id (`meta.key`), which later events do not repeat in their data.
 */

/** Milliseconds since the Unix epoch. */
const At = Schema.Int

const PlacedLine = Schema.Struct({
  id: Schema.String,
  productId: Schema.String,
  name: Schema.String,
  quantity: Schema.Int,
  station: Schema.String,
  /** Minor units of the restaurant's currency, for one unit with its modifiers. */
  unitPrice: Schema.Int,
  seat: Schema.optionalKey(Schema.Int),
  course: Schema.optionalKey(Schema.Int),
  note: Schema.optionalKey(Schema.String),
})

/** Units of one line that went from one status to another. */
const Moved = Schema.Struct({
  lineId: Schema.String,
  ticketId: Schema.optionalKey(Schema.String),
  from: Schema.String,
  to: Schema.String,
  quantity: Schema.Int,
})
const Moves = Schema.Struct({ at: At, moves: Schema.Array(Moved) })

export const OrderPlaced = defineEvent(
  "orders.order_placed",
  1,
  Schema.Struct({
    at: At,
    orderId: Schema.String,
    /** As it is called out loud. */
    number: Schema.String,
    businessDay: Schema.String,
    orderType: Schema.Literals(["dineIn", "takeaway", "delivery", "counter"]),
    tableId: Schema.optionalKey(Schema.String),
    table: Schema.optionalKey(Schema.String),
    covers: Schema.optionalKey(Schema.Int),
    note: Schema.optionalKey(Schema.String),
    promisedAt: Schema.optionalKey(At),
    server: Schema.optionalKey(Schema.String),
    lines: Schema.Array(PlacedLine),
  }),
)

export const LinesAdded = defineEvent(
  "orders.lines_added",
  1,
  Schema.Struct({ at: At, lines: Schema.Array(PlacedLine) }),
)

/** Fired: the kitchen is to cook them now. */
export const LinesSent = defineEvent("orders.lines_sent", 1, Moves)

export const LinesReadied = defineEvent("orders.lines_readied", 1, Moves)

export const LinesServed = defineEvent("orders.lines_served", 1, Moves)

export const LinesVoided = defineEvent(
  "orders.lines_voided",
  1,
  Schema.Struct({ ...Moves.fields, reason: Schema.optionalKey(Schema.String) }),
)

/** A ticket left its screen; what was still to be cooked of it counts as ready. */
export const TicketBumped = defineEvent(
  "orders.ticket_bumped",
  1,
  Schema.Struct({ ...Moves.fields, ticketId: Schema.String }),
)

/** Its guests sit at another table; nothing is cooked again. `was`: the name of the table before. */
export const OrderMoved = defineEvent(
  "orders.order_moved",
  1,
  Schema.Struct({
    at: At,
    tableId: Schema.String,
    table: Schema.String,
    was: Schema.optionalKey(Schema.String),
  }),
)

/** Somebody else looks after it: `server`, as tickets name them. */
export const OrderTransferred = defineEvent(
  "orders.order_transferred",
  1,
  Schema.Struct({ at: At, server: Schema.String, was: Schema.optionalKey(Schema.String) }),
)

/** All of it belongs to the order `to` now, which says so too (`lines_joined`). It is over. */
export const OrderMerged = defineEvent(
  "orders.order_merged",
  1,
  Schema.Struct({ at: At, to: Schema.String, toNumber: Schema.String }),
)

/** These units belong to the order `to` now, which says so too (`lines_joined`). */
export const LinesLeft = defineEvent(
  "orders.lines_left",
  1,
  Schema.Struct({
    at: At,
    to: Schema.String,
    toNumber: Schema.String,
    units: Schema.Array(
      Schema.Struct({
        lineId: Schema.String,
        ticketId: Schema.optionalKey(Schema.String),
        status: Schema.String,
        quantity: Schema.Int,
      }),
    ),
  }),
)

/**
 * Lines that were the order `from`'s, as far as they are: nothing is cooked again. A line that came as a whole has the id
 * that it had; `quantity` counts voided units too.
 */
export const LinesJoined = defineEvent(
  "orders.lines_joined",
  1,
  Schema.Struct({
    at: At,
    from: Schema.String,
    fromNumber: Schema.String,
    lines: Schema.Array(PlacedLine),
  }),
)

export const OrderCancelled = defineEvent(
  "orders.order_cancelled",
  1,
  Schema.Struct({ ...Moves.fields, reason: Schema.optionalKey(Schema.String) }),
)

export const OrderClosed = defineEvent("orders.order_closed", 1, Moves)

export const OrderReopened = defineEvent("orders.order_reopened", 1, Schema.Struct({ at: At }))
