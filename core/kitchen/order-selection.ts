import { Result } from "effect"
import { expoCourseOf } from "./expo-course.ts"
import type { LineId, TicketId } from "./ids.ts"
import type { Counts, Line, LineStatus, OrderTicket, PlacedOrder } from "./order.ts"
import type { Selection } from "./order-command.ts"
import { type Refused, refused } from "./refusal.ts"
import { countsIn, itemOf, sumOf } from "./units.ts"

/** The units that a command means, looked up. */
export interface Selected {
  readonly picks: ReadonlyArray<Pick>
  /** Where their units are looked for. */
  readonly tickets: ReadonlyArray<OrderTicket>
  /** Units that are in no ticket count too: nobody narrowed it to a ticket. */
  readonly drafts: boolean
  /** Only a ticket was named, so a line of it that cannot move is passed over. */
  readonly wholeTicket: boolean
}

interface Pick {
  readonly line: Line
  /** Absent: all that can move. */
  readonly quantity?: number
}

/** Refuses with `NOTHING_SELECTED`, `LINE_UNKNOWN`, `TICKET_UNKNOWN` or `LINE_NOT_ON_TICKET`. */
export const select = (
  order: PlacedOrder,
  selection: Selection,
): Result.Result<Selected, Refused> => {
  const tickets =
    selection.ticketId === undefined ? order.tickets : within(order, selection.ticketId)
  if (tickets.length === 0 && selection.ticketId !== undefined)
    return Result.fail(ticketUnknown(selection.ticketId))
  const asked = askedQuantities(selection)
  if (asked.size === 0) {
    if (selection.ticketId === undefined) return Result.fail(nothingSelected())
    const picks = order.lines
      .filter((line) => tickets.some((ticket) => itemOf(ticket, line) !== undefined))
      .map((line) => ({ line }))
    return Result.succeed({ picks, tickets, drafts: false, wholeTicket: true })
  }
  const picks: Array<Pick> = []
  for (const [lineId, quantity] of asked) {
    const line = order.lines.find((known) => known.id === lineId)
    if (line === undefined) return Result.fail(lineUnknown(lineId))
    if (
      selection.ticketId !== undefined &&
      !tickets.some((ticket) => itemOf(ticket, line) !== undefined)
    )
      return Result.fail(
        refused("LINE_NOT_ON_TICKET", `${line.name} is not on this ticket.`, {
          lineId,
          ticketId: selection.ticketId,
        }),
      )
    picks.push(quantity === undefined ? { line } : { line, quantity })
  }
  return Result.succeed({
    picks,
    tickets,
    drafts: selection.ticketId === undefined,
    wholeTicket: false,
  })
}

/** From where units may go, and where they count as having gone already. */
export interface Step {
  readonly from: ReadonlyArray<LineStatus>
  readonly past: ReadonlyArray<LineStatus>
  /** Why a line that has no unit in either cannot take the step. */
  readonly impossible: (line: Line, counts: Counts) => Refused
}

export interface Part {
  readonly line: Line
  readonly quantity: number
}

/**
 * How many units of each selected line take the step. What took it already is passed over, so that a repeat moves
 * nothing; a line that can neither move nor has moved refuses the whole command.
 */
export const partsTaking = (
  selected: Selected,
  step: Step,
): Result.Result<ReadonlyArray<Part>, Refused> => {
  const parts: Array<Part> = []
  for (const { line, quantity } of selected.picks) {
    const counts = countsIn(selected.tickets, line, selected.drafts)
    const movable = sumOf(counts, step.from)
    const past = sumOf(counts, step.past)
    if (movable + past === 0) {
      if (selected.wholeTicket) continue
      return Result.fail(step.impossible(line, counts))
    }
    if (quantity !== undefined && quantity > movable + past)
      return Result.fail(quantityTooLarge(line, quantity, movable + past))
    const moving = Math.min(quantity ?? movable, movable)
    if (moving > 0) parts.push({ line, quantity: moving })
  }
  return Result.succeed(parts)
}

export const nothingSelected = (): Refused => refused("NOTHING_SELECTED", "No line was selected.")

export const lineUnknown = (lineId: LineId): Refused =>
  refused("LINE_UNKNOWN", "The order has no such line.", { lineId })

export const lineVoided = (line: Line): Refused =>
  refused("LINE_VOIDED", `${line.name} was taken back.`, { lineId: line.id })

export const ticketUnknown = (ticketId: TicketId): Refused =>
  refused("TICKET_UNKNOWN", "The order has no such ticket.", { ticketId })

export const quantityTooLarge = (line: Line, asked: number, available: number): Refused =>
  refused("QUANTITY_TOO_LARGE", `Only ${available} of ${line.name} can be meant, not ${asked}.`, {
    lineId: line.id,
    asked,
    available,
  })

/** An expo ticket stands for the prep tickets of its course. */
const within = (order: PlacedOrder, ticketId: TicketId): ReadonlyArray<OrderTicket> => {
  const course = expoCourseOf(order, ticketId)
  return order.tickets.filter((ticket) =>
    course === undefined ? ticket.id === ticketId : (ticket.course ?? 0) === course,
  )
}

/** Whole lines (undefined) win over parts of the same line; parts of one line add up. */
const askedQuantities = (selection: Selection): ReadonlyMap<LineId, number | undefined> => {
  const asked = new Map<LineId, number | undefined>()
  for (const { lineId, quantity } of selection.parts ?? [])
    asked.set(lineId, (asked.get(lineId) ?? 0) + quantity)
  for (const lineId of selection.lineIds ?? []) asked.set(lineId, undefined)
  return asked
}
