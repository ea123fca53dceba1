import type { EpochMs, LineId, TicketId } from "./ids.ts"
import type { Move, OrderTicket, TicketItem } from "./order.ts"
import type { TicketOpened } from "./order-event.ts"
import { firedOf, unitsOf } from "./units.ts"

/** Thousands of open tickets were never bumped: one empty list for all of them. */
export const noMoves: ReadonlyArray<Move> = []

export const openedTicket = (opened: TicketOpened): OrderTicket => ({
  id: opened.ticketId,
  station: opened.station,
  ...(opened.course === undefined ? {} : { course: opened.course }),
  addOn: opened.addOn,
  bumpMoves: noMoves,
  recalls: 0,
  items: [],
  rev: 0,
  edition: 0,
})

/**
 * The ticket after units of it moved. Its instants follow from where the units stand now; its paper gets a new edition
 * when units were fired, or taken back after they were.
 *
 * @param moves of this ticket only, at least one
 */
export const afterMoves = (
  ticket: OrderTicket,
  moves: ReadonlyArray<Move>,
  at: EpochMs,
): OrderTicket => {
  const arrived = moves.some((move) => move.to === "sent" && isUnfired(move.from))
  const takenBack = moves.some((move) => move.to === "voided" && !isUnfired(move.from))
  const begun = moves.some((move) => move.to === "started" || move.to === "ready")
  const news = { arrived, begun, edition: arrived || takenBack }
  return withItems(ticket, itemsAfter(ticket.items, moves), news, at)
}

interface News {
  /** Units were fired on it. */
  readonly arrived: boolean
  /** Somebody began to cook. */
  readonly begun: boolean
  /** Its paper has something new to say. */
  readonly edition: boolean
}

/** The ticket with other items: its instants follow from where they stand. */
export const withItems = (
  ticket: OrderTicket,
  items: ReadonlyArray<TicketItem>,
  { arrived, begun, edition }: News,
  at: EpochMs,
): OrderTicket => {
  const before = unitsOf(ticket)
  const units = unitsOf({ ...ticket, items })
  const cooking = units.sent + units.started > 0
  // New work for a cook who was done with the ticket: its time begins again.
  const fresh = arrived && before.sent + before.started === 0
  const firedAt = fresh ? at : ticket.firedAt
  const untouched = units.started + units.ready + units.served === 0
  const startedAt = fresh || untouched ? undefined : (ticket.startedAt ?? (begun ? at : undefined))
  const readyAt = cooking || firedOf(units) === 0 ? undefined : (ticket.readyAt ?? at)
  // A ticket off the screen must not hide something to cook.
  const bumpedAt = cooking ? undefined : ticket.bumpedAt
  // Units that came since were not shown yet: the proof must be given anew.
  const shownAt = arrived ? undefined : ticket.shownAt
  const shownBy = arrived ? undefined : ticket.shownBy
  const lastFiredAt = arrived ? at : ticket.lastFiredAt
  return {
    id: ticket.id,
    station: ticket.station,
    ...(ticket.course === undefined ? {} : { course: ticket.course }),
    addOn: ticket.addOn,
    ...(firedAt === undefined ? {} : { firedAt }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(readyAt === undefined ? {} : { readyAt }),
    ...(bumpedAt === undefined ? {} : { bumpedAt }),
    bumpMoves: bumpedAt === undefined ? noMoves : ticket.bumpMoves,
    recalls: ticket.recalls,
    ...(shownAt === undefined ? {} : { shownAt }),
    ...(shownBy === undefined ? {} : { shownBy }),
    ...(lastFiredAt === undefined ? {} : { lastFiredAt }),
    ...(ticket.movedFrom === undefined || fresh ? {} : { movedFrom: ticket.movedFrom }),
    items,
    rev: ticket.rev + 1,
    edition: ticket.edition + (edition ? 1 : 0),
  }
}

/** Each ticket after those of the moves that name it; the others are shared. */
export const ticketsAfterMoves = (
  tickets: ReadonlyArray<OrderTicket>,
  moves: ReadonlyArray<Move>,
  at: EpochMs,
): ReadonlyArray<OrderTicket> => {
  const byTicket = new Map<TicketId, Array<Move>>()
  for (const move of moves) {
    if (move.ticketId === undefined) continue
    const same = byTicket.get(move.ticketId)
    if (same === undefined) byTicket.set(move.ticketId, [move])
    else same.push(move)
  }
  if (byTicket.size === 0) return tickets
  return tickets.map((ticket) => {
    const own = byTicket.get(ticket.id)
    return own === undefined ? ticket : afterMoves(ticket, own, at)
  })
}

/** Something of it changed that its station must see. */
export const noticed = <A extends OrderTicket>(ticket: A): A => ({ ...ticket, rev: ticket.rev + 1 })

export const isUnfired = (status: Move["from"]): boolean => status === "draft" || status === "held"

const itemsAfter = (
  items: ReadonlyArray<TicketItem>,
  moves: ReadonlyArray<Move>,
): ReadonlyArray<TicketItem> => {
  const after = items.map((item) => ({ ...item }))
  for (const move of moves) {
    const item = itemIn(after, move.lineId)
    if (move.from !== "draft") item[move.from] -= move.quantity
    // Voided before it was fired: the line counts it, no cook has to see it struck through.
    const silent = move.to === "voided" && isUnfired(move.from)
    if (move.to !== "draft" && !silent) item[move.to] += move.quantity
  }
  // Sliced: what grew one by one keeps room for sixteen more.
  return after.filter((item) => item.held + firedOf(item) + item.voided > 0).slice()
}

/** The line's item, which is among them from now on. */
export const itemIn = (items: Array<OpenItem>, lineId: LineId): OpenItem => {
  const known = items.find((item) => item.lineId === lineId)
  if (known !== undefined) return known
  const item = emptyItem(lineId)
  items.push(item)
  return item
}

/** One that is still being counted. */
export type OpenItem = { -readonly [Field in keyof TicketItem]: TicketItem[Field] }

const emptyItem = (lineId: LineId): OpenItem => ({
  lineId,
  held: 0,
  sent: 0,
  started: 0,
  ready: 0,
  served: 0,
  voided: 0,
})
