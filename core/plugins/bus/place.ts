import type { TenantId } from "#core/kitchen/ids.ts"
import type { RecordedEvent } from "#core/log/event-log.ts"
import type { DeliveryException, StoredLane, WaitingDelivery } from "./bus-store.ts"
import type { Handler } from "./handlers.ts"
import { type Lane, Lanes, type Queued } from "./lanes.ts"
import { retryDelay } from "./retry-delay.ts"
import { busEvent } from "./topic.ts"

/** What became of one attempt. */
export type Outcome =
  | { readonly _tag: "handled" }
  /** @param forGood another attempt would end the same */
  | { readonly _tag: "failed"; readonly error: string; readonly forGood?: true }
  /** Something that the hub needs did not answer: not the event's fault, and no attempt. */
  | { readonly _tag: "again" }

/** What must be stored before the place may move past it. */
export interface Unsaved {
  readonly position: number
  readonly gone: ReadonlyArray<number>
  readonly exceptions: ReadonlyArray<Omit<DeliveryException, "subscription">>
}

/** Events in memory at most; what follows waits in the log. */
const maxOutstanding = 512
/** Lanes in which something waits at most; with more than these the handler itself is broken, and nothing new is read. */
const maxTroubled = 12_000
/** Outages in a row after which an event counts as failed all the same. */
const maxAgain = 100

/**
 * One handler in one restaurant: what it has still to handle and in which order, up to where everything is settled, and
 * which exceptions must be stored. No time passes in here, nothing is read or written.
 */
export class Place {
  readonly handler: Handler
  readonly tenantId: TenantId
  /** Everything up to here was looked at. */
  read: number
  /** Attempts under way. */
  running = 0
  /** The stored position. */
  saved: number
  /** Begins nothing any more. */
  closing = false
  readonly #lanes = new Lanes()
  /** In order of position; the first that is not settled holds the place. */
  #outstanding: Array<{ readonly position: number; settled: boolean }> = []
  #first = 0
  #gone: Array<number> = []
  #exceptions: Array<Omit<DeliveryException, "subscription">> = []
  /** What was handed out to be stored. */
  #saving: Unsaved | undefined

  constructor(handler: Handler, tenantId: TenantId, position: number) {
    this.handler = handler
    this.tenantId = tenantId
    this.read = position
    this.saved = position
  }

  /** Everything up to here is handled, or stored as an exception. */
  get position(): number {
    while (this.#outstanding[this.#first]?.settled) this.#first += 1
    if (this.#first > 64 && this.#first * 2 > this.#outstanding.length) {
      this.#outstanding = this.#outstanding.slice(this.#first)
      this.#first = 0
    }
    const holding = this.#outstanding[this.#first]
    return holding === undefined ? this.read : holding.position - 1
  }

  /** Events that were read and are not yet handled, those that wait for a retry aside. */
  get pending(): number {
    return this.#outstanding.length - this.#first
  }

  get hasRoom(): boolean {
    if (this.closing || this.pending >= maxOutstanding) return false
    // With one lane for all, whatever follows would only be parked: it may as well stay in the log.
    const limit = this.handler.subscription.order === "tenant" ? 1 : maxTroubled
    return this.#lanes.troubled < limit
  }

  get idle(): boolean {
    return this.running === 0 && this.#lanes.size === 0 && this.unsaved === undefined
  }

  /** Takes the events it wants of a stretch of the log that was searched up to `through`. */
  accept(events: ReadonlyArray<RecordedEvent>, through: number): void {
    for (const event of events) {
      if (event.position <= this.read) continue
      const lane = this.#lanes.of(this.#laneOf(event))
      if (lane.troubled) {
        this.#except(event.position, lane, { status: "parked", attempt: 0, dueAt: 0 })
        continue
      }
      const mark = { position: event.position, settled: false }
      this.#outstanding.push(mark)
      lane.queue.push({ event, attempt: 0, replay: false, mark })
      if (lane.queue.length === 1 && !lane.running) this.#lanes.ready(lane)
    }
    this.read = Math.max(this.read, through)
  }

  /** The next event that may be handled; {@link finish} must follow. */
  begin(): { readonly lane: Lane; readonly queued: Queued } | undefined {
    if (this.closing) return undefined
    const lane = this.#lanes.take()
    const queued = lane?.queue[0]
    if (lane === undefined || queued === undefined) return undefined
    lane.running = true
    this.running += 1
    return { lane, queued }
  }

  get isReady(): boolean {
    return !this.closing && this.#lanes.anyReady
  }

  /** @param random from 0 to 1, spreads retries */
  finish(lane: Lane, outcome: Outcome, now: number, random: number): void {
    this.running -= 1
    lane.running = false
    const queued = lane.queue[0]
    if (queued === undefined) return
    if (outcome._tag === "again" && lane.again < maxAgain) {
      lane.again += 1
      this.#lanes.sleep(lane, now + retryDelay(outageBackoff, lane.again, random))
      return
    }
    lane.again = 0
    lane.queue.shift()
    if (outcome._tag !== "handled") {
      const failed = outcome._tag === "failed" ? outcome : noAnswer
      this.#failed(lane, queued, failed, now, random)
      return
    }
    if (queued.mark === undefined) this.#gone.push(queued.event.position)
    else queued.mark.settled = true
    this.#goOn(lane, now)
  }

  /** The attempt was cut before it came to anything: the event is where it was. */
  abandon(lane: Lane): void {
    this.running -= 1
    lane.running = false
  }

  /** Lanes whose stored deliveries must be fetched now. None, while something of theirs is still to be stored. */
  wanted(now: number, limit: number): ReadonlyArray<Lane> {
    if (this.closing) return []
    this.#lanes.wake(now)
    return this.unsaved === undefined ? this.#lanes.hungry(limit) : []
  }

  /** What was stored of a lane; nothing: its order is as if nothing had ever failed. */
  fetched(lane: Lane, waiting: ReadonlyArray<WaitingDelivery>, now: number): void {
    for (const { event, attempt, replay } of waiting) lane.queue.push({ event, attempt, replay })
    // Parked since it was asked for: it is stored first, then fetched.
    const parked = this.#exceptions.some((exception) => exception.lane === lane.name)
    if (waiting.length === 0 && !parked) this.#lanes.mend(lane)
    this.#goOn(lane, now)
  }

  /** What was stored before: these lanes begin with what waits. */
  restore(lanes: ReadonlyArray<StoredLane>): void {
    for (const { lane: name, dueAt, held } of lanes) {
      const lane = this.#lanes.of(name)
      this.#lanes.trouble(lane)
      if (held) lane.held = true
      else this.#lanes.sleep(lane, dueAt)
    }
  }

  /** When it must be looked at again, if something waits for its time. */
  get dueAt(): number | undefined {
    return this.closing ? undefined : this.#lanes.dueAt
  }

  /** Something that must be stored, and is not being stored already. */
  get unsaved(): true | undefined {
    return this.#gone.length > 0 || this.#exceptions.length > 0 || this.#saving ? true : undefined
  }

  /** Hands out what must be stored; {@link stored} must follow, sooner or later. */
  takeUnsaved(): Unsaved | undefined {
    if (this.unsaved === undefined) return undefined
    this.#saving ??= {
      position: this.position,
      gone: this.#gone.splice(0),
      exceptions: this.#exceptions.splice(0),
    }
    return this.#saving
  }

  stored(): void {
    this.saved = Math.max(this.saved, this.#saving?.position ?? 0)
    this.#saving = undefined
  }

  /** What nobody began is left to whoever reads the log next. */
  close(): void {
    this.closing = true
  }

  #laneOf(event: RecordedEvent): string {
    const { order } = this.handler.subscription
    if (order === "tenant") return ""
    return order === "none" ? String(event.position) : busEvent(event).key
  }

  #goOn(lane: Lane, now: number): void {
    if (lane.queue.length > 0) this.#lanes.ready(lane)
    else if (lane.troubled) {
      if (!lane.held) this.#lanes.sleep(lane, now)
    } else this.#lanes.drop(lane)
  }

  #failed(
    lane: Lane,
    queued: Queued,
    { error, forGood }: { readonly error: string; readonly forGood?: true },
    now: number,
    random: number,
  ): void {
    const { maxAttempts, onExhausted, backoff } = this.handler.subscription
    const attempt = queued.attempt + 1
    if (queued.mark !== undefined) queued.mark.settled = true
    const { position } = queued.event
    if (forGood === true || attempt >= maxAttempts) {
      const holds = onExhausted === "block"
      this.#except(position, lane, { status: "dead", attempt, dueAt: now, holds, error })
      if (!holds) {
        this.#goOn(lane, now)
        return
      }
      lane.held = true
      this.#lanes.trouble(lane)
    } else {
      const dueAt = now + retryDelay(backoff, attempt, random)
      this.#except(position, lane, { status: "retry", attempt, dueAt, error })
      this.#lanes.trouble(lane)
      this.#lanes.sleep(lane, dueAt)
    }
    this.#park(lane)
  }

  /** What stands behind a failure waits with it, stored, so that the place can move on for the other lanes. */
  #park(lane: Lane): void {
    for (const { event, mark } of lane.queue.splice(0)) {
      if (mark === undefined) continue
      mark.settled = true
      this.#except(event.position, lane, { status: "parked", attempt: 0, dueAt: 0 })
    }
  }

  #except(
    position: number,
    lane: Lane,
    exception: Pick<DeliveryException, "status" | "attempt" | "dueAt" | "error"> & {
      readonly holds?: boolean
    },
  ): void {
    this.#exceptions.push({ position, lane: lane.name, holds: false, ...exception })
  }
}

const noAnswer: { readonly error: string; readonly forGood?: true } = {
  error: "What it needs did not answer for too long",
}

/** Between two attempts while the hub's own services do not answer, in milliseconds. */
const outageBackoff = { baseMs: 100, capMs: 5_000 }
