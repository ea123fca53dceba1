import type { OrderId, TicketId } from "#core/kitchen/ids.ts"

export interface Due {
  /** Milliseconds of the wall clock. */
  readonly at: number
  readonly orderId: OrderId
  readonly ticketId: TicketId
}

/** When which ticket is overdue, soonest first. What is fired now comes last, so that adding it costs next to nothing. */
export class OverdueLine {
  readonly #line: Array<Due> = []

  add(due: Due): void {
    let place = this.#line.length
    while (place > 0 && (this.#line[place - 1] as Due).at > due.at) place -= 1
    this.#line.splice(place, 0, due)
  }

  /** Takes all that are overdue now. */
  take(now: number): ReadonlyArray<Due> {
    if (this.next() > now) return []
    const later = this.#line.findIndex(({ at }) => at > now)
    return this.#line.splice(0, later < 0 ? this.#line.length : later)
  }

  /** Infinite: nothing waits. */
  next(): number {
    return this.#line[0]?.at ?? Number.POSITIVE_INFINITY
  }
}
