import { Result } from "effect"
import { expoCourseOf } from "./expo-course.ts"
import type { TicketId } from "./ids.ts"
import type { Line, Move, OrderTicket, PlacedOrder } from "./order.ts"
import { changesSeen } from "./order-amending.ts"
import type { CommandContext } from "./order-command.ts"
import { ticketNotFired } from "./order-cooking.ts"
import type { OrderEvent } from "./order-event.ts"
import { ticketUnknown } from "./order-selection.ts"
import { stampOf } from "./order-stamp.ts"
import { type Refused, refused } from "./refusal.ts"
import { isOpen } from "./ticket-status.ts"
import { countsIn, itemOf, takeUnits } from "./units.ts"

type Decision = Result.Result<ReadonlyArray<OrderEvent>, Refused>

/** A prep ticket is done and leaves its screen; an expo ticket is handed over. */
export const bump = (order: PlacedOrder, ticketId: TicketId, context: CommandContext): Decision => {
  const course = expoCourseOf(order, ticketId)
  if (course !== undefined) return handOver(order, ticketId, course, context)
  const ticket = order.tickets.find((known) => known.id === ticketId)
  if (ticket === undefined) return Result.fail(ticketUnknown(ticketId))
  // Screens resend a bump until they see the ack; a second one must not move the bump time.
  if (ticket.bumpedAt !== undefined) return Result.succeed([])
  if (ticket.firedAt === undefined) return Result.fail(ticketNotFired())
  const moves = eachLine(order, (line) =>
    takeUnits(line, [ticket], ["sent", "started"], "ready", line.quantity),
  )
  return Result.succeed([
    // A change that nobody acknowledges any more would be unseen for ever in the eyes of its waiter.
    ...changesSeen(order, [ticket], context),
    { type: "TicketBumped", ...stampOf(context), ticketId, moves },
  ])
}

/** Brings back what the last bump took, as far as nobody collected it since. */
export const recall = (
  order: PlacedOrder,
  ticketId: TicketId,
  context: CommandContext,
): Decision => {
  if (expoCourseOf(order, ticketId) !== undefined) return takeBack(order, ticketId, context)
  const ticket = order.tickets.find((known) => known.id === ticketId)
  if (ticket === undefined) return Result.fail(ticketUnknown(ticketId))
  if (ticket.bumpedAt === undefined) return Result.succeed([])
  const moves = reversed(order, ticket.bumpMoves, "ready")
  return Result.succeed([{ type: "TicketRecalled", ...stampOf(context), ticketId, moves }])
}

/** After a cancel the cook still clears the struck-through ticket: nothing moves, it only leaves the screen. */
export const clearStruck = (
  order: PlacedOrder,
  ticketId: TicketId,
  context: CommandContext,
): ReadonlyArray<OrderEvent> => {
  const struck = order.tickets.filter((ticket) => ticket.id === ticketId && isOpen(ticket))
  if (struck.length === 0) return []
  return [
    ...changesSeen(order, struck, context),
    { type: "TicketBumped", ...stampOf(context), ticketId, moves: [] },
  ]
}

const handOver = (
  order: PlacedOrder,
  ticketId: TicketId,
  course: number,
  context: CommandContext,
): Decision => {
  const tickets = order.tickets.filter((ticket) => (ticket.course ?? 0) === course)
  if (tickets.length === 0) return Result.fail(ticketUnknown(ticketId))
  if (tickets.every((ticket) => ticket.firedAt === undefined)) return Result.fail(ticketNotFired())
  const missing = tickets.flatMap((ticket) => missingOn(order, ticket))
  if (missing.length > 0)
    return Result.fail(
      refused("TICKET_NOT_READY", "The kitchen is not done with this course.", { missing }),
    )
  const moves = eachLine(order, (line) =>
    takeUnits(line, tickets, ["ready"], "served", line.quantity),
  )
  if (moves.length === 0) return Result.succeed([])
  return Result.succeed([
    ...changesSeen(order, tickets, context),
    { type: "TicketBumped", ...stampOf(context), ticketId, moves },
  ])
}

const takeBack = (order: PlacedOrder, ticketId: TicketId, context: CommandContext): Decision => {
  const bumped = order.expoBumps.find((known) => known.ticketId === ticketId)
  if (bumped === undefined) return Result.succeed([])
  const moves = reversed(order, bumped.moves, "served")
  return Result.succeed([{ type: "TicketRecalled", ...stampOf(context), ticketId, moves }])
}

/** The same moves backwards, as many units of each as still stand where the moves put them. */
const reversed = (
  order: PlacedOrder,
  moves: ReadonlyArray<Move>,
  at: "ready" | "served",
): ReadonlyArray<Move> => {
  const back: Array<Move> = []
  for (const move of moves) {
    const ticket = order.tickets.find((known) => known.id === move.ticketId)
    const standing = ticket === undefined ? 0 : (itemOf(ticket, { id: move.lineId })?.[at] ?? 0)
    const taken = back.reduce(
      (sum, other) =>
        other.ticketId === move.ticketId && other.lineId === move.lineId
          ? sum + other.quantity
          : sum,
      0,
    )
    const quantity = Math.min(move.quantity, standing - taken)
    if (quantity > 0) back.push({ ...move, from: move.to, to: move.from, quantity })
  }
  return back
}

const missingOn = (order: PlacedOrder, ticket: OrderTicket) =>
  eachLine(order, (line) => {
    const { sent, started } = countsIn([ticket], line, false)
    return sent + started === 0
      ? []
      : [{ station: ticket.station, name: line.name, quantity: sent + started }]
  })

const eachLine = <A>(order: PlacedOrder, of: (line: Line) => ReadonlyArray<A>): ReadonlyArray<A> =>
  order.lines.flatMap(of)
