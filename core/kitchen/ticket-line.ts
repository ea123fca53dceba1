import { contentOf, contentText } from "./line-content.ts"
import { differencesOf } from "./line-difference.ts"
import {
  type Counts,
  type Line,
  lineStatuses,
  type OrderTicket,
  type PlacedOrder,
} from "./order.ts"
import type { TicketLine } from "./ticket.ts"
import { countsIn, countsOf, wantedOf } from "./units.ts"

/**
 * A line as these tickets show it: nothing when none of its units is on them.
 *
 * @param held whether the tickets are still held: then what was voided is nobody's business
 */
export const ticketLine = (
  order: PlacedOrder,
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
      ...changeOf(order, line),
    },
  ]
}

/** Of the line as a whole, however many tickets it stands on. */
const changeOf = (order: PlacedOrder, line: Line): Pick<TicketLine, "change"> => {
  if (line.change === undefined) return {}
  const { was, ack } = line.change
  const now = contentOf(line, wantedOf(countsOf(order, line)))
  return { change: { was: contentText(line.name, was), differences: differencesOf(was, now), ack } }
}

// Held units wait beside fired ones of the same line; what the cook has to do now decides.
const statusOf = (counts: Counts): TicketLine["status"] =>
  firedStatuses.find((status) => counts[status] > 0) ?? (counts.held > 0 ? "held" : "voided")

const firedStatuses = lineStatuses.filter(
  (status) => status !== "draft" && status !== "held" && status !== "voided",
)
