import { type Placed, withNewest, withRecalled } from "./board-slots.ts"
import { changedStretch } from "./changed-stretch.ts"
import type { OrderId, TicketId } from "./ids.ts"
import { sameJson } from "./same-json.ts"
import type { TicketView } from "./ticket.ts"

/** What one kitchen screen shows. A ticket keeps its place while it is open; only a full board closes its gaps. */
export interface Board {
  /** How many tickets the screen shows side by side; places beyond are a second page. */
  readonly visible: number
  /** Fired and not bumped, in the order of their places. What did not change stays the same object. */
  readonly open: ReadonlyArray<Placed>
  /** Not fired yet: they stand after the open ones and take a place when they are fired. */
  readonly held: ReadonlyArray<TicketView>
  /** The last {@link keptForRecall} bumped ones, newest first. */
  readonly recent: ReadonlyArray<Recent>
}

interface Recent {
  readonly ticket: TicketView
  /** Where it stood, for a recall. */
  readonly lastSlot?: number
}

export interface BoardChange {
  readonly id: TicketId
  readonly v: TicketView | null
}

/** Bumped tickets that a screen can still recall. */
export const keptForRecall = 20

export const emptyBoard = (visible: number): Board => ({ visible, open: [], held: [], recent: [] })

/**
 * The board after an order changed, and what that changes on the screen.
 *
 * @param tickets all tickets of that order that belong on this screen, bumped ones included; none takes them off
 * @param isNew the order was placed just now: no ticket of it is looked for among those on the board
 */
export const placeOnBoard = (
  board: Board,
  orderId: OrderId,
  tickets: ReadonlyArray<TicketView>,
  isNew = false,
): { readonly board: Board; readonly changes: ReadonlyArray<BoardChange> } => {
  if (isNew && tickets.length === 0) return { board, changes: [] }
  const next: Board = {
    visible: board.visible,
    open: openAfter(board, orderId, tickets, isNew),
    held: heldAfter(board, orderId, tickets),
    recent: recentAfter(board, orderId, tickets),
  }
  return { board: next, changes: changesBetween(board, next) }
}

/** The board of a screen that is opened while work is under way: oldest first, without a gap. */
export const boardWith = (visible: number, tickets: ReadonlyArray<TicketView>): Board => ({
  visible,
  open: tickets
    .filter(isOnBoard)
    .sort((one, other) => compareText(one.firedAt ?? "", other.firedAt ?? ""))
    .map((ticket, slot) => ({ ...ticket, slot })),
  held: tickets.filter((ticket) => ticket.status === "held").map(withoutSlot),
  recent: tickets
    .filter((ticket) => ticket.status === "bumped")
    .sort((one, other) => compareText(other.bumpedAt ?? "", one.bumpedAt ?? ""))
    .slice(0, keptForRecall)
    .map((ticket) => ({ ticket: withoutSlot(ticket) })),
})

/** Every ticket that the view holds: open ones from left to right, held ones, then those that can be recalled. */
export const ticketsOn = (board: Board): ReadonlyArray<TicketView> => [
  ...board.open,
  ...board.held,
  ...board.recent.map(ticketOf),
]

const ticketOf = ({ ticket }: Recent): TicketView => ticket

const isOnBoard = ({ status }: TicketView): boolean => status !== "held" && status !== "bumped"

const openAfter = (
  board: Board,
  orderId: OrderId,
  tickets: ReadonlyArray<TicketView>,
  isNew: boolean,
): ReadonlyArray<Placed> => {
  const incoming = new Map(tickets.filter(isOnBoard).map((ticket) => [ticket.ticketId, ticket]))
  let open = board.open
  // Most boards of a restaurant have nothing of the order: they stay the objects they are.
  // A ticket that was another order's until now stands where it stood.
  const concerned = (ticket: TicketView) =>
    ticket.orderId === orderId || incoming.has(ticket.ticketId)
  if (!isNew && open.some(concerned))
    open = open.flatMap((placed) => {
      if (!concerned(placed)) return placed
      const ticket = incoming.get(placed.ticketId)
      incoming.delete(placed.ticketId)
      if (ticket === undefined) return []
      const same = { ...ticket, slot: placed.slot }
      return sameJson(placed, same) ? placed : same
    })
  for (const ticket of incoming.values()) {
    const recalled = board.recent.find((recent) => recent.ticket.ticketId === ticket.ticketId)
    open =
      recalled === undefined
        ? withNewest(open, withoutSlot(ticket), board.visible)
        : withRecalled(open, withoutSlot(ticket), recalled.lastSlot, board.visible)
  }
  return open
}

const heldAfter = (
  { held }: Board,
  orderId: OrderId,
  tickets: ReadonlyArray<TicketView>,
): ReadonlyArray<TicketView> => {
  const own = tickets.filter((ticket) => ticket.status === "held").map(withoutSlot)
  const others = held.filter((ticket) => !isOf(ticket, orderId, own))
  return own.length === 0 && others.length === held.length ? held : [...others, ...own]
}

/** By bump time, not by arrival: a ticket that fell out must not come back whenever its order changes. */
const recentAfter = (
  board: Board,
  orderId: OrderId,
  tickets: ReadonlyArray<TicketView>,
): ReadonlyArray<Recent> => {
  const bumped = tickets
    .filter((ticket) => ticket.status === "bumped")
    .map((ticket): Recent => {
      const known = board.recent.find((recent) => recent.ticket.ticketId === ticket.ticketId)
      const lastSlot =
        known?.lastSlot ?? board.open.find((open) => open.ticketId === ticket.ticketId)?.slot
      return { ticket: withoutSlot(ticket), ...(lastSlot === undefined ? {} : { lastSlot }) }
    })
  const own = bumped.map(ticketOf)
  const others = board.recent.filter(({ ticket }) => !isOf(ticket, orderId, own))
  if (bumped.length === 0 && others.length === board.recent.length) return board.recent
  return [...bumped, ...others]
    .sort((one, other) => compareText(other.ticket.bumpedAt ?? "", one.ticket.bumpedAt ?? ""))
    .slice(0, keptForRecall)
}

/** The order's, or one of these, which was another order's until now. */
const isOf = (ticket: TicketView, orderId: OrderId, own: ReadonlyArray<TicketView>): boolean =>
  ticket.orderId === orderId || own.some(({ ticketId }) => ticketId === ticket.ticketId)

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const withoutSlot = ({ slot: _, ...ticket }: TicketView): TicketView => ticket

const changesBetween = (before: Board, after: Board): ReadonlyArray<BoardChange> => {
  const recent = changedStretch(before.recent, after.recent)
  const stretches = [
    changedStretch<TicketView>(before.open, after.open),
    changedStretch(before.held, after.held),
    { gone: recent.gone.map(ticketOf), come: recent.come.map(ticketOf) },
  ]
  const gone = new Map(
    stretches.flatMap((stretch) => stretch.gone).map((ticket) => [ticket.ticketId, ticket]),
  )
  const changes: Array<BoardChange> = []
  for (const ticket of stretches.flatMap((stretch) => stretch.come)) {
    const known = gone.get(ticket.ticketId)
    gone.delete(ticket.ticketId)
    if (known === undefined || !sameJson(known, ticket))
      changes.push({ id: ticket.ticketId, v: ticket })
  }
  for (const id of gone.keys()) changes.push({ id, v: null })
  return changes
}
