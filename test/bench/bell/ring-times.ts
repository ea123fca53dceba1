/** Milliseconds that rings waited for their handler, taken two ways. */
export interface RingWaits {
  /** From the moment that the process heard of the commit; 0 for a handler that began even earlier. */
  readonly fromCommit: ReadonlyArray<number>
  /** From the time that the database gave the event, which is before its commit. */
  readonly fromStored: ReadonlyArray<number>
}

/** When which ring was committed and when its handler began, within one process. */
class RingTimes {
  readonly #committed = new Map<string, number>()
  readonly #began = new Map<string, number>()
  #fromCommit: Array<number> = []
  #fromStored: Array<number> = []

  committed(ring: string): void {
    if (this.#began.delete(ring)) this.#fromCommit.push(0)
    else this.#committed.set(ring, performance.now())
  }

  /** @param storedAt by the database's clock, which is this machine's */
  began(ring: string, storedAt: number): void {
    this.#fromStored.push(performance.timeOrigin + performance.now() - storedAt)
    const at = this.#committed.get(ring)
    this.#committed.delete(ring)
    if (at === undefined) this.#began.set(ring, performance.now())
    else this.#fromCommit.push(performance.now() - at)
  }

  /** What came since the last look. */
  take(): RingWaits {
    const waits = { fromCommit: this.#fromCommit, fromStored: this.#fromStored }
    this.#fromCommit = []
    this.#fromStored = []
    this.#committed.clear()
    this.#began.clear()
    return waits
  }
}

export const ringTimes = new RingTimes()
