import type { TicketView } from "#core/kitchen/ticket.ts"
import type { Chime } from "#core/ui/sound.ts"

type Picture = ReadonlyMap<string, TicketView>

/** What the cook must hear about the difference of two pictures: one sound at most, the most urgent one. */
export const chimeFor = (before: Picture, after: Picture): Chime | undefined => {
  let chime: Chime | undefined
  for (const [id, ticket] of after) {
    const earlier = before.get(id)
    if (earlier === ticket || ticket.status === "bumped") continue
    if (earlier !== undefined && ticket.recalls > earlier.recalls) return "recall"
    if (isCooking(ticket) && (earlier === undefined || earlier.status === "held"))
      chime ??= "newTicket"
    else if (earlier !== undefined && unheardChanges(ticket) > unheardChanges(earlier))
      chime = "change"
  }
  return chime
}

/** A held ticket is not to be cooked: it comes without a sound. */
const isCooking = (ticket: TicketView): boolean =>
  ticket.status === "fired" || ticket.status === "started"

const unheardChanges = (ticket: TicketView): number =>
  ticket.lines.filter((line) => line.change?.ack === false).length
