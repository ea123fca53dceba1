import { Result } from "effect"
import { contentOf, sameDish } from "./line-content.ts"
import type { Counts, Line, LineContent, Move, OrderTicket, PlacedOrder } from "./order.ts"
import type { CommandContext, OrderCommand, Selection } from "./order-command.ts"
import { alreadyServed } from "./order-cooking.ts"
import type { OrderEvent } from "./order-event.ts"
import { lineUnknown, lineVoided, quantityTooLarge, select } from "./order-selection.ts"
import { type Opening, openTickets } from "./order-sending.ts"
import { stampOf } from "./order-stamp.ts"
import { type Refused, refused } from "./refusal.ts"
import { isOpen } from "./ticket-status.ts"
import { countsOf, firedOf, itemOf, takeUnits, wantedOf } from "./units.ts"

type Command<Op extends OrderCommand["op"]> = Extract<OrderCommand, { readonly op: Op }>
type Decision = Result.Result<ReadonlyArray<OrderEvent>, Refused>

/** `quantity` is how many are wanted from now on, so a repeat changes nothing. */
export const changeLine = (
  order: PlacedOrder,
  command: Command<"changeLine">,
  context: CommandContext,
): Decision => {
  const line = order.lines.find((known) => known.id === command.lineId)
  if (line === undefined) return Result.fail(lineUnknown(command.lineId))
  const counts = countsOf(order, line)
  const wanted = wantedOf(counts)
  if (wanted === 0) return Result.fail(lineVoided(line))
  const was = contentOf(line, wanted)
  const now = changedContent(was, command)
  const otherDish = !sameDish(was, now)
  if (!otherDish && now.quantity === was.quantity) return Result.succeed([])
  if (otherDish && counts.ready + counts.served > 0)
    return Result.fail(
      refused("LINE_ALREADY_READY", `${line.name} is ready: void it and order anew.`, {
        lineId: line.id,
      }),
    )
  if (now.quantity < counts.served) return Result.fail(alreadyServed(line))
  const units =
    now.quantity < wanted
      ? Result.succeed({ opened: [], moves: voiding(order, line, wanted - now.quantity) })
      : addingUnits(order, line, counts, now.quantity - wanted)
  return Result.map(units, ({ opened, moves }) => [
    {
      type: "LineChanged",
      ...stampOf(context),
      lineId: line.id,
      was,
      now,
      ...(command.unitPrice === undefined || command.unitPrice === line.unitPrice
        ? {}
        : { unitPrice: command.unitPrice }),
      opened,
      moves,
      amends: firedOf(counts) > 0 && (otherDish || moves.some(touchesFired)),
    },
  ])
}

/** Takes units back, the least advanced first. A line that is voided already stays as it is. */
export const voidLine = (
  order: PlacedOrder,
  command: Command<"voidLine">,
  context: CommandContext,
): Decision => {
  const line = order.lines.find((known) => known.id === command.lineId)
  if (line === undefined) return Result.fail(lineUnknown(command.lineId))
  const counts = countsOf(order, line)
  const wanted = wantedOf(counts)
  if (wanted === 0) return Result.succeed([])
  const voidable = wanted - counts.served
  if (voidable === 0) return Result.fail(alreadyServed(line))
  const quantity = command.quantity ?? voidable
  if (quantity > voidable) return Result.fail(quantityTooLarge(line, quantity, voidable))
  return Result.succeed([
    {
      type: "LinesVoided",
      ...stampOf(context),
      moves: voiding(order, line, quantity),
      ...(command.reason === undefined ? {} : { reason: command.reason }),
    },
  ])
}

export const acknowledgeChange = (
  order: PlacedOrder,
  selection: Selection,
  context: CommandContext,
): Decision =>
  Result.map(select(order, selection), ({ picks }) => {
    const lines = picks.filter(({ line }) => line.change?.ack === false).map(({ line }) => line.id)
    return lines.length === 0 ? [] : [{ type: "ChangeAcknowledged", ...stampOf(context), lines }]
  })

/** Who is done with these tickets has seen what changed on them. */
export const changesSeen = (
  order: PlacedOrder,
  tickets: ReadonlyArray<OrderTicket>,
  context: CommandContext,
): ReadonlyArray<OrderEvent> => {
  const lines = order.lines
    .filter(
      (line) =>
        line.change?.ack === false && tickets.some((ticket) => itemOf(ticket, line) !== undefined),
    )
    .map(({ id }) => id)
  return lines.length === 0 ? [] : [{ type: "ChangeAcknowledged", ...stampOf(context), lines }]
}

/** Takes back what is least advanced, and of that what was fired last. */
export const voiding = (order: PlacedOrder, line: Line, quantity: number): ReadonlyArray<Move> =>
  takeUnits(line, order.tickets.toReversed(), voidableStatuses, "voided", quantity)

const voidableStatuses = ["draft", "held", "sent", "started", "ready"] as const

const changedContent = (was: LineContent, command: Command<"changeLine">): LineContent => {
  const seat = command.seat ?? was.seat
  const note = command.note === undefined ? was.note : command.note || undefined
  return {
    quantity: command.quantity ?? was.quantity,
    modifiers: command.modifiers ?? was.modifiers,
    ...(seat === undefined ? {} : { seat }),
    ...(note === undefined ? {} : { note }),
  }
}

/** More of a line goes where its last units went; a new ticket only when none of those is on a screen any more. */
const addingUnits = (
  order: PlacedOrder,
  line: Line,
  counts: Counts,
  quantity: number,
): Result.Result<Opening, Refused> => {
  if (quantity === 0 || counts.draft > 0) return Result.succeed({ opened: [], moves: [] })
  const fired = order.tickets.findLast((ticket) => isOpen(ticket) && hasFired(ticket, line))
  const ticket = fired ?? order.tickets.findLast((known) => (itemOf(known, line)?.held ?? 0) > 0)
  if (ticket === undefined) return openTickets(order, [{ line, quantity }], "sent")
  const to = fired === undefined ? "held" : "sent"
  return Result.succeed({
    opened: [],
    moves: [{ ticketId: ticket.id, lineId: line.id, from: "draft", to, quantity }],
  })
}

const hasFired = (ticket: OrderTicket, line: Line): boolean => {
  const item = itemOf(ticket, line)
  return item !== undefined && firedOf(item) > 0
}

/** Units that the kitchen was told about come or go. */
const touchesFired = (move: Move): boolean =>
  move.to === "sent" || (move.from !== "draft" && move.from !== "held")
