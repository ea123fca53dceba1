import type { OrderId, PrinterId, TicketId } from "#core/kitchen/ids.ts"
import type { PrintJob } from "#core/kitchen/print-job.ts"
import { sameJson } from "#core/kitchen/same-json.ts"
import { showWithinMs, type UnshownTicket } from "#core/kitchen/unshown-tickets.ts"
import { OverdueLine } from "./overdue-line.ts"

/** Called with a ticket that nobody sees, and once more without it as soon as somebody does. */
export type OnAlarm = (ticketId: TicketId, unshown: UnshownTicket | undefined) => void

/** What is watched in one restaurant: at most its open orders. */
export class UnshownWatch {
  /** Orders with a ticket that nobody proved. */
  readonly #waiting = new Map<OrderId, ReadonlyArray<UnshownTicket>>()
  readonly #alarmed = new Map<TicketId, UnshownTicket>()
  readonly #overdue = new OverdueLine()
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
    if (unshown.length > 0) this.#waiting.set(orderId, unshown)
    else this.#waiting.delete(orderId)
    for (const { ticketId, since } of before)
      if (!unshown.some((ticket) => ticket.ticketId === ticketId && ticket.since === since))
        this.#end(ticketId, orderId)
    for (const ticket of unshown)
      if (!before.some((known) => sameJson(known, ticket)))
        this.#overdue.add({ at: ticket.since + showWithinMs, orderId, ticketId: ticket.ticketId })
  }

  /** Raises what is overdue now. @returns what is new, and when to look again */
  look(now: number): Looked {
    const raised: Array<UnshownTicket> = []
    for (const { orderId, ticketId } of this.#overdue.take(now)) {
      const ticket = this.#waiting.get(orderId)?.find((one) => one.ticketId === ticketId)
      // Meanwhile shown, or fired again: then it stands in the line once more.
      if (ticket !== undefined && ticket.since + showWithinMs <= now && this.#raise(ticket))
        raised.push(ticket)
    }
    return { raised, at: this.#overdue.next() }
  }

  /** @returns it is another edition than the one that was raised before */
  #raise(ticket: UnshownTicket): boolean {
    const known = this.#alarmed.get(ticket.ticketId)
    this.#alarmed.set(ticket.ticketId, ticket)
    const renewed = known?.edition !== ticket.edition
    if (renewed || known.table !== ticket.table) this.#tell(ticket.ticketId, ticket)
    return renewed
  }

  /** Not when the ticket is another order's by now, which says itself how it stands. */
  #end(ticketId: TicketId, orderId: OrderId): void {
    if (this.#alarmed.get(ticketId)?.orderId !== orderId) return
    this.#alarmed.delete(ticketId)
    this.#tell(ticketId, undefined)
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
