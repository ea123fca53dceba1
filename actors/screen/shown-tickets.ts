import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { OrderId, TicketId } from "#core/kitchen/ids.ts"

/** A ticket and the edition of it that was shown. */
export interface ProvedTicket {
  readonly ticketId: TicketId
  readonly edition: number
}

/** Which tickets of a view were sent under which number and are still to be proved as shown. */
export class ShownTickets {
  readonly #sentAt = new Map<TicketId, number>()

  /** Every change of a ticket is to be shown anew: an amendment takes back the proof that the order holds. */
  sent(ticketId: TicketId, seq: number): void {
    this.#sentAt.set(ticketId, seq)
  }

  /** What a `seen` of this number proves: fired tickets whose order does not know it yet, by order. */
  upTo(seq: number, restaurant: Restaurant): ReadonlyMap<OrderId, ReadonlyArray<ProvedTicket>> {
    const proved = new Map<OrderId, ProvedTicket[]>()
    for (const [ticketId, sentAt] of this.#sentAt) {
      if (sentAt > seq) continue
      const orderId = restaurant.orderOfTicket(ticketId)
      const order = orderId === undefined ? undefined : restaurant.current.get(orderId)
      const ticket = order?.tickets.find(({ id }) => id === ticketId)
      // A held ticket is shown, too, but the sender asks whether the fired one is: wait for that.
      if (ticket !== undefined && ticket.firedAt === undefined) continue
      this.#sentAt.delete(ticketId)
      if (orderId === undefined || ticket === undefined || ticket.shownAt !== undefined) continue
      proved.set(orderId, [...(proved.get(orderId) ?? []), { ticketId, edition: ticket.edition }])
    }
    return proved
  }
}
