import type { EpochMs } from "#core/kitchen/ids.ts"
import { businessDayOf } from "./business-day.ts"

export interface OrderNumber {
  readonly number: string
  readonly businessDay: string
}

/**
 * Short numbers of one business day, counted from 1.
 *
 * The numbers stand in the `OrderPlaced` events, so nothing else is stored: after a restart the fold of the log says
 * which was the last. An append that fails leaves a hole, which nobody misses.
 */
export class OrderNumbers {
  #day = ""
  #last = 0

  /** A number that an event already carries. */
  note({ number, businessDay }: OrderNumber): void {
    if (businessDay < this.#day) return
    if (businessDay > this.#day) this.#last = 0
    this.#day = businessDay
    this.#last = Math.max(this.#last, Number(number) || 0)
  }

  next(at: EpochMs, timezone: string): OrderNumber {
    const day = businessDayOf(at, timezone)
    // A clock set back must not hand out yesterday's numbers again.
    if (day > this.#day) {
      this.#day = day
      this.#last = 0
    }
    this.#last += 1
    return { number: String(this.#last), businessDay: this.#day }
  }

  toJSON(): OrderNumber {
    return { number: String(this.#last), businessDay: this.#day }
  }
}
