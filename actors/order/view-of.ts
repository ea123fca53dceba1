import type { KitchenSetup } from "#core/kitchen/menu.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import { type OrderView, orderView } from "#core/kitchen/order-view.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { ticketsOf } from "#core/kitchen/ticket-view.ts"
import { rememberLast } from "./remember-last.ts"

type ShownBy = Pick<KitchenSetup, "tenant" | "screens">

const lastView = rememberLast((order: PlacedOrder, { tenant, screens }: ShownBy) =>
  orderView(order, tenant.currency, screens),
)

/** The order as REST and sockets show it: as answer, on the floor, on the guests' board, as a view of its own. */
export const viewOf = (order: PlacedOrder, { setup }: { readonly setup: ShownBy }): OrderView =>
  lastView(order, setup)

const lastTickets = rememberLast(ticketsOf)

/** Its tickets at all stations, of which each screen takes its own. */
export const ticketsFor = (
  order: PlacedOrder,
  { setup }: { readonly setup: Pick<KitchenSetup, "tables"> },
): ReadonlyArray<TicketView> => lastTickets(order, setup)
