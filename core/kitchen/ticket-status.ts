import type { OrderTicket } from "./order.ts"
import type { TicketStatus } from "./ticket.ts"
import { firedOf, type TicketUnits, unitsOf } from "./units.ts"

/**
 * What a cook sees of a ticket, or `gone` when there is nothing to see: nothing but units voided before they were fired,
 * or every wanted unit collected.
 */
export const ticketStatusOf = (
  ticket: OrderTicket,
  units: TicketUnits = unitsOf(ticket),
): TicketStatus | "gone" => {
  const fired = firedOf(units)
  if (ticket.bumpedAt !== undefined) {
    if (units.held > 0) return "held"
    return fired > units.served ? "bumped" : "gone"
  }
  if (fired === 0 && units.voided === 0) return units.held > 0 ? "held" : "gone"
  // A cook may have the voided dish in the pan: it is shown struck through until he bumps it away.
  if (units.held === 0 && units.voided === 0 && fired === units.served) return "gone"
  if (fired === 0) return "fired"
  if (units.sent + units.started === 0) return "ready"
  return units.sent < fired ? "started" : "fired"
}

/** Fired, and still on its screen. */
export const isOpen = (ticket: OrderTicket): boolean => {
  const status = ticketStatusOf(ticket)
  return status === "fired" || status === "started" || status === "ready"
}
