import type { TicketView } from "#core/kitchen/ticket.ts"
import type { Chime } from "#core/ui/chime.ts"

type Picture = ReadonlyMap<string, TicketView>

/** What is heard when several things happen at once, and what a repeated call gives way to: the most urgent first. */
const byUrgency: ReadonlyArray<Chime> = [
  "notLive",
  "alarm",
  "void",
  "rush",
  "recall",
  "change",
  "newTicket",
  "late",
  "ready",
]

export const mostUrgent = (calls: Iterable<Chime | undefined>): Chime | undefined => {
  const all = new Set(calls)
  return byUrgency.find((call) => all.has(call))
}

/**
 * What the cook must hear about the difference of two pictures: one sound at most.
 *
 * @param expo at the pass a ticket that became ready is news; at a station it is what the cook just did
 */
export const callFor = (before: Picture, after: Picture, expo: boolean): Chime | undefined =>
  mostUrgent([...after].map(([id, ticket]) => callOf(before.get(id), ticket, expo)))

const callOf = (
  before: TicketView | undefined,
  after: TicketView,
  expo: boolean,
): Chime | undefined => {
  if (before === after || after.status === "bumped") return
  if (before === undefined || before.status === "held") {
    // A held ticket is not to be cooked: it comes without a sound.
    if (!isCooking(after)) return
    return after.priority > 0 ? "rush" : "newTicket"
  }
  if (unitsTakenBack(after) > unitsTakenBack(before)) return "void"
  if (isCooking(after) && after.priority > before.priority) return "rush"
  if (after.recalls > before.recalls) return "recall"
  if (after.table !== before.table) return "change"
  if (unheardChanges(after) > unheardChanges(before)) return "change"
  return expo && after.status === "ready" && before.status !== "ready" ? "ready" : undefined
}

const isCooking = (ticket: TicketView): boolean =>
  ticket.status === "fired" || ticket.status === "started"

const unheardChanges = (ticket: TicketView): number =>
  ticket.lines.filter((line) => line.change?.ack === false).length

const unitsTakenBack = (ticket: TicketView): number =>
  ticket.lines.reduce(
    (sum, { voided = 0, status }) => sum + Math.max(voided, status === "voided" ? 1 : 0),
    0,
  )
