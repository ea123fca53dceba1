import type { EpochMs, OrderId, StationKey, TicketId } from "./ids.ts"
import type { KitchenSetup } from "./menu.ts"
import type { OrderTicket, PlacedOrder } from "./order.ts"
import { ticketStatusOf } from "./ticket-status.ts"

/** A fired ticket that waits for its cook, and of which nobody knows that a cook can see it. */
export interface UnshownTicket {
  readonly ticketId: TicketId
  readonly orderId: OrderId
  readonly number: string
  readonly station: StationKey
  readonly table?: string
  /** When the units of it that nobody proved were fired. */
  readonly since: EpochMs
  /** Of its paper: what a backup prints of it is printed once for each. */
  readonly edition: number
}

/** How long a screen has to prove that it shows a fired ticket, in milliseconds. */
export const showWithinMs = 10_000

/** Whether the papers of a ticket came out, as far as its printers know. */
export type OnPaper = (ticketId: TicketId) => boolean

/**
 * Tickets of an order that no screen has proved yet. A station without a screen reads its paper: there a ticket counts as
 * seen unless its paper is missing.
 */
export const unshownTickets = (
  order: PlacedOrder,
  setup: Pick<KitchenSetup, "screens" | "printers">,
  onPaper: OnPaper,
): ReadonlyArray<UnshownTicket> => {
  if (order.status !== "open") return []
  return order.tickets.flatMap((ticket) => {
    const since = ticket.lastFiredAt ?? ticket.firedAt
    if (since === undefined || !waits(ticket)) return []
    if (screensOf(setup, ticket.station).length === 0) {
      const prints = setup.printers.some(
        ({ enabled, stations }) => enabled && stations.includes(ticket.station),
      )
      if (prints && onPaper(ticket.id)) return []
    }
    return [
      {
        ticketId: ticket.id,
        orderId: order.id,
        number: order.number,
        station: ticket.station,
        ...(order.table === undefined ? {} : { table: order.table }),
        since,
        edition: ticket.edition,
      },
    ]
  })
}

/** Screens whose `seen` proves a ticket of this station. */
export const screensOf = (
  { screens }: Pick<KitchenSetup, "screens">,
  station: StationKey,
): KitchenSetup["screens"] =>
  screens.filter(({ kind, stations }) => kind === "station" && stations.includes(station))

// Whoever began to cook it has seen it, whatever the screen said.
const waits = (ticket: OrderTicket): boolean =>
  ticket.shownAt === undefined &&
  ticketStatusOf(ticket) === "fired" &&
  ticket.items.some(({ sent }) => sent > 0)
