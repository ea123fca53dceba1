import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { OrderId, TicketId } from "#core/kitchen/ids.ts"

/** Which tickets of a view were sent under which number, and which of them a device has already proved to have shown. */
export class ShownTickets {
  readonly #sentAt = new Map<TicketId, number>()
  readonly #told = new Set<TicketId>()

  sent(ticketId: TicketId, seq: number): void {
    if (!this.#told.has(ticketId)) this.#sentAt.set(ticketId, seq)
  }

  /** Newly proved by a `seen` of this number: fired tickets that nobody had shown before, by order. */
  upTo(seq: number, restaurant: Restaurant): ReadonlyMap<OrderId, ReadonlyArray<TicketId>> {
    const found = new Map<OrderId, TicketId[]>()
    for (const [ticketId, sentAt] of this.#sentAt) {
      if (sentAt > seq) continue
      const orderId = restaurant.orderOfTicket(ticketId)
      const order = orderId === undefined ? undefined : restaurant.current.get(orderId)
      const ticket = order?.tickets.find(({ id }) => id === ticketId)
      if (orderId === undefined || ticket === undefined) {
        this.#sentAt.delete(ticketId)
        continue
      }
      // A held ticket is shown, too, but the sender asks whether the fired one is.
      if (ticket.firedAt === undefined) continue
      this.#sentAt.delete(ticketId)
      this.#told.add(ticketId)
      if (ticket.shownAt === undefined)
        found.set(orderId, [...(found.get(orderId) ?? []), ticketId])
    }
    this.#trim()
    return found
  }

  /** What was told did not arrive. */
  forget(tickets: ReadonlyArray<TicketId>): void {
    for (const ticketId of tickets) {
      this.#told.delete(ticketId)
      this.#sentAt.set(ticketId, 0)
    }
  }

  /** Only tickets still on the board matter; the oldest of a long day do not. */
  #trim(): void {
    for (const ticketId of this.#told) {
      if (this.#told.size <= keptTold) return
      this.#told.delete(ticketId)
    }
  }
}

const keptTold = 2_000
