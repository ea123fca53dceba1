import type { EpochMs } from "#core/kitchen/ids.ts"
import { defaultRules, type KitchenSetup } from "#core/kitchen/menu.ts"
import { businessDayOf, dayAfter } from "./business-day.ts"

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
  /** The last number of each of the latest days. */
  readonly #lasts = new Map<string, number>()
  #latest = ""

  /** A number that an event already carries. */
  note({ number, businessDay }: OrderNumber): void {
    this.#keep(businessDay, countOf(number))
  }

  next(at: EpochMs, { tenant, restaurant }: Pick<KitchenSetup, "tenant" | "restaurant">) {
    const { dayStartsAtMinute, numbering } = restaurant ?? defaultRules
    const businessDay = this.#dayAt(businessDayOf(at, tenant.timezone, dayStartsAtMinute))
    const last =
      numbering.reset === "never"
        ? Math.max(0, ...this.#lasts.values())
        : (this.#lasts.get(businessDay) ?? 0)
    // A start that was raised in the middle of the day holds from the next order on.
    const count = Math.max(last + 1, numbering.start)
    this.#keep(businessDay, count)
    return { number: `${numbering.prefix}${count}`, businessDay }
  }

  toJSON(): ReadonlyArray<OrderNumber> {
    return Array.from(this.#lasts, ([businessDay, last]) => ({ number: String(last), businessDay }))
  }

  /**
   * A clock set back, or the hour that autumn repeats, must not open yesterday again. But a clock that was a year ahead
   * for one order must not keep the restaurant in that year.
   */
  #dayAt(day: string): string {
    if (day >= this.#latest) return day
    const tomorrow = dayAfter(day)
    return this.#lasts.has(tomorrow) ? tomorrow : day
  }

  #keep(day: string, count: number): void {
    this.#lasts.set(day, Math.max(this.#lasts.get(day) ?? 0, count))
    if (day > this.#latest) this.#latest = day
    if (this.#lasts.size > keptDays) this.#lasts.delete([...this.#lasts.keys()].toSorted()[0] ?? "")
  }
}

/** So that no number comes twice when a wrong clock is put right. */
const keptDays = 8

/** Without the prefix of its time, which never ends in a digit. */
const countOf = (number: string): number => Number(/\d*$/.exec(number)?.[0])
