import { expoCourseOf } from "#core/kitchen/expo-course.ts"
import type { OrderId, PrinterId, TenantId, TicketId } from "#core/kitchen/ids.ts"
import type { KitchenSetup } from "#core/kitchen/menu.ts"
import { absentOrder, type Order, type PlacedOrder } from "#core/kitchen/order.ts"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import { evolve } from "#core/kitchen/order-evolve.ts"
import { evolvePrinter } from "#core/kitchen/printer-evolve.ts"
import { idlePrinter, type PrinterEvent, type PrinterQueue } from "#core/kitchen/printer-queue.ts"
import { isOpen } from "#core/kitchen/ticket-status.ts"
import type { RecordedEvent, StreamAppend, StreamId } from "#core/log/event-log.ts"
import { currentPayload } from "#core/log/upcast.ts"
import { OrderByTicket } from "./order-by-ticket.ts"
import { OrderNumbers } from "./order-numbers.ts"
import { queuedAlongside } from "./queued-alongside.ts"

/** What one append did to an order. */
export interface OrderStep {
  readonly events: ReadonlyArray<{
    readonly event: OrderEvent
    readonly version: number
    readonly recorded: RecordedEvent
  }>
  readonly before: Order
  readonly after: PlacedOrder
  /** Print jobs that the same append queued. */
  readonly queued: ReadonlySet<string>
}

/** What an order's events are about to do to it. */
export interface DecidedStep {
  readonly events: ReadonlyArray<{ readonly event: OrderEvent; readonly version: number }>
  readonly after: PlacedOrder
}

/** What is stored together with an order's events, all or nothing. */
export interface Companion {
  readonly streams: ReadonlyArray<StreamAppend>
  /** Called exactly once, when the append was answered; without `stored` nobody knows of it. */
  readonly settle: (stored: boolean) => void
}

/** What follows the fold: views, paper, checkpoints. Called synchronously, in position order. */
export interface Follower {
  /** Asked before the events are stored. */
  readonly companion?: (step: DecidedStep) => Companion | undefined
  readonly onOrder?: (step: OrderStep) => void
  readonly onPrinter?: (id: PrinterId, queue: PrinterQueue) => void
  readonly onSetup?: () => void
  /** An order that is not kept any longer: a closed one too many, or a cancelled one that nobody cleared for a day. */
  readonly onForgotten?: (id: OrderId) => void
}

/** What has to be read before more can be folded in. */
type Lack =
  /** Events before these: read the log from {@link Restaurant.position}. */
  | { readonly of: "events" }
  /** An order that memory let go and that goes on: {@link Restaurant.recall} it as it stood at this revision. */
  | { readonly of: "order"; readonly id: OrderId; readonly rev: number }

/** Orders that are over and still answer quickly: the last ones only, the rest is read from the log. */
const keptClosed = 200

/**
 * How long what a cancel struck through waits for a cook to clear it, in milliseconds. Where no screen shows it, nobody
 * ever does; yet such a station may get a screen, or lend one while its printer is broken, which must not show the
 * cancelled orders of weeks.
 */
const struckMs = 24 * 60 * 60_000

/**
 * One restaurant as its log says it stands: every open order, every printer's queue, the numbers of the day.
 *
 * Folded from committed events in position order and from nothing else, so it can be rebuilt at any time. Order actors
 * of this process share the very same order objects: an open order is in memory once.
 */
export class Restaurant {
  readonly tenantId: TenantId
  setup: KitchenSetup
  /** Everything up to this position is folded in. */
  position = 0
  /** Open orders, and cancelled ones that a cook has not yet cleared from the screen. */
  readonly current = new Map<OrderId, PlacedOrder>()
  readonly closed = new Map<OrderId, PlacedOrder>()
  readonly printers = new Map<PrinterId, PrinterQueue>()
  readonly numbers = new OrderNumbers()
  readonly #byTicket = new OrderByTicket()
  /** Until their next events are folded in, which follow at once. */
  readonly #recalled = new Map<OrderId, Order>()
  /** The cancelled ones among the current, nearly in the order in which they were cancelled. */
  readonly #struck = new Set<OrderId>()
  #owed = 0
  readonly #followers = new Set<Follower>()

  constructor(tenantId: TenantId, setup: KitchenSetup) {
    this.tenantId = tenantId
    this.setup = setup
  }

  order(id: OrderId): PlacedOrder | undefined {
    return this.current.get(id) ?? this.closed.get(id)
  }

  /** Which order a screen's ticket belongs to. */
  orderOfTicket(id: TicketId): OrderId | undefined {
    return this.#byTicket.of(id).find((orderId) => {
      const order = this.order(orderId)
      return order !== undefined && hasTicket(order, id)
    })
  }

  /**
   * What follows from events up to here is not yet durable (paper to be queued): until the returned function is called no
   * checkpoint is stored, so that a crash makes the events come by again.
   */
  owe(): () => void {
    this.#owed += 1
    let owing = true
    return () => {
      if (owing) this.#owed -= 1
      owing = false
    }
  }

  get owes(): boolean {
    return this.#owed > 0
  }

  follow(follower: Follower): () => void {
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  companions(step: DecidedStep): ReadonlyArray<Companion> {
    return Array.from(this.#followers, (follower) => follower.companion?.(step)).filter(
      (companion) => companion !== undefined,
    )
  }

  /** An order as a checkpoint holds it. */
  restore(order: PlacedOrder): void {
    this.#keep(order)
    this.numbers.note(order)
  }

  /** An order that {@link apply} lacks, as the log has it: followers hear of it when its next events are folded in. */
  recall(id: OrderId, order: Order): void {
    this.#recalled.set(id, order)
  }

  changeSetup(setup: KitchenSetup): void {
    this.setup = setup
    for (const follower of this.#followers) follower.onSetup?.()
  }

  /**
   * Folds what was committed.
   *
   * @param after states that the appender already has; without them the event is folded here
   * @returns what must be read first; up to there all is folded in, and the same events may be given again
   */
  apply(
    events: ReadonlyArray<RecordedEvent>,
    after?: ReadonlyMap<StreamId, unknown>,
  ): Lack | undefined {
    let from = events.findIndex(({ position }) => position > this.position)
    while (from >= 0 && from < events.length) {
      const stream = events[from]?.stream ?? ""
      const cid = events[from]?.cid
      let to = from + 1
      // One append at a time, as when it was committed: what follows from it must not depend on how it was read.
      while (events[to]?.stream === stream && events[to]?.cid === cid) to += 1
      const fresh = events.slice(from, to)
      from = to
      const [first] = fresh
      if (first === undefined) continue
      if (first.position > this.position + 1) return { of: "events" }
      const given = after?.get(stream)
      const unknown = given === undefined ? this.#unknownBefore(first) : undefined
      if (unknown !== undefined) return unknown
      this.position = first.position + fresh.length - 1
      if (stream.startsWith("order/"))
        this.#applyOrder(stream, fresh, given, queuedAlongside(events, to))
      else if (stream.startsWith("printer/")) this.#applyPrinter(stream, fresh, given)
    }
    return undefined
  }

  /** An order that went on after it was forgotten, as one that is reopened does. */
  #unknownBefore({ stream, version }: RecordedEvent): Lack | undefined {
    if (version === 1 || !stream.startsWith("order/")) return undefined
    const id = orderOf(stream)
    return this.order(id) !== undefined || this.#recalled.has(id)
      ? undefined
      : { of: "order", id, rev: version - 1 }
  }

  #applyOrder(
    stream: StreamId,
    events: ReadonlyArray<RecordedEvent>,
    given: unknown,
    queued: OrderStep["queued"],
  ): void {
    const id = orderOf(stream)
    const before = this.order(id) ?? this.#recalled.get(id) ?? absentOrder
    this.#recalled.delete(id)
    const steps = events
      .filter(({ version }) => version > before.rev)
      .map((recorded) => ({
        recorded,
        version: recorded.version,
        event: currentPayload(recorded) as OrderEvent,
      }))
    if (steps.length === 0) return
    const folded =
      (given as PlacedOrder | undefined) ??
      steps.reduce<Order>((order, { event }) => evolve(order, event), before)
    if (folded.status === "absent") return
    if (before.status === "absent") this.numbers.note(folded)
    this.#keep(folded)
    if (steps.some(({ event }) => event.type === "LinesJoined")) this.#byTicket.join(folded)
    for (const follower of this.#followers)
      follower.onOrder?.({ events: steps, before, after: folded, queued })
    this.#letGo(steps.at(-1)?.event.at ?? 0)
  }

  #applyPrinter(stream: StreamId, events: ReadonlyArray<RecordedEvent>, given: unknown): void {
    const id = stream.slice("printer/".length) as PrinterId
    const before = this.printers.get(id) ?? idlePrinter
    const fresh = events.filter(({ version }) => version > before.version)
    if (fresh.length === 0) return
    const folded =
      (given as PrinterQueue | undefined) ??
      fresh.reduce(
        (queue, recorded) => evolvePrinter(queue, currentPayload(recorded) as PrinterEvent),
        before,
      )
    this.printers.set(id, folded)
    for (const follower of this.#followers) follower.onPrinter?.(id, folded)
  }

  #keep(order: PlacedOrder): void {
    if (this.order(order.id) === undefined) {
      this.#byTicket.add(order.id)
      this.#byTicket.join(order)
    }
    if (isCurrent(order)) {
      this.closed.delete(order.id)
      this.current.set(order.id, order)
      if (order.status === "cancelled") this.#struck.add(order.id)
      return
    }
    this.#struck.delete(order.id)
    this.current.delete(order.id)
    this.closed.delete(order.id)
    this.closed.set(order.id, order)
    const [oldest] = this.closed.values()
    if (this.closed.size > keptClosed && oldest !== undefined) {
      this.closed.delete(oldest.id)
      this.#forget(oldest.id)
    }
  }

  /** By the time of events, so that a log that is read again lets go of the same. */
  #letGo(now: number): void {
    for (const id of this.#struck) {
      const cancelledAt = this.current.get(id)?.cancelledAt ?? Number.NEGATIVE_INFINITY
      // What a wrong clock cancelled in the future would otherwise wait until then.
      if (Math.abs(now - cancelledAt) <= struckMs) return
      this.#struck.delete(id)
      this.current.delete(id)
      this.#forget(id)
    }
  }

  #forget(id: OrderId): void {
    this.#byTicket.delete(id)
    for (const follower of this.#followers) follower.onForgotten?.(id)
  }
}

const orderOf = (stream: StreamId): OrderId => stream.slice("order/".length) as OrderId

const isCurrent = (order: PlacedOrder): boolean =>
  order.status === "open" || (order.status === "cancelled" && order.tickets.some(isOpen))

/** A prep ticket, or the pass's ticket above some, whose id no event names. */
const hasTicket = (order: PlacedOrder, id: TicketId): boolean =>
  order.tickets.some((ticket) => ticket.id === id) || expoCourseOf(order, id) !== undefined
