import {
  type Counts,
  type Line,
  type LineStatus,
  lineStatuses,
  type Move,
  type OrderTicket,
  type PlacedOrder,
  type StandingUnits,
  type TicketItem,
} from "./order.ts"

/** Where the units of a line stand over all tickets. They add up to `line.quantity`. */
export const countsOf = (order: PlacedOrder, line: Line): Counts =>
  countsIn(order.tickets, line, true)

/**
 * Where the units of a line stand within some tickets only.
 *
 * @param drafts whether units that are in no ticket count too
 */
export const countsIn = (
  tickets: ReadonlyArray<OrderTicket>,
  line: Line,
  drafts: boolean,
): Counts => {
  const counts = {
    draft: drafts ? line.draft : 0,
    held: 0,
    sent: 0,
    started: 0,
    ready: 0,
    served: 0,
    voided: drafts ? line.voidedDraft : 0,
  }
  for (const ticket of tickets) {
    const item = itemOf(ticket, line)
    if (item !== undefined) addItem(counts, item)
  }
  return counts
}

export type TicketUnits = Omit<Counts, "draft">

/** Where all units of a ticket stand. */
export const unitsOf = (ticket: OrderTicket): TicketUnits => {
  const units = { held: 0, sent: 0, started: 0, ready: 0, served: 0, voided: 0 }
  for (const item of ticket.items) addItem(units, item)
  return units
}

/** Units that somebody still wants: everything but the voided ones. */
export const wantedOf = (counts: Counts): number =>
  counts.draft + counts.held + counts.sent + counts.started + counts.ready + counts.served

/** Units that the kitchen was told to cook, voided ones left out. */
export const firedOf = (counts: TicketUnits): number =>
  counts.sent + counts.started + counts.ready + counts.served

export const sumOf = (counts: Counts, statuses: ReadonlyArray<LineStatus>): number =>
  statuses.reduce((sum, status) => sum + counts[status], 0)

export const itemOf = (
  ticket: OrderTicket,
  line: { readonly id: string },
): TicketItem | undefined => ticket.items.find((item) => item.lineId === line.id)

/**
 * Moves for up to `quantity` units of a line: the first status is emptied first, over the tickets in the order given.
 * Draft units are no ticket's and are moved without one.
 */
export const takeUnits = (
  line: Line,
  tickets: ReadonlyArray<OrderTicket>,
  from: ReadonlyArray<LineStatus>,
  to: LineStatus,
  quantity: number,
): ReadonlyArray<Move> => {
  const moves: Array<Move> = []
  let left = quantity
  for (const status of from) {
    if (status === "draft") {
      const taken = Math.min(left, line.draft)
      if (taken > 0) moves.push({ lineId: line.id, from: "draft", to, quantity: taken })
      left -= taken
      continue
    }
    for (const ticket of tickets) {
      const taken = Math.min(left, itemOf(ticket, line)?.[status] ?? 0)
      if (taken > 0)
        moves.push({ ticketId: ticket.id, lineId: line.id, from: status, to, quantity: taken })
      left -= taken
    }
  }
  return moves
}

/**
 * All units of a line within some tickets, each where it stands.
 *
 * @param drafts whether units that are in no ticket are among them
 */
export const unitsStanding = (
  line: Line,
  tickets: ReadonlyArray<OrderTicket>,
  drafts: boolean,
): ReadonlyArray<StandingUnits> => {
  const lineId = line.id
  const loose: ReadonlyArray<StandingUnits> = [
    { lineId, status: "draft", quantity: line.draft },
    { lineId, status: "voided", quantity: line.voidedDraft },
  ]
  const inTickets = tickets.flatMap((ticket): ReadonlyArray<StandingUnits> => {
    const item = itemOf(ticket, line)
    return lineStatuses.flatMap((status) =>
      item === undefined || status === "draft"
        ? []
        : [{ ticketId: ticket.id, lineId, status, quantity: item[status] }],
    )
  })
  return [...(drafts ? loose : []), ...inTickets].filter(({ quantity }) => quantity > 0)
}

/** How many of these units are of that kind. */
export const unitsAmong = (
  units: ReadonlyArray<StandingUnits>,
  of: (unit: StandingUnits) => boolean,
): number => units.reduce((sum, unit) => (of(unit) ? sum + unit.quantity : sum), 0)

const addItem = (sum: Record<keyof TicketUnits, number>, item: TicketItem): void => {
  sum.held += item.held
  sum.sent += item.sent
  sum.started += item.started
  sum.ready += item.ready
  sum.served += item.served
  sum.voided += item.voided
}
