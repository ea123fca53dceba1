import type { EpochMs } from "#core/kitchen/ids.ts"
import { defaultRules, type KitchenSetup } from "#core/kitchen/menu.ts"
import { businessDayOf } from "./business-day.ts"

export interface OrderNumber {
  readonly number: string
  readonly businessDay: string
}

/**
 * Short numbers of a restaurant's orders: of one business day, or for ever, as the restaurant wishes.
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
    this.#last = Math.max(this.#last, countOf(number))
  }

  next(at: EpochMs, { tenant, restaurant }: Pick<KitchenSetup, "tenant" | "restaurant">) {
    const { dayStartsAtMinute, numbering } = restaurant ?? defaultRules
    const day = businessDayOf(at, tenant.timezone, dayStartsAtMinute)
    // A clock set back, or the hour that autumn repeats, must not hand out yesterday's numbers again.
    if (day > this.#day) {
      this.#day = day
      if (numbering.reset === "day") this.#last = 0
    }
    // A start that was raised in the middle of the day holds from the next order on.
    this.#last = Math.max(this.#last + 1, numbering.start)
    return { number: `${numbering.prefix}${this.#last}`, businessDay: this.#day }
  }

  toJSON(): OrderNumber {
    return { number: String(this.#last), businessDay: this.#day }
  }
}

/** Without the prefix of its time, which never ends in a digit. */
const countOf = (number: string): number => Number(/\d*$/.exec(number)?.[0])
