import { Result } from "effect"
import type { LineId } from "./ids.ts"
import { leastAdvancedFirst, type StandingUnits } from "./order.ts"
import { lineVoided, nothingSelected, quantityTooLarge, type Selected } from "./order-selection.ts"
import type { Refused } from "./refusal.ts"
import { countsIn, takeUnits, unitsAmong, unitsStanding, wantedOf } from "./units.ts"

/**
 * Which units leave an order when these are meant: of a whole line all of them, the voided ones too; of a part the least
 * advanced, and of those what was fired last. What is voided already can be meant by nobody.
 */
export const unitsLeaving = (
  selected: Selected,
): Result.Result<ReadonlyArray<StandingUnits>, Refused> => {
  const { picks, tickets, drafts, wholeTicket } = selected
  const leaving: Array<StandingUnits> = []
  for (const { line, quantity } of picks) {
    const wanted = wantedOf(countsIn(tickets, line, drafts))
    if (wanted === 0 && !wholeTicket) return Result.fail(lineVoided(line))
    if (quantity !== undefined && quantity > wanted)
      return Result.fail(quantityTooLarge(line, quantity, wanted))
    if (quantity === undefined || quantity === wanted) {
      leaving.push(...unitsStanding(line, tickets, drafts))
      continue
    }
    const from = leastAdvancedFirst.filter((status) => drafts || status !== "draft")
    for (const move of takeUnits(line, tickets.toReversed(), from, "voided", quantity))
      leaving.push({
        ...(move.ticketId === undefined ? {} : { ticketId: move.ticketId }),
        lineId: line.id,
        status: move.from,
        quantity: move.quantity,
      })
  }
  return leaving.every(({ status }) => status === "voided")
    ? Result.fail(nothingSelected())
    : Result.succeed(leaving)
}

/** How many of these units somebody still wants of a line. */
export const wantedAmong = (units: ReadonlyArray<StandingUnits>, lineId: LineId): number =>
  unitsAmong(units, (unit) => unit.lineId === lineId && unit.status !== "voided")
