import { expect } from "vitest"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import { ticketsOf } from "#core/kitchen/ticket-view.ts"
import { countsOf, unitsOf } from "#core/kitchen/units.ts"

/** What holds for an order after whatever happened to it. */
export const expectSound = (order: PlacedOrder) => {
  for (const ordered of order.lines) {
    const counts = Object.values(countsOf(order, ordered))
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(0)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(ordered.quantity)
  }
  for (const ticket of order.tickets) {
    const units = unitsOf(ticket)
    // A ticket off the screen hides nothing to cook.
    if (ticket.bumpedAt !== undefined) expect(units.sent + units.started).toBe(0)
    // And one with something to cook knows since when.
    if (units.sent + units.started > 0) expect(ticket.firedAt).toBeDefined()
  }
  const shown = order.status === "open" ? ticketsOf(order, { tables: new Map() }) : []
  for (const ordered of order.lines) {
    const { sent, started } = countsOf(order, ordered)
    const onScreens = shown
      .filter(({ status }) => status !== "bumped")
      .flatMap((ticket) => ticket.lines.filter(({ lineId: id }) => id === ordered.id))
      .reduce((sum, { quantity: wanted, ready, held }) => sum + wanted - ready - (held ?? 0), 0)
    if (order.status === "open") expect(onScreens).toBe(sent + started)
  }
}
