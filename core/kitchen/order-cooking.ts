import { Result } from "effect"
import type { Counts, Line, LineStatus, Move, PlacedOrder } from "./order.ts"
import type { Selection } from "./order-command.ts"
import { lineVoided, partsTaking, type Step, select } from "./order-selection.ts"
import { type Refused, refused } from "./refusal.ts"
import { takeUnits } from "./units.ts"

export type CookingOp = "startLines" | "readyLines" | "unreadyLines" | "serveLines"

/** Which units a cook's or runner's tap moves; none when it is true already. */
export const cook = (
  order: PlacedOrder,
  op: CookingOp,
  selection: Selection,
): Result.Result<ReadonlyArray<Move>, Refused> => {
  const step = steps[op]
  return Result.flatMap(select(order, selection), (selected) => {
    if (selected.wholeTicket && selected.tickets.every((ticket) => ticket.firedAt === undefined))
      return Result.fail(ticketNotFired())
    return Result.map(partsTaking(selected, step), (parts) =>
      parts.flatMap(({ line, quantity }) =>
        takeUnits(line, selected.tickets, step.from, step.to, quantity),
      ),
    )
  })
}

export const ticketNotFired = (): Refused =>
  refused("TICKET_NOT_FIRED", "The ticket is held: fire it first.")

export const alreadyServed = (line: Line): Refused =>
  refused("LINE_ALREADY_SERVED", `${line.name} was collected already.`, { lineId: line.id })

const notFired = (line: Line, counts: Counts): Refused => {
  if (counts.draft + counts.held > 0)
    return refused("LINE_NOT_FIRED", `${line.name} was not fired yet.`, { lineId: line.id })
  return counts.served > 0 ? alreadyServed(line) : lineVoided(line)
}

// Where several statuses may give, the most advanced gives first: it is the unit in the cook's hand.
const steps: Readonly<Record<CookingOp, Step & { readonly to: LineStatus }>> = {
  startLines: {
    from: ["sent"],
    to: "started",
    past: ["started", "ready", "served"],
    impossible: notFired,
  },
  readyLines: {
    from: ["started", "sent"],
    to: "ready",
    past: ["ready", "served"],
    impossible: notFired,
  },
  unreadyLines: {
    from: ["ready"],
    to: "started",
    past: ["started", "sent"],
    impossible: notFired,
  },
  // A kitchen with paper only never says ready, so the waiter collects whatever was fired.
  serveLines: {
    from: ["ready", "started", "sent"],
    to: "served",
    past: ["served"],
    impossible: notFired,
  },
}
