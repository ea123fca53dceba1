import { Schema } from "effect"
import { LineDifference, OrderViewModifier } from "./difference-shape.ts"
import { LineId, OrderId, ProductId, StationKey, TableId, TicketId } from "./ids.ts"
import { isoOf } from "./instant.ts"
import { contentOf, contentText } from "./line-content.ts"
import { differencesOf } from "./line-difference.ts"
import type { Screen } from "./menu.ts"
import {
  type Counts,
  type Line,
  lineStatuses,
  type OrderTicket,
  type PlacedOrder,
} from "./order.ts"
import { ticketStatusOf } from "./ticket-status.ts"
import { countsOf, firedOf, unitsOf, wantedOf } from "./units.ts"

const Instant = Schema.String.annotate({ description: "ISO 8601, UTC, with milliseconds" })
const Count = Schema.Int

export const OrderViewLine = Schema.Struct({
  lineId: LineId,
  productId: ProductId,
  name: Schema.String,
  names: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  quantity: Count.annotate({ description: "Units still wanted; voided ones are not counted" }),
  counts: Schema.Struct({
    draft: Count,
    held: Count,
    sent: Count,
    started: Count,
    ready: Count,
    served: Count,
    voided: Count,
  }),
  status: Schema.Literals([
    "draft",
    "held",
    "heard",
    "shown",
    "started",
    "ready",
    "served",
    "voided",
  ]).annotate({ description: "How far the least advanced wanted unit is" }),
  modifiers: Schema.Array(OrderViewModifier),
  seat: Schema.optionalKey(Schema.Int),
  course: Schema.optionalKey(Schema.Int),
  note: Schema.optionalKey(Schema.String),
  hold: Schema.optionalKey(Schema.Boolean),
  station: StationKey,
  unitPrice: Schema.Int,
  change: Schema.optionalKey(
    Schema.Struct({
      was: Schema.String.annotate({
        description:
          "All that the cook last knew, in the menu's language; `differences` is for people",
      }),
      differences: Schema.Array(LineDifference),
      ack: Schema.Boolean,
      at: Instant,
    }),
  ),
}).annotate({ identifier: "OrderLine" })
export type OrderViewLine = typeof OrderViewLine.Type

export const OrderViewTicket = Schema.Struct({
  ticketId: TicketId,
  station: StationKey,
  course: Schema.optionalKey(Schema.Int),
  status: Schema.Literals(["held", "fired", "started", "ready", "bumped", "served", "voided"]),
  addOn: Schema.Boolean,
  lineIds: Schema.Array(LineId),
  firedAt: Schema.optionalKey(Instant),
  shownAt: Schema.optionalKey(Instant),
  shownOn: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        screenId: Schema.String,
        name: Schema.optionalKey(Schema.String),
        at: Instant,
      }),
    ),
  ).annotate({ description: "The screen that proved first that it shows all that is fired" }),
  startedAt: Schema.optionalKey(Instant),
  readyAt: Schema.optionalKey(Instant),
  bumpedAt: Schema.optionalKey(Instant),
}).annotate({ identifier: "OrderTicket" })
export type OrderViewTicket = typeof OrderViewTicket.Type

/** `merged`: all of it belongs to the order that `mergedInto` names. */
export const OrderStatus = Schema.Literals(["open", "closed", "cancelled", "merged"])
export type OrderStatus = typeof OrderStatus.Type

/** An order as REST answers it and the view `order/{id}` shows it (contract §2, §3). */
export const OrderView = Schema.Struct({
  id: OrderId,
  number: Schema.String,
  businessDay: Schema.String,
  status: OrderStatus,
  type: Schema.Literals(["dineIn", "takeaway", "delivery", "counter"]),
  tableId: Schema.optionalKey(TableId),
  table: Schema.optionalKey(Schema.String),
  covers: Schema.optionalKey(Schema.Int),
  note: Schema.optionalKey(Schema.String),
  promisedAt: Schema.optionalKey(Instant),
  server: Schema.optionalKey(Schema.String),
  placedAt: Instant,
  closedAt: Schema.optionalKey(Instant),
  cancelledAt: Schema.optionalKey(Instant),
  mergedInto: Schema.optionalKey(Schema.Struct({ orderId: OrderId, number: Schema.String })),
  priority: Schema.Int,
  rev: Schema.Int,
  lines: Schema.Array(OrderViewLine),
  tickets: Schema.Array(OrderViewTicket),
  total: Schema.Struct({
    amount: Schema.Int.annotate({ description: "Minor units of the currency" }),
    currency: Schema.optionalKey(Schema.String),
  }),
}).annotate({ identifier: "Order" })
export type OrderView = typeof OrderView.Type

/**
 * @param currency ISO 4217, as the tenant's settings say; the order does not carry it
 * @param screens those that the restaurant has now, for the names of those that showed it
 */
export const orderView = (
  order: PlacedOrder,
  currency?: string,
  screens: ReadonlyArray<Pick<Screen, "id" | "name">> = [],
): OrderView => {
  const lines = order.lines.map((line) => lineView(order, line))
  return {
    id: order.id,
    number: order.number,
    businessDay: order.businessDay,
    status: order.status,
    type: order.type,
    ...(order.tableId === undefined ? {} : { tableId: order.tableId }),
    ...(order.table === undefined ? {} : { table: order.table }),
    ...(order.covers === undefined ? {} : { covers: order.covers }),
    ...(order.note === undefined ? {} : { note: order.note }),
    ...(order.promisedAt === undefined ? {} : { promisedAt: isoOf(order.promisedAt) }),
    ...(order.server === undefined ? {} : { server: order.server }),
    placedAt: isoOf(order.placedAt),
    ...(order.closedAt === undefined ? {} : { closedAt: isoOf(order.closedAt) }),
    ...(order.cancelledAt === undefined ? {} : { cancelledAt: isoOf(order.cancelledAt) }),
    ...(order.mergedInto === undefined ? {} : { mergedInto: order.mergedInto }),
    priority: order.priority,
    rev: order.rev,
    lines,
    tickets: order.tickets
      .filter((ticket) => ticket.items.length > 0)
      .map((ticket) => ticketOf(ticket, screens)),
    total: {
      amount: lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0),
      ...(currency === undefined ? {} : { currency }),
    },
  }
}

const lineView = (order: PlacedOrder, line: Line): OrderViewLine => {
  const counts = countsOf(order, line)
  return {
    lineId: line.id,
    productId: line.productId,
    name: line.name,
    ...(line.names === undefined ? {} : { names: line.names }),
    quantity: wantedOf(counts),
    counts,
    status: progressOf(order, line, counts),
    modifiers: line.modifiers,
    ...(line.seat === undefined ? {} : { seat: line.seat }),
    ...(line.course === undefined ? {} : { course: line.course }),
    ...(line.note === undefined ? {} : { note: line.note }),
    ...(line.hold === undefined ? {} : { hold: line.hold }),
    station: line.station,
    unitPrice: line.unitPrice,
    ...(line.change === undefined
      ? {}
      : {
          change: {
            was: contentText(line.name, line.change.was),
            differences: differencesOf(line.change.was, contentOf(line, wantedOf(counts))),
            ack: line.change.ack,
            at: isoOf(line.change.at),
          },
        }),
  }
}

const progressOf = (order: PlacedOrder, line: Line, counts: Counts): OrderViewLine["status"] => {
  const least = lineStatuses.find((status) => status !== "voided" && counts[status] > 0) ?? "voided"
  if (least !== "sent") return least
  // Heard is what the hub can promise alone; shown needs every ticket that still waits for a cook to be on a screen.
  const unseen = order.tickets.some(
    (ticket) =>
      ticket.shownAt === undefined &&
      ticket.items.some((item) => item.lineId === line.id && item.sent > 0),
  )
  return unseen ? "heard" : "shown"
}

const ticketOf = (
  ticket: OrderTicket,
  screens: ReadonlyArray<Pick<Screen, "id" | "name">>,
): OrderViewTicket => ({
  ticketId: ticket.id,
  station: ticket.station,
  ...(ticket.course === undefined ? {} : { course: ticket.course }),
  status: statusOf(ticket),
  addOn: ticket.addOn,
  lineIds: ticket.items.map((item) => item.lineId),
  ...(ticket.firedAt === undefined ? {} : { firedAt: isoOf(ticket.firedAt) }),
  ...(ticket.shownAt === undefined ? {} : { shownAt: isoOf(ticket.shownAt) }),
  ...shownOn(ticket, screens),
  ...(ticket.startedAt === undefined ? {} : { startedAt: isoOf(ticket.startedAt) }),
  ...(ticket.readyAt === undefined ? {} : { readyAt: isoOf(ticket.readyAt) }),
  ...(ticket.bumpedAt === undefined ? {} : { bumpedAt: isoOf(ticket.bumpedAt) }),
})

const shownOn = (
  { shownAt, shownBy }: OrderTicket,
  screens: ReadonlyArray<Pick<Screen, "id" | "name">>,
): Pick<OrderViewTicket, "shownOn"> => {
  if (shownAt === undefined || shownBy === undefined) return {}
  const name = screens.find(({ id }) => id === shownBy)?.name
  return {
    shownOn: [{ screenId: shownBy, ...(name === undefined ? {} : { name }), at: isoOf(shownAt) }],
  }
}

const statusOf = (ticket: OrderTicket): OrderViewTicket["status"] => {
  const units = unitsOf(ticket)
  if (units.held + firedOf(units) === 0) return "voided"
  if (units.held === 0 && firedOf(units) === units.served) return "served"
  const status = ticketStatusOf(ticket, units)
  return status === "gone" ? "served" : status
}
