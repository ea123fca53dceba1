import type { EpochMs, LineId, TicketId } from "./ids.ts"
import type { OrderTicket, StandingUnits } from "./order.ts"
import { itemIn, noMoves, type OpenItem, withItems } from "./ticket-evolve.ts"
import { firedOf, itemOf, unitsOf } from "./units.ts"

/** The ticket without units that belong to another order now; undefined when nothing is left of it. */
export const ticketWithout = (
  ticket: OrderTicket,
  units: ReadonlyArray<StandingUnits>,
  at: EpochMs,
): OrderTicket | undefined => {
  const own = units.filter(({ ticketId }) => ticketId === ticket.id)
  if (own.length === 0) return ticket
  const items = ticket.items.flatMap((item) => {
    const left = { ...item }
    for (const unit of own)
      if (unit.lineId === item.lineId && unit.status !== "draft") left[unit.status] -= unit.quantity
    return left.held + firedOf(left) + left.voided === 0 ? [] : [left]
  })
  if (items.length === 0) return undefined
  const fired = own.some(({ status }) => status !== "held" && status !== "voided")
  return withItems(ticket, items, { arrived: false, begun: false, edition: fired }, at)
}

/**
 * A part of a ticket as one of its own: it stands as far as the units on it do. No screen has shown it yet.
 *
 * @param named the line that each line of the ticket is in its new order
 */
export const ticketPart = (
  ticket: OrderTicket,
  id: TicketId,
  units: ReadonlyArray<StandingUnits>,
  named: (lineId: LineId) => LineId,
  at: EpochMs,
): OrderTicket => {
  const items: Array<OpenItem> = []
  for (const { lineId, status, quantity } of units)
    if (status !== "draft") itemIn(items, named(lineId))[status] += quantity
  const { shownAt: _shown, shownBy: _by, ...rest } = ticket
  const part = withItems(
    { ...rest, id, rev: 0, edition: 0 },
    items,
    { arrived: false, begun: false, edition: true },
    at,
  )
  const standing = unitsOf(part)
  if (firedOf(standing) + standing.voided === 0) return neverFired(part)
  return { ...part, bumpMoves: movesOn(part, ticket, named), lastFiredAt: at }
}

/** A ticket that goes to another order as it is: on every screen it stays where it stands. */
export const ticketRenamed = (
  ticket: OrderTicket,
  named: (lineId: LineId) => LineId,
): OrderTicket => ({
  ...ticket,
  items: ticket.items.map((item) => ({ ...item, lineId: named(item.lineId) })),
  bumpMoves: ticket.bumpMoves.map((move) => ({ ...move, lineId: named(move.lineId) })),
})

const neverFired = ({ firedAt: _, lastFiredAt: __, ...ticket }: OrderTicket): OrderTicket => ticket

/** What a recall of the part takes back: of what the bump of the whole moved, as much as the part has. */
const movesOn = (
  part: OrderTicket,
  whole: OrderTicket,
  named: (lineId: LineId) => LineId,
): OrderTicket["bumpMoves"] => {
  if (part.bumpedAt === undefined) return noMoves
  return whole.bumpMoves.flatMap((move) => {
    const lineId = named(move.lineId)
    const item = itemOf(part, { id: lineId })
    const quantity = Math.min(move.quantity, item === undefined ? 0 : item.ready + item.served)
    return quantity === 0 ? [] : [{ ...move, ticketId: part.id, lineId, quantity }]
  })
}
