import type { OrderId, PrinterId, TicketId } from "#core/kitchen/ids.ts"
import type { PrintJob } from "#core/kitchen/print-job.ts"
import { showWithinMs, type UnshownTicket } from "#core/kitchen/unshown-tickets.ts"

/** Called with a ticket that nobody sees, and once more without it as soon as somebody does. */
export type OnAlarm = (ticketId: TicketId, unshown: UnshownTicket | undefined) => void

/** What is watched in one restaurant: at most its open orders. */
export class UnshownWatch {
  /** Orders with a ticket that nobody proved. */
  readonly #waiting = new Map<OrderId, ReadonlyArray<UnshownTicket>>()
  /** Of them, those with a ticket that is not overdue yet: all that the clock can change. */
  readonly #pending = new Map<OrderId, ReadonlyArray<UnshownTicket>>()
  readonly #alarmed = new Map<TicketId, UnshownTicket>()
  readonly #listeners = new Set<OnAlarm>()
  /** For when a timer is set; infinite: for never. */
  nextLook = Number.POSITIVE_INFINITY
  /** Of each printer, as of its last change. */
  readonly jobs = new Map<PrinterId, ReadonlyArray<PrintJob>>()

  alarms(): Iterable<UnshownTicket> {
    return this.#alarmed.values()
  }

  listen(onAlarm: OnAlarm): () => void {
    this.#listeners.add(onAlarm)
    return () => this.#listeners.delete(onAlarm)
  }

  /** What nobody proved of one order now; the alarms of all that somebody did end. */
  note(orderId: OrderId, unshown: ReadonlyArray<UnshownTicket>): void {
    const before = this.#waiting.get(orderId) ?? []
    if (unshown.length > 0) {
      this.#waiting.set(orderId, unshown)
      this.#pending.set(orderId, unshown)
    } else {
      this.#waiting.delete(orderId)
      this.#pending.delete(orderId)
    }
    for (const { ticketId } of before)
      if (!unshown.some((ticket) => ticket.ticketId === ticketId)) this.#end(ticketId)
  }

  /** Raises what is overdue, of one order or of all. @returns what is new, and when to look again */
  look(now: number, orderId?: OrderId): Looked {
    const raised: Array<UnshownTicket> = []
    let at = Number.POSITIVE_INFINITY
    const own = orderId === undefined ? undefined : this.#waiting.get(orderId)
    const looked: Iterable<readonly [OrderId, ReadonlyArray<UnshownTicket>]> =
      orderId === undefined ? this.#pending : own === undefined ? [] : [[orderId, own]]
    for (const [id, tickets] of looked) {
      let isPending = false
      for (const ticket of tickets) {
        const due = ticket.since + showWithinMs
        if (due > now) {
          isPending = true
          at = Math.min(at, due)
          this.#end(ticket.ticketId)
        } else if (this.#raise(ticket)) raised.push(ticket)
      }
      if (!isPending) this.#pending.delete(id)
    }
    return { raised, at }
  }

  /** @returns it is another edition than the one that was raised before */
  #raise(ticket: UnshownTicket): boolean {
    const known = this.#alarmed.get(ticket.ticketId)
    this.#alarmed.set(ticket.ticketId, ticket)
    const renewed = known?.edition !== ticket.edition
    if (renewed || known.table !== ticket.table) this.#tell(ticket.ticketId, ticket)
    return renewed
  }

  #end(ticketId: TicketId): void {
    if (this.#alarmed.delete(ticketId)) this.#tell(ticketId, undefined)
  }

  #tell(ticketId: TicketId, unshown: UnshownTicket | undefined): void {
    for (const listener of this.#listeners) listener(ticketId, unshown)
  }
}

interface Looked {
  readonly raised: ReadonlyArray<UnshownTicket>
  /** Infinite: nothing waits. */
  readonly at: number
}
