import { Result } from "effect"
import { ticketIdOf } from "./ids.ts"
import type { Counts, Line, Move, PlacedOrder } from "./order.ts"
import type { CommandContext, Selection } from "./order-command.ts"
import type { LinesHeld, LinesSent, TicketOpened } from "./order-event.ts"
import { lineVoided, type Part, partsTaking, type Step, select } from "./order-selection.ts"
import { stampOf } from "./order-stamp.ts"
import { type Refused, refused } from "./refusal.ts"
import { isOpen } from "./ticket-status.ts"
import { countsOf, takeUnits, wantedOf } from "./units.ts"

/** Tickets that one order may ever open: a tab that is open all day stays far below. */
export const maxTickets = 1000

type Sending = Result.Result<ReadonlyArray<LinesSent | LinesHeld>, Refused>

/** Draft lines to the kitchen. Without a selection all of them, and those marked `hold` wait there. */
export const send = (
  order: PlacedOrder,
  selection: Selection,
  context: CommandContext,
): Sending => {
  if (isEmpty(selection)) return sendDrafts(order, order.lines, context)
  return Result.flatMap(select(order, selection), (selected) =>
    Result.flatMap(partsTaking(selected, sendStep), (parts) =>
      intoTickets(order, parts, [], context),
    ),
  )
}

/** What of these lines is still draft goes to the kitchen: fired, or held where the line says `hold`. */
export const sendDrafts = (
  order: PlacedOrder,
  lines: ReadonlyArray<Line>,
  context: CommandContext,
): Sending => {
  const drafts = lines.filter((line) => line.draft > 0)
  return intoTickets(
    order,
    drafts.filter((line) => line.hold !== true).map(wholeDraft),
    drafts.filter((line) => line.hold === true).map(wholeDraft),
    context,
  )
}

export const hold = (order: PlacedOrder, selection: Selection, context: CommandContext): Sending =>
  Result.flatMap(select(order, selection), (selected) =>
    Result.flatMap(partsTaking(selected, holdStep), (parts) =>
      intoTickets(order, [], parts, context),
    ),
  )

/** Held units fire where they are; draft units open tickets of their own. */
export const fire = (order: PlacedOrder, selection: Selection, context: CommandContext): Sending =>
  Result.flatMap(select(order, selection), (selected) =>
    Result.flatMap(partsTaking(selected, fireStep), (parts) => {
      const moves = parts.flatMap(({ line, quantity }) =>
        takeUnits(line, selected.tickets, ["held"], "sent", quantity),
      )
      const drafts = parts
        .map(({ line, quantity }) => ({ line, quantity: quantity - unitsIn(moves, line) }))
        .filter((part) => part.quantity > 0)
      return fired(order, drafts, moves, context)
    }),
  )

/** Refuses with `COURSE_EMPTY` when no wanted line has that course. */
export const fireCourse = (
  order: PlacedOrder,
  course: number,
  context: CommandContext,
): Sending => {
  const lines = order.lines.filter(
    (line) => line.course === course && wantedOf(countsOf(order, line)) > 0,
  )
  if (lines.length === 0)
    return Result.fail(refused("COURSE_EMPTY", `Course ${course} has no dishes.`, { course }))
  const moves = lines.flatMap((line) =>
    takeUnits(line, order.tickets, ["held"], "sent", line.quantity),
  )
  return fired(order, lines.filter((line) => line.draft > 0).map(wholeDraft), moves, context)
}

export interface Opening {
  readonly opened: ReadonlyArray<TicketOpened>
  readonly moves: ReadonlyArray<Move>
}

/**
 * One new ticket per station and course for units that were draft.
 *
 * @param taken numbers given to other new tickets of the same command
 */
export const openTickets = (
  order: PlacedOrder,
  parts: ReadonlyArray<Part>,
  to: "sent" | "held",
  taken = 0,
): Result.Result<Opening, Refused> => {
  const tickets = new Map<string, TicketOpened>()
  const moves: Array<Move> = []
  let number = order.ticketCount + taken
  for (const { line, quantity } of parts) {
    const place = `${line.station}/${line.course ?? ""}`
    let ticket = tickets.get(place)
    if (ticket === undefined) {
      number += 1
      ticket = {
        ticketId: ticketIdOf(order.id, number),
        station: line.station,
        ...(line.course === undefined ? {} : { course: line.course }),
        addOn:
          to === "sent" &&
          order.tickets.some((known) => known.station === line.station && isOpen(known)),
      }
      tickets.set(place, ticket)
    }
    moves.push({ ticketId: ticket.ticketId, lineId: line.id, from: "draft", to, quantity })
  }
  if (number > maxTickets)
    return Result.fail(
      refused("TOO_MANY_TICKETS", "The order has too many tickets: open another.", { maxTickets }),
    )
  return Result.succeed({ opened: [...tickets.values()], moves })
}

const intoTickets = (
  order: PlacedOrder,
  toFire: ReadonlyArray<Part>,
  toHold: ReadonlyArray<Part>,
  context: CommandContext,
): Sending =>
  Result.flatMap(openTickets(order, toFire, "sent"), (sent) =>
    Result.map(openTickets(order, toHold, "held", sent.opened.length), (held) => [
      ...(sent.moves.length === 0
        ? []
        : [{ type: "LinesSent" as const, ...stampOf(context), ...sent }]),
      ...(held.moves.length === 0
        ? []
        : [{ type: "LinesHeld" as const, ...stampOf(context), ...held }]),
    ]),
  )

const fired = (
  order: PlacedOrder,
  drafts: ReadonlyArray<Part>,
  heldMoves: ReadonlyArray<Move>,
  context: CommandContext,
): Sending =>
  Result.map(openTickets(order, drafts, "sent"), ({ opened, moves }) =>
    heldMoves.length + moves.length === 0
      ? []
      : [{ type: "LinesSent", ...stampOf(context), opened, moves: [...heldMoves, ...moves] }],
  )

const wholeDraft = (line: Line): Part => ({ line, quantity: line.draft })

const unitsIn = (moves: ReadonlyArray<Move>, line: Line): number =>
  moves.reduce((sum, move) => sum + (move.lineId === line.id ? move.quantity : 0), 0)

const isEmpty = (selection: Selection): boolean =>
  selection.ticketId === undefined &&
  (selection.lineIds ?? []).length === 0 &&
  (selection.parts ?? []).length === 0

const sendStep: Step = {
  from: ["draft"],
  past: ["sent", "started", "ready", "served"],
  impossible: (line: Line, counts: Counts) =>
    counts.held > 0
      ? refused("LINE_HELD", `${line.name} is held: fire it.`, { lineId: line.id })
      : lineVoided(line),
}

const holdStep: Step = {
  from: ["draft"],
  past: ["held"],
  impossible: (line: Line, counts: Counts) =>
    wantedOf(counts) > 0
      ? refused("LINE_ALREADY_SENT", `${line.name} was fired already.`, { lineId: line.id })
      : lineVoided(line),
}

const fireStep: Step = {
  from: ["held", "draft"],
  past: ["sent", "started", "ready", "served"],
  impossible: lineVoided,
}
