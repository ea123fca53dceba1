import type { OrderId, TicketId } from "#core/kitchen/ids.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"

/**
 * Which orders a ticket may belong to. A ticket's id begins as its order's id does (`ticketIdOf`), so one number for
 * each order is enough: one for each ticket, and the ids of the pass's tickets, would cost a tenth of an open order's memory.
 */
export class OrderByTicket {
  readonly #orders = new Map<number, OrderId | ReadonlyArray<OrderId>>()
  /** Tickets that came from another order, whose ids say nothing about where they are now. */
  readonly #joined = new Map<TicketId, OrderId>()

  add(id: OrderId): void {
    const known = this.of(id)
    if (known.length === 0) this.#orders.set(beginningOf(id), id)
    else if (!known.includes(id)) this.#orders.set(beginningOf(id), [...known, id])
  }

  /** Where tickets are from now on that other orders opened. */
  join(order: PlacedOrder): void {
    const own = order.id.slice(0, beginning)
    for (const { id } of order.tickets)
      if (!id.startsWith(own)) this.#joined.set(id, order.id)
      else if (this.#joined.size > 0) this.#joined.delete(id)
  }

  delete(id: OrderId): void {
    for (const [ticketId, orderId] of this.#joined)
      if (orderId === id) this.#joined.delete(ticketId)
    const [one, ...others] = this.of(id).filter((known) => known !== id)
    if (one === undefined) this.#orders.delete(beginningOf(id))
    else this.#orders.set(beginningOf(id), others.length === 0 ? one : [one, ...others])
  }

  /** Nearly always one at most: others were made in the same millisecond, or four and a half hours apart. */
  of(id: TicketId | OrderId): ReadonlyArray<OrderId> {
    const joined = this.#joined.get(id as TicketId)
    if (joined !== undefined) return [joined]
    const known = this.#orders.get(beginningOf(id))
    if (known === undefined) return []
    return typeof known === "string" ? [known] : known
  }
}

/** Characters of an id that tell its time. */
const beginning = 13

/** The last 24 bits of an id's time: a small integer, which costs a map no memory beside its place. */
const beginningOf = (id: string): number =>
  Number.parseInt(id.slice(6, 8), 16) * 0x1_0000 + Number.parseInt(id.slice(9, 13), 16)
