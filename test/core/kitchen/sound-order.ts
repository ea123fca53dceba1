import assert from "node:assert/strict"
import { expoCourseOf } from "#core/kitchen/expo-course.ts"
import type { TicketId } from "#core/kitchen/ids.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import { ticketsOf } from "#core/kitchen/ticket-view.ts"
import { countsOf, itemOf, unitsOf } from "#core/kitchen/units.ts"

/** Whoever bumped a ticket of a station or the pass has seen what changed on it. */
export const expectSeen = (order: PlacedOrder, ticketId: TicketId) => {
  const course = expoCourseOf(order, ticketId)
  const bumped = order.tickets.filter(
    (ticket) => ticket.id === ticketId || (ticket.course ?? 0) === course,
  )
  for (const line of order.lines)
    if (bumped.some((ticket) => itemOf(ticket, line) !== undefined))
      assert.notEqual(line.change?.ack, false)
}

/** What holds for an order after whatever happened to it. Asked after each of many thousand steps: plain assertions. */
export const expectSound = (order: PlacedOrder) => {
  for (const ordered of order.lines) {
    const counts = Object.values(countsOf(order, ordered))
    assert(Math.min(...counts) >= 0)
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      ordered.quantity,
    )
  }
  for (const ticket of order.tickets) {
    const units = unitsOf(ticket)
    // A ticket off the screen hides nothing to cook.
    if (ticket.bumpedAt !== undefined) assert.equal(units.sent + units.started, 0)
    // And one with something to cook knows since when.
    if (units.sent + units.started > 0) assert(ticket.firedAt !== undefined)
  }
  const shown = order.status === "open" ? ticketsOf(order, { tables: new Map() }) : []
  for (const ordered of order.lines) {
    const { sent, started } = countsOf(order, ordered)
    const onScreens = shown
      .filter(({ status }) => status !== "bumped")
      .flatMap((ticket) => ticket.lines.filter(({ lineId: id }) => id === ordered.id))
      .reduce((sum, { quantity: wanted, ready, held }) => sum + wanted - ready - (held ?? 0), 0)
    if (order.status === "open") assert.equal(onScreens, sent + started)
  }
}
