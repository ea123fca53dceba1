import type { RecordedEvent } from "#core/log/event-log.ts"

/** An event that its handler has to handle. */
export interface Queued {
  readonly event: RecordedEvent
  /** Attempts that failed. */
  readonly attempt: number
  readonly replay: boolean
  /** Where it holds the place; absent for what was stored as an exception and fetched again. */
  readonly mark?: { readonly position: number; settled: boolean }
}

/** Events that must be handled one after the other. */
export interface Lane {
  readonly name: string
  readonly queue: Array<Queued>
  running: boolean
  /** Something of it is stored as an exception: what comes new waits behind it. */
  troubled: boolean
  /** Waits for a person. */
  held: boolean
  /** Outages in a row. */
  again: number
}

/** The lanes of one place that hold anything; an undisturbed one is gone when its last event is handled. */
export class Lanes {
  readonly #all = new Map<string, Lane>()
  /** May be taken now, in the order in which they became so. */
  readonly #ready = new Set<Lane>()
  /** Until when. */
  readonly #asleep = new Map<Lane, number>()
  /** Troubled, with nothing in memory: what they hold must be fetched. */
  readonly #hungry = new Set<Lane>()
  #troubled = 0
  #dueAt = Number.POSITIVE_INFINITY

  get size(): number {
    return this.#all.size
  }

  get troubled(): number {
    return this.#troubled
  }

  get anyReady(): boolean {
    return this.#ready.size > 0
  }

  /** When the first of those that sleep is to be woken. */
  get dueAt(): number | undefined {
    return this.#asleep.size === 0 ? undefined : this.#dueAt
  }

  of(name: string): Lane {
    const known = this.#all.get(name)
    if (known !== undefined) return known
    const lane: Lane = { name, queue: [], running: false, troubled: false, held: false, again: 0 }
    this.#all.set(name, lane)
    return lane
  }

  ready(lane: Lane): void {
    this.#ready.add(lane)
  }

  take(): Lane | undefined {
    const [lane] = this.#ready
    if (lane !== undefined) this.#ready.delete(lane)
    return lane
  }

  sleep(lane: Lane, until: number): void {
    this.#asleep.set(lane, until)
    this.#dueAt = Math.min(this.#dueAt, until)
  }

  /** Those whose time has come go on: with what is in memory, or with what must be fetched. */
  wake(now: number): void {
    if (this.#dueAt > now) return
    this.#dueAt = Number.POSITIVE_INFINITY
    for (const [lane, until] of this.#asleep) {
      if (until > now) {
        this.#dueAt = Math.min(this.#dueAt, until)
        continue
      }
      this.#asleep.delete(lane)
      if (lane.queue.length > 0) this.#ready.add(lane)
      else this.#hungry.add(lane)
    }
  }

  /** Takes lanes out whose deliveries must be fetched. */
  hungry(limit: number): ReadonlyArray<Lane> {
    const some: Array<Lane> = []
    for (const lane of this.#hungry) {
      if (some.length >= limit) break
      this.#hungry.delete(lane)
      some.push(lane)
    }
    return some
  }

  trouble(lane: Lane): void {
    if (!lane.troubled) this.#troubled += 1
    lane.troubled = true
  }

  mend(lane: Lane): void {
    if (lane.troubled) this.#troubled -= 1
    lane.troubled = false
  }

  drop(lane: Lane): void {
    this.#all.delete(lane.name)
  }
}
