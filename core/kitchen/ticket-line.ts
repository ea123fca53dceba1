import { contentText } from "./line-content.ts"
import { type Counts, type Line, lineStatuses, type OrderTicket } from "./order.ts"
import type { TicketLine } from "./ticket.ts"
import { countsIn, wantedOf } from "./units.ts"

/**
 * A line as these tickets show it: nothing when none of its units is on them.
 *
 * @param held whether the tickets are still held: then what was voided is nobody's business
 */
export const ticketLine = (
  line: Line,
  tickets: ReadonlyArray<OrderTicket>,
  held: boolean,
): ReadonlyArray<TicketLine> => {
  const counts = countsIn(tickets, line, false)
  const quantity = wantedOf(counts)
  if (quantity === 0 && (held || counts.voided === 0)) return []
  return [
    {
      lineId: line.id,
      name: line.name,
      ...(line.names === undefined ? {} : { names: line.names }),
      quantity,
      ready: counts.ready + counts.served,
      ...(counts.held === 0 ? {} : { held: counts.held }),
      ...(counts.voided === 0 ? {} : { voided: counts.voided }),
      modifiers: line.modifiers.map(({ name, names, kind, quantity: times }) => ({
        name,
        ...(names === undefined ? {} : { names }),
        kind,
        ...(times === 1 ? {} : { quantity: times }),
      })),
      ...(line.seat === undefined ? {} : { seat: line.seat }),
      ...(line.note === undefined ? {} : { note: line.note }),
      status: statusOf(counts),
      ...(line.change === undefined
        ? {}
        : { change: { was: contentText(line.name, line.change.was), ack: line.change.ack } }),
    },
  ]
}

// Held units wait beside fired ones of the same line; what the cook has to do now decides.
const statusOf = (counts: Counts): TicketLine["status"] =>
  firedStatuses.find((status) => counts[status] > 0) ?? (counts.held > 0 ? "held" : "voided")

const firedStatuses = lineStatuses.filter(
  (status) => status !== "draft" && status !== "held" && status !== "voided",
)
