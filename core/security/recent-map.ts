/**
 * A map that forgets what was not used for the longest time, so that keys chosen by strangers (addresses, user names,
 * tokens) cannot fill the memory.
 *
 * @param capacity entries kept; at least 1
 */
export class RecentMap<Key, Value> {
  readonly #entries = new Map<Key, Value>()
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#entries.size
  }

  /**
   * Reading is a use: the entry moves to the safe end. Not while the map is less than half full: nothing is forgotten
   * before as many strangers have come again, and moving costs more than all the rest of reading.
   */
  get(key: Key): Value | undefined {
    const value = this.#entries.get(key)
    if (value !== undefined && this.#entries.size * 2 > this.#capacity) {
      this.#entries.delete(key)
      this.#entries.set(key, value)
    }
    return value
  }

  set(key: Key, value: Value): void {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size <= this.#capacity) return
    const oldest = this.#entries.keys().next()
    if (!oldest.done) this.#entries.delete(oldest.value)
  }

  keys(): Iterable<Key> {
    return this.#entries.keys()
  }

  /** Looks at all of them: for what happens seldom. */
  forgetWhere(is: (value: Value) => boolean): void {
    for (const [key, value] of this.#entries) if (is(value)) this.#entries.delete(key)
  }

  delete(key: Key): void {
    this.#entries.delete(key)
  }
}
