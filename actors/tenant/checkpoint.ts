import { Effect } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import type { OrderId } from "#core/kitchen/ids.ts"
import type { LogUnavailable } from "#core/log/event-log.ts"
import type { FloorCheckpoint, FloorStore } from "#core/log/floor-store.ts"
import type { OrderNumber } from "./order-numbers.ts"
import type { Restaurant } from "./restaurant.ts"

/**
 * Events after which the picture is stored although the restaurant is busy. It bounds the time of the next start: the
 * log is read and folded at some 100,000 events a second. Larger, because every write of a picture costs the database
 * half as much again as the orders themselves, and most orders are over before the next one.
 */
const busyEvents = 20_000
/** A quiet restaurant is stored after this long, in milliseconds. */
const quietMs = 30_000

/** Orders written at once: turning thousands into JSON in one go would hold up every screen. */
const sliceOrders = 200

interface Counters {
  /** Of the latest days; older checkpoints hold one day alone. */
  readonly numbers?: OrderNumber | ReadonlyArray<OrderNumber>
}

/**
 * Stores now and then how the open orders stand, so that a start reads a few thousand events at most and not the whole
 * history. Only orders touched since the last time are written: open ones, and the last closed ones, which are still
 * listed and can be reopened.
 */
export class Checkpoint {
  readonly #restaurant: Restaurant
  readonly #touched = new Set<OrderId>()
  #storedPosition: number
  #changedAt: number

  /**
   * @param wokenAt now. What it folds in next happened long ago, and still is no reason to write at once: many wake in
   * the same second, when everybody waits for them
   */
  constructor(restaurant: Restaurant, stored: FloorCheckpoint, wokenAt: number) {
    this.#restaurant = restaurant
    this.#changedAt = wokenAt
    this.#storedPosition = stored.position
    const { numbers } = (stored.counters ?? {}) as Counters
    for (const number of [numbers ?? []].flat()) restaurant.numbers.note(number)
    restaurant.follow({
      onOrder: ({ after, events }) => {
        this.#touched.add(after.id)
        this.#changedAt = Math.max(this.#changedAt, events.at(-1)?.recorded.at ?? 0)
      },
      onForgotten: (id) => this.#touched.add(id),
    })
  }

  isDue(now: number): boolean {
    const events = this.#restaurant.position - this.#storedPosition
    return events >= busyEvents || (events > 0 && now - this.#changedAt >= quietMs)
  }

  save(store: FloorStore["Service"], scope: Scope): Effect.Effect<void, LogUnavailable> {
    return Effect.suspend(() => {
      if (this.#restaurant.owes || this.#restaurant.position === this.#storedPosition)
        return Effect.void
      const { position, numbers } = this.#restaurant
      const touched = [...this.#touched]
      this.#touched.clear()
      const changed = touched.flatMap((id) => {
        const state = this.#restaurant.order(id)
        return state === undefined ? [] : [{ id, state }]
      })
      const kept = new Set(changed.map(({ id }) => id))
      const counters: Counters = { numbers: numbers.toJSON() }
      const gone = touched.filter((id) => !kept.has(id))
      const slices = Array.from({ length: Math.ceil(changed.length / sliceOrders) }, (_, n) =>
        changed.slice(n * sliceOrders, (n + 1) * sliceOrders),
      )
      // The position moves last. An order that is stored newer than it says is no harm: its events are passed over.
      return Effect.forEach(
        slices,
        (slice) =>
          store.save(scope, {
            position: this.#storedPosition,
            counters,
            changed: slice,
            gone: [],
          }),
        { discard: true },
      ).pipe(
        Effect.andThen(store.save(scope, { position, counters, changed: [], gone })),
        Effect.tap(() =>
          Effect.sync(() => {
            this.#storedPosition = position
          }),
        ),
        Effect.onError(() =>
          Effect.sync(() => {
            for (const id of touched) this.#touched.add(id)
          }),
        ),
      )
    })
  }
}
