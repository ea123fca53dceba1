import { withChange } from "./line-change.ts"
import { contentOf } from "./line-content.ts"
import type { Line, PlacedOrder, StandingUnits } from "./order.ts"
import type { LinesJoined, LinesLeft, OrderMerged } from "./order-event.ts"
import { ticketWithout } from "./ticket-dividing.ts"
import { isUnfired, noticed } from "./ticket-evolve.ts"
import { countsOf, unitsAmong, wantedOf } from "./units.ts"

/** The order without the units that belong to another one now. */
export const withoutUnits = (order: PlacedOrder, { units, at }: LinesLeft): PlacedOrder => ({
  ...order,
  lines: order.lines.flatMap((line) => lineWithout(order, line, units, at)),
  tickets: order.tickets.flatMap((ticket) => ticketWithout(ticket, units, at) ?? []),
})

/** Nothing is left of it but where it went. */
export const mergedAway = (order: PlacedOrder, { to, toNumber }: OrderMerged): PlacedOrder => ({
  ...order,
  status: "merged",
  mergedInto: { orderId: to, number: toNumber },
  lines: [],
  tickets: [],
  expoBumps: [],
})

/** The order with what was another's. */
export const withJoined = (order: PlacedOrder, event: LinesJoined): PlacedOrder => {
  const { covers = order.covers, note = order.note, priority = order.priority } = event
  const otherHead = covers !== order.covers || note !== order.note || priority !== order.priority
  return {
    ...order,
    ...(covers === undefined ? {} : { covers }),
    ...(note === undefined ? {} : { note }),
    priority,
    lines: order.lines.concat(event.lines),
    // What stands at the head of a ticket changed on all of them.
    tickets: (otherHead ? order.tickets.map(noticed) : order.tickets).concat(event.tickets),
    ticketCount: order.ticketCount + event.divided.length,
  }
}

const lineWithout = (
  order: PlacedOrder,
  line: Line,
  units: ReadonlyArray<StandingUnits>,
  at: LinesLeft["at"],
): ReadonlyArray<Line> => {
  const own = units.filter(({ lineId }) => lineId === line.id)
  if (own.length === 0) return [line]
  const sum = (of: (unit: StandingUnits) => boolean) => unitsAmong(own, of)
  const left: Line = {
    ...line,
    quantity: line.quantity - sum(() => true),
    draft: line.draft - sum(({ status }) => status === "draft"),
    voidedDraft:
      line.voidedDraft -
      sum(({ ticketId, status }) => ticketId === undefined && status === "voided"),
  }
  if (left.quantity === 0) return []
  const cooks = own.some(({ status }) => !isUnfired(status) && status !== "voided")
  const wanted = wantedOf(countsOf(order, line))
  // Fewer than a cook has read: he must see that the number changed.
  return cooks && wanted > sum(({ status }) => status !== "voided")
    ? [withChange(left, contentOf(line, wanted), at)]
    : [left]
}
