import type { OrderTicket, PlacedOrder } from "./order.ts"
import type { CommandContext, OrderCommand } from "./order-command.ts"
import type { OrderEvent, OrderMoved, OrderTransferred } from "./order-event.ts"
import { stampOf } from "./order-stamp.ts"
import { noticed } from "./ticket-evolve.ts"
import { isOpen, ticketStatusOf } from "./ticket-status.ts"

/** The guests sit at another table. No unit moves: what is cooked stays cooked, and nothing is fired again. */
export const moveTable = (
  order: PlacedOrder,
  { tableId, table }: Extract<OrderCommand, { readonly op: "moveTable" }>,
  context: CommandContext,
): ReadonlyArray<OrderEvent> =>
  order.tableId === tableId
    ? []
    : [
        {
          type: "OrderMoved",
          ...stampOf(context),
          tableId,
          table,
          ...(order.table === undefined ? {} : { was: order.table }),
        },
      ]

/** The order at its new table; whoever cooks for it learns which one it was. */
export const atOtherTable = (
  order: PlacedOrder,
  { tableId, table, was }: OrderMoved,
): PlacedOrder => ({
  ...order,
  tableId,
  table,
  tickets: order.tickets.map((ticket) => relabelled(ticket, was)),
})

/** Somebody else looks after it. */
export const transferTo = (
  order: PlacedOrder,
  { server }: Extract<OrderCommand, { readonly op: "transferTo" }>,
  context: CommandContext,
): ReadonlyArray<OrderEvent> =>
  order.server === server
    ? []
    : [
        {
          type: "OrderTransferred",
          ...stampOf(context),
          server,
          ...(order.server === undefined ? {} : { was: order.server }),
        },
      ]

/** Whoever carries the dishes out reads the name on each ticket. */
export const withServer = (order: PlacedOrder, { server }: OrderTransferred): PlacedOrder => ({
  ...order,
  server,
  tickets: order.tickets.map(noticed),
})

const relabelled = (ticket: OrderTicket, was: string | undefined): OrderTicket => {
  if (ticketStatusOf(ticket) === "gone") return ticket
  // Held, nobody knows of it yet; bumped, it lies at the pass under a number that everybody can read.
  if (!isOpen(ticket)) return noticed(ticket)
  return {
    ...noticed(ticket),
    edition: ticket.edition + 1,
    ...(was === undefined ? {} : { movedFrom: was }),
  }
}
