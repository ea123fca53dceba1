import { RecentMap } from "./recent-map.ts"

/** Wrong codes from one address within {@link windowMs}, after which it has to wait. */
const free = 10
const windowMs = 10 * 60_000

/** Slows down who tries codes: ten wrong ones from an address in ten minutes, whichever device or person they are for. */
export class WrongCodes {
  readonly #byAddress = new RecentMap<string, ReadonlyArray<number>>(10_000)
  readonly #free: number

  /** @param limit wrong codes; the load test has none */
  constructor(limit = free) {
    this.#free = limit
  }

  /** Milliseconds to wait; 0 when another code may be tried. */
  waitMs(address: string, now: number): number {
    const recent = this.#recent(address, now)
    const [first] = recent
    return first === undefined || recent.length < this.#free ? 0 : first + windowMs - now
  }

  failed(address: string, now: number): void {
    this.#byAddress.set(address, [...this.#recent(address, now), now].slice(-free))
  }

  #recent(address: string, now: number): ReadonlyArray<number> {
    return (this.#byAddress.get(address) ?? []).filter((at) => at + windowMs > now)
  }
}
