import { Effect, Semaphore } from "effect"
import type { BusStore } from "./bus-store.ts"
import type { Handlers } from "./handlers.ts"
import { patiently } from "./patiently.ts"
import type { Place } from "./place.ts"
import type { PlaceKeeper } from "./place-keeper.ts"
import type { RestaurantBus, Stretch } from "./restaurant-bus.ts"

/** Events read at once. */
const page = 256
/** Lanes whose deliveries are fetched at once, and how many of each. */
const lanesAtOnce = 64
const deliveriesAtOnce = 16
/** Restaurants that are read into memory at the same time, so that a start does not crowd out the orders. */
const openingAtOnce = 4

/**
 * Looks after one restaurant until nothing is left to do but wait: stores what came of its handlers, fetches what waits,
 * reads what is new. Everything that is read or written for a restaurant goes through here, one thing after the other.
 */
export const makeCare = (parts: {
  readonly store: BusStore["Service"]
  readonly handlers: Handlers
  readonly keeper: PlaceKeeper
  readonly now: () => number
  /** Its places may have something to run. */
  readonly ready: (bus: RestaurantBus) => void
  /** Nothing of this place runs any more, and all that came of it is stored. */
  readonly closed: (place: Place) => void
}): ((bus: RestaurantBus) => Effect.Effect<void>) => {
  const { store, handlers, keeper, now } = parts
  const opening = Semaphore.makeUnsafe(openingAtOnce)

  const settle = Effect.fnUntraced(function* (bus: RestaurantBus) {
    const places = [...bus.places.values()]
    yield* keeper.settle(bus.tenantId, places)
    for (const place of places) {
      if (!place.closing || place.running > 0 || place.unsaved === true) continue
      yield* keeper.leave(place)
      bus.places.delete(place.handler.subscription.id)
      bus.stale = true
      parts.closed(place)
    }
  })

  const open = Effect.fnUntraced(function* (bus: RestaurantBus) {
    bus.stale = false
    const places = yield* keeper.open(bus.tenantId, handlers, (id) => !bus.places.has(id))
    // Rows changed meanwhile: what was read may be old.
    if (bus.stale) {
      bus.again = true
      return
    }
    for (const place of places) bus.places.set(place.handler.subscription.id, place)
    if (places.length > 0) bus.doubt()
  })

  const fetch = Effect.fnUntraced(function* (bus: RestaurantBus) {
    const at = now()
    const wanted = [...bus.places.values()].flatMap((place) =>
      place
        .wanted(at, lanesAtOnce)
        .map((lane) => ({ place, lane, id: place.handler.subscription.id })),
    )
    if (wanted.length === 0) return
    const waiting = yield* patiently(
      store.waiting(
        bus.tenantId,
        wanted.map(({ id, lane }) => ({ subscription: id, lane: lane.name })),
        deliveriesAtOnce,
      ),
    )
    for (const { place, lane, id } of wanted) {
      const own = waiting.filter((one) => one.subscription === id && one.lane === lane.name)
      place.fetched(lane, own, now())
    }
    bus.again = true
  })

  const readOn = Effect.fnUntraced(function* (bus: RestaurantBus) {
    for (const stretch of bus.stretches()) {
      const { events, through } = yield* read(bus, stretch)
      for (const place of stretch.places) {
        const wanted = events.filter((event) => handlers.wanting(event).includes(place.handler))
        place.accept(wanted, through)
        keeper.moved(place)
      }
      if (through > stretch.after) bus.again = true
    }
  })

  const read = Effect.fnUntraced(function* (bus: RestaurantBus, stretch: Stretch) {
    const known = bus.recent(stretch)
    if (known !== undefined)
      return { events: known, through: known.at(-1)?.position ?? stretch.after }
    const atEnd = bus.checkEnd()
    const found = yield* patiently(
      store.read(bus.tenantId, {
        after: stretch.after,
        types: [...new Set(stretch.places.flatMap(({ handler }) => handler.topic.types))],
        limit: page,
        ...(stretch.upTo === undefined ? {} : { upTo: stretch.upTo }),
      }),
    )
    if (found.through === stretch.after && stretch.upTo === undefined) atEnd(found.through)
    return found
  })

  return Effect.fnUntraced(function* (bus) {
    while (bus.again) {
      bus.again = false
      yield* settle(bus)
      if (bus.stale) yield* opening.withPermit(open(bus))
      yield* fetch(bus)
      yield* readOn(bus)
      parts.ready(bus)
    }
  })
}
