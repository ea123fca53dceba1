import type { TenantId } from "#core/kitchen/ids.ts"
import type { RecordedEvent } from "#core/log/event-log.ts"
import type { Handlers } from "./handlers.ts"
import type { Place } from "./place.ts"

/** Commits of this process that are kept at most, so that what was just stored need not be read. */
const maxRecent = 512

/** A stretch of the log that some places have yet to look at. */
export interface Stretch {
  readonly places: ReadonlyArray<Place>
  readonly after: number
  /** Where another place stands already: from there on they read together. */
  readonly upTo: number | undefined
}

/** What the bus holds in memory of one restaurant, for as long as something happens there. */
export class RestaurantBus {
  readonly tenantId: TenantId
  readonly places = new Map<string, Place>()
  /** Rows of places changed: those that are not in memory must be read. */
  stale = true
  /** Somebody looks after it at this moment. */
  busy = false
  /** Look once more when done. */
  again = false
  lastUsed: number
  #newest = 0
  /** How often somebody said that the log went on, without saying how far; and for how many of them it was read to its end. */
  #told = 1
  #checked = 0
  /** Newest events without a gap between them. */
  #recent: Array<RecordedEvent> = []

  constructor(tenantId: TenantId, now: number) {
    this.tenantId = tenantId
    this.lastUsed = now
  }

  /** Last position; infinite while that is unknown: read on until nothing comes. */
  get head(): number {
    return this.#told === this.#checked ? this.#newest : Number.POSITIVE_INFINITY
  }

  /** The log may have gone on. */
  doubt(): void {
    this.#told += 1
  }

  /** Call it before the log is read; the answer, when nothing came after this position. */
  checkEnd(): (position: number) => void {
    const told = this.#told
    return (position) => {
      this.#checked = told
      this.#newest = Math.max(this.#newest, position)
    }
  }

  /** Events that this process just stored, in order. Others may be missing before them. */
  note(events: ReadonlyArray<RecordedEvent>): void {
    const [first] = events
    const last = events.at(-1)
    if (first === undefined || last === undefined) return
    this.#newest = Math.max(this.#newest, last.position)
    const newest = this.#recent.at(-1)?.position ?? first.position - 1
    if (first.position !== newest + 1) this.#recent = []
    this.#recent.push(...events)
    if (this.#recent.length > maxRecent) this.#recent = this.#recent.slice(-maxRecent)
  }

  /** Of a stretch what is in memory, if its beginning is. */
  recent({ after, upTo }: Stretch): ReadonlyArray<RecordedEvent> | undefined {
    const first = this.#recent[0]?.position
    const last = this.#recent.at(-1)?.position
    if (first === undefined || last === undefined || first > after + 1 || last <= after)
      return undefined
    const events = this.#recent.slice(after + 1 - first)
    return upTo === undefined ? events : events.filter(({ position }) => position <= upTo)
  }

  /** What nobody wanted is passed over at once. @returns whether somebody must look at it */
  passOver(events: ReadonlyArray<RecordedEvent>, handlers: Handlers): boolean {
    const [first] = events
    const last = events.at(-1)
    if (first === undefined || last === undefined) return false
    if (this.stale || this.busy) return true
    if (
      events.some((event) =>
        handlers.wanting(event).some(({ subscription }) => this.places.has(subscription.id)),
      )
    )
      return true
    for (const place of this.places.values())
      if (place.read === first.position - 1) place.accept([], last.position)
    return false
  }

  /** Where places stand that have room for more, those of one position together, the hindmost first. */
  stretches(): ReadonlyArray<Stretch> {
    const standing = new Map<number, Array<Place>>()
    for (const place of this.places.values()) {
      if (!place.hasRoom || place.read >= this.head) continue
      const together = standing.get(place.read)
      if (together === undefined) standing.set(place.read, [place])
      else together.push(place)
    }
    const positions = [...standing.keys()].sort((a, b) => a - b)
    return positions.map((after, index) => ({
      places: standing.get(after) ?? [],
      after,
      upTo: positions[index + 1],
    }))
  }

  /** When something of it must be tried again. */
  get dueAt(): number | undefined {
    let first: number | undefined
    for (const { dueAt } of this.places.values())
      if (dueAt !== undefined && (first === undefined || dueAt < first)) first = dueAt
    return first
  }

  /** Nothing waits here for anybody but a person. */
  get idle(): boolean {
    return !this.busy && !this.stale && [...this.places.values()].every((place) => place.idle)
  }
}
