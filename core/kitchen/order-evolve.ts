import { expoCourseOf } from "./expo-course.ts"
import type { LineId, TicketId } from "./ids.ts"
import { withChange } from "./line-change.ts"
import { contentOf } from "./line-content.ts"
import type { Line, LineSpec, Move, Order, OrderTicket, PlacedOrder } from "./order.ts"
import type {
  LineChanged,
  LinesAdded,
  OrderEvent,
  OrderPlaced,
  TicketBumped,
  TicketOpened,
  TicketRecalled,
} from "./order-event.ts"
import { atOtherTable, withServer } from "./order-moving.ts"
import { mergedAway, withJoined, withoutUnits } from "./order-parting.ts"
import { isUnfired, noMoves, noticed, openedTicket, ticketsAfterMoves } from "./ticket-evolve.ts"
import { countsOf, itemOf, wantedOf } from "./units.ts"

/**
 * The order after one more event. Total: it never throws, and an event that cannot have happened to an absent order
 * changes nothing. What an event does not touch is shared with the state before.
 */
export const evolve = (order: Order, event: OrderEvent): Order => {
  if (event.type === "OrderPlaced")
    return order.status === "absent" ? added(placed(event), event) : order
  return order.status === "absent" ? order : evolvePlaced(order, event)
}

const placed = (event: OrderPlaced): PlacedOrder => ({
  status: "open",
  id: event.orderId,
  number: event.number,
  businessDay: event.businessDay,
  type: event.orderType,
  ...(event.tableId === undefined ? {} : { tableId: event.tableId }),
  ...(event.table === undefined ? {} : { table: event.table }),
  ...(event.covers === undefined ? {} : { covers: event.covers }),
  ...(event.note === undefined ? {} : { note: event.note }),
  ...(event.promisedAt === undefined ? {} : { promisedAt: event.promisedAt }),
  ...(event.server === undefined ? {} : { server: event.server }),
  placedAt: event.at,
  priority: 0,
  lines: [],
  tickets: [],
  expoBumps: noBumps,
  ticketCount: 0,
  rev: 1,
})

/** Most orders have none: one empty list for all of them. */
const noBumps: PlacedOrder["expoBumps"] = []

const evolvePlaced = (order: PlacedOrder, event: Exclude<OrderEvent, OrderPlaced>): PlacedOrder => {
  const rev = order.rev + 1
  switch (event.type) {
    case "LinesAdded":
      return { ...added(order, event), rev }
    case "LineChanged":
      return { ...lineChanged(order, event), rev }
    case "LinesVoided":
      return { ...moved(withVoidNoticed(order, event), event), rev }
    case "LinesHeld":
    case "LinesSent":
      return { ...moved(opened(order, event.opened), event), rev }
    case "LinesStarted":
    case "LinesReadied":
    case "LinesUnreadied":
    case "LinesServed":
      return { ...moved(order, event), rev }
    case "TicketBumped":
      return { ...bumped(moved(order, event), event), rev }
    case "TicketRecalled":
      return { ...recalled(moved(order, event), event), rev }
    case "TicketsShown":
      return {
        ...order,
        tickets: order.tickets.map((ticket) =>
          event.tickets.includes(ticket.id)
            ? { ...ticket, shownAt: event.at, shownBy: event.screenId }
            : ticket,
        ),
        rev,
      }
    case "ChangeAcknowledged":
      return { ...acknowledged(order, event.lines), rev }
    case "OrderRushed":
      return {
        ...order,
        priority: event.priority,
        tickets: order.tickets.map((ticket) =>
          ticket.bumpedAt === undefined ? noticed(ticket) : ticket,
        ),
        rev,
      }
    case "OrderMoved":
      return { ...atOtherTable(order, event), rev }
    case "OrderTransferred":
      return { ...withServer(order, event), rev }
    case "LinesLeft":
      return { ...withoutUnits(order, event), rev }
    case "OrderMerged":
      return { ...mergedAway(order, event), rev }
    case "LinesJoined":
      return { ...withJoined(order, event), rev }
    case "PromiseSet": {
      const { promisedAt: _, ...rest } = order
      return {
        ...rest,
        ...(event.promisedAt === undefined ? {} : { promisedAt: event.promisedAt }),
        tickets: order.tickets.map(noticed),
        rev,
      }
    }
    case "OrderCancelled":
      return { ...moved(order, event), status: "cancelled", cancelledAt: event.at, rev }
    case "OrderClosed":
      return { ...moved(order, event), status: "closed", closedAt: event.at, rev }
    case "OrderReopened": {
      const { closedAt: _, ...rest } = order
      return { ...rest, status: "open", rev }
    }
  }
}

/** New lines, all of them draft. */
export const withLines = (order: PlacedOrder, lines: ReadonlyArray<LineSpec>): PlacedOrder => ({
  ...order,
  // Not spread into a new array: one that grows keeps room for sixteen more, for as long as the order is open.
  lines: order.lines.concat(
    lines.map((line) => ({ ...line, draft: line.quantity, voidedDraft: 0 })),
  ),
})

const added = (order: PlacedOrder, event: LinesAdded | OrderPlaced): PlacedOrder => {
  const after = withLines(order, event.lines)
  return event.moves.length === 0 ? after : moved(opened(after, event.opened), event)
}

type Moving = Pick<OrderEvent, "at"> & { readonly moves: ReadonlyArray<Move> }

const moved = (order: PlacedOrder, { moves, at }: Moving): PlacedOrder => ({
  ...order,
  lines: linesAfterMoves(order.lines, moves),
  tickets: ticketsAfterMoves(order.tickets, moves, at),
})

const opened = (order: PlacedOrder, tickets: ReadonlyArray<TicketOpened>): PlacedOrder =>
  tickets.length === 0
    ? order
    : {
        ...order,
        tickets: order.tickets.concat(tickets.map(openedTicket)),
        ticketCount: order.ticketCount + tickets.length,
      }

/** Lines count units that are in no ticket: draft ones, and those voided before they were fired. */
const linesAfterMoves = (
  lines: ReadonlyArray<Line>,
  moves: ReadonlyArray<Move>,
): ReadonlyArray<Line> => {
  const counting = moves.filter((move) => isUnfired(move.from))
  if (!counting.some((move) => move.from === "draft" || move.to === "voided")) return lines
  return lines.map((line) => {
    let { draft, voidedDraft } = line
    for (const move of counting) {
      if (move.lineId !== line.id) continue
      if (move.from === "draft") draft -= move.quantity
      if (move.to === "voided") voidedDraft += move.quantity
    }
    return draft === line.draft && voidedDraft === line.voidedDraft
      ? line
      : { ...line, draft, voidedDraft }
  })
}

const lineChanged = (order: PlacedOrder, event: LineChanged): PlacedOrder => {
  const more = Math.max(0, event.now.quantity - event.was.quantity)
  const lines = order.lines.map((line) => {
    if (line.id !== event.lineId) return line
    const { seat: _seat, note: _note, ...rest } = line
    const changed: Line = {
      ...rest,
      quantity: line.quantity + more,
      draft: line.draft + more,
      modifiers: event.now.modifiers,
      ...(event.now.seat === undefined ? {} : { seat: event.now.seat }),
      ...(event.now.note === undefined ? {} : { note: event.now.note }),
      ...(event.unitPrice === undefined ? {} : { unitPrice: event.unitPrice }),
    }
    return event.amends ? withChange(changed, event.was, event.at) : changed
  })
  const after = moved(opened({ ...order, lines }, event.opened), event)
  const before = new Map(order.tickets.map((ticket) => [ticket.id, ticket]))
  return {
    ...after,
    // The moves counted for the tickets that they touched; the same dish on other tickets changed too.
    tickets: after.tickets.map((ticket) => {
      const same = before.get(ticket.id) === ticket
      if (!same || itemOf(ticket, { id: event.lineId }) === undefined) return ticket
      return event.amends && ticket.bumpedAt === undefined
        ? { ...noticed(ticket), edition: ticket.edition + 1 }
        : noticed(ticket)
    }),
  }
}

/** Some units of a fired line are taken back and others stay: the cook must see that the number changed. */
const withVoidNoticed = (order: PlacedOrder, event: Moving): PlacedOrder => ({
  ...order,
  lines: order.lines.map((line) => {
    const own = event.moves.filter((move) => move.lineId === line.id)
    if (!own.some((move) => !isUnfired(move.from))) return line
    const wanted = wantedOf(countsOf(order, line))
    const left = wanted - own.reduce((sum, move) => sum + move.quantity, 0)
    return left === 0 ? line : withChange(line, contentOf(line, wanted), event.at)
  }),
})

const acknowledged = (order: PlacedOrder, lines: ReadonlyArray<LineId>): PlacedOrder => ({
  ...order,
  lines: order.lines.map((line) =>
    line.change !== undefined && lines.includes(line.id)
      ? { ...line, change: { ...line.change, ack: true } }
      : line,
  ),
  tickets: order.tickets.map((ticket) =>
    ticket.items.some((item) => lines.includes(item.lineId)) ? noticed(ticket) : ticket,
  ),
})

const bumped = (order: PlacedOrder, event: TicketBumped): PlacedOrder => {
  if (expoCourseOf(order, event.ticketId) === undefined)
    return withTicket(order, event.ticketId, (ticket) => ({
      ...noticed(ticket),
      bumpedAt: event.at,
      bumpMoves: event.moves,
    }))
  const { ticketId, at, moves } = event
  return {
    ...order,
    expoBumps: [...withoutExpoBump(order, ticketId), { ticketId, at, moves }],
  }
}

const recalled = (order: PlacedOrder, event: TicketRecalled): PlacedOrder => {
  if (expoCourseOf(order, event.ticketId) !== undefined)
    return { ...order, expoBumps: withoutExpoBump(order, event.ticketId) }
  return withTicket(order, event.ticketId, ({ bumpedAt: _, ...ticket }) => ({
    ...noticed(ticket),
    bumpMoves: noMoves,
    recalls: ticket.recalls + 1,
  }))
}

const withoutExpoBump = (order: PlacedOrder, ticketId: TicketId) =>
  order.expoBumps.filter((bump) => bump.ticketId !== ticketId)

const withTicket = (
  order: PlacedOrder,
  ticketId: TicketId,
  change: (ticket: OrderTicket) => OrderTicket,
): PlacedOrder => ({
  ...order,
  tickets: order.tickets.map((ticket) => (ticket.id === ticketId ? change(ticket) : ticket)),
})
