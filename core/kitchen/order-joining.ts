import { Result } from "effect"
import { derivedId, type LineId, ticketIdOf } from "./ids.ts"
import { sameDish } from "./line-content.ts"
import type { Line, OrderTicket, PlacedOrder, StandingUnits } from "./order.ts"
import type { CommandContext } from "./order-command.ts"
import type { LinesJoined } from "./order-event.ts"
import { maxLines } from "./order-placing.ts"
import { maxTickets } from "./order-sending.ts"
import { stampOf } from "./order-stamp.ts"
import { type Refused, refused } from "./refusal.ts"
import { ticketPart, ticketRenamed, ticketWithout } from "./ticket-dividing.ts"
import { noticed } from "./ticket-evolve.ts"
import { isOpen } from "./ticket-status.ts"
import { unitsAmong } from "./units.ts"
import { wantedAmong } from "./units-leaving.ts"

/**
 * What units of one order are in another: lines and tickets just as they stand. What goes as a whole keeps its id, so
 * that a ticket stays where it hangs; of what is divided the part that goes has a new one.
 */
export const joining = (
  from: PlacedOrder,
  to: PlacedOrder,
  units: ReadonlyArray<StandingUnits>,
  context: CommandContext,
): Result.Result<LinesJoined, Refused> => {
  const ids = lineIdsIn(from, to, units)
  const lines = from.lines.flatMap((line) => lineThere(line, ids.get(line.id), units))
  if (to.lines.length + lines.length > maxLines)
    return Result.fail(refused("TOO_MANY_LINES", "The order has too many lines.", { maxLines }))
  const named = (id: LineId): LineId => ids.get(id) ?? id
  const fromTable = from.tableId === to.tableId ? undefined : from.table
  // As a cook knows it: `5 #42` from another table, `#42` at the same.
  const was = `${fromTable === undefined ? "" : `${fromTable} `}#${from.number}`
  const tickets: Array<OrderTicket> = []
  const divided: Array<OrderTicket["id"]> = []
  for (const ticket of from.tickets) {
    const own = units.filter(({ ticketId }) => ticketId === ticket.id)
    if (own.length === 0) continue
    if (ticketWithout(ticket, own, context.at) === undefined) {
      tickets.push(arriving(ticketRenamed(ticket, named), was))
      continue
    }
    const id = ticketIdOf(to.id, to.ticketCount + divided.length + 1)
    divided.push(id)
    tickets.push(arriving(ticketPart(ticket, id, own, named, context.at), was))
  }
  if (to.tickets.length + tickets.length > maxTickets)
    return Result.fail(
      refused("TOO_MANY_TICKETS", "The order has too many tickets.", { maxTickets }),
    )
  const note = noteOfBoth(from.note, to.note)
  return Result.succeed({
    type: "LinesJoined",
    ...stampOf(context),
    from: from.id,
    fromNumber: from.number,
    ...(fromTable === undefined ? {} : { fromTable }),
    lines,
    tickets,
    divided,
    ...(note === to.note || note === undefined ? {} : { note }),
    // Somebody who is in a hurry still is.
    ...(from.priority > to.priority ? { priority: from.priority } : {}),
  })
}

/** The id of each line that goes: its own, unless some of it stays or the other order has that id already. */
const lineIdsIn = (
  from: PlacedOrder,
  to: PlacedOrder,
  units: ReadonlyArray<StandingUnits>,
): ReadonlyMap<LineId, LineId> => {
  const taken = new Set(to.lines.map(({ id }) => id))
  const ids = new Map<LineId, LineId>()
  for (const { id, quantity } of from.lines) {
    const going = unitsAmong(units, ({ lineId }) => lineId === id)
    if (going === 0) continue
    const whole = going === quantity && !taken.has(id)
    // Once per revision: the same line may be divided again.
    ids.set(id, whole ? id : (derivedId(id, `part ${from.rev} ${to.id}`) as LineId))
  }
  return ids
}

const lineThere = (
  line: Line,
  id: LineId | undefined,
  units: ReadonlyArray<StandingUnits>,
): ReadonlyArray<Line> => {
  if (id === undefined) return []
  const { change, ...rest } = line
  const own = units.filter(({ lineId }) => lineId === line.id)
  const quantity = unitsAmong(own, () => true)
  const loose = (status: StandingUnits["status"]) =>
    unitsAmong(own, (unit) => unit.ticketId === undefined && unit.status === status)
  const there = { ...rest, id, quantity, draft: loose("draft"), voidedDraft: loose("voided") }
  if (change === undefined) return [there]
  if (quantity === line.quantity) return [{ ...there, change }]
  // How many there were says nothing about a part; that it was another dish does.
  if (sameDish(change.was, line)) return [there]
  return [
    {
      ...there,
      change: { ...change, was: { ...change.was, quantity: wantedAmong(units, line.id) } },
    },
  ]
}

const arriving = (ticket: OrderTicket, movedFrom: string): OrderTicket => {
  const { movedFrom: _, ...rest } = ticket
  return isOpen(ticket)
    ? { ...noticed(rest), edition: ticket.edition + 1, movedFrom }
    : noticed(rest)
}

/** An allergy that somebody wrote on one of them concerns both. */
const noteOfBoth = (from: string | undefined, to: string | undefined): string | undefined => {
  if (from === undefined || to?.includes(from) === true) return to
  return to === undefined ? from : `${to} · ${from}`
}
