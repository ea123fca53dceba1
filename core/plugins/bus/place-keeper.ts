import { Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { BusStore, Settlement } from "./bus-store.ts"
import type { Handlers } from "./handlers.ts"
import { patiently } from "./patiently.ts"
import { Place } from "./place.ts"

/** How long positions are gathered before they are stored: one statement speaks for all restaurants. */
const gatherFor = "50 millis"

/** Lanes with something stored that are read at most; a place takes nothing new long before. */
const maxLanes = 15_000

/** Stores how far places are, and reads it again. */
export class PlaceKeeper {
  readonly #store: BusStore["Service"]
  readonly #fork: (work: Effect.Effect<void>) => void
  readonly #moved = new Set<Place>()
  #gathering = false

  constructor(store: BusStore["Service"], fork: (work: Effect.Effect<void>) => void) {
    this.#store = store
    this.#fork = fork
  }

  /** Places of a restaurant that handle now, apart from those that are open already. */
  open(
    tenantId: TenantId,
    handlers: Handlers,
    wanted: (subscription: string) => boolean,
  ): Effect.Effect<ReadonlyArray<Place>> {
    const store = this.#store
    return Effect.gen(function* () {
      const rows = yield* patiently(store.places(tenantId))
      const places = rows.flatMap(({ subscription, position, state }) => {
        const handler = handlers.byId(subscription)
        return handler !== undefined && state === "running" && wanted(subscription)
          ? [new Place(handler, tenantId, position)]
          : []
      })
      if (places.length === 0) return []
      const lanes = yield* patiently(store.lanes(tenantId, places.map(idOf), maxLanes))
      for (const place of places)
        place.restore(lanes.filter(({ subscription }) => subscription === idOf(place)))
      return places
    })
  }

  /** Its position may have gone on; it is stored with others, a moment later. */
  moved(place: Place): void {
    if (!isAhead(place)) return
    this.#moved.add(place)
    this.#gather()
  }

  /** Exceptions and whatever moved with them: one restaurant, one transaction. */
  settle(tenantId: TenantId, places: ReadonlyArray<Place>): Effect.Effect<void> {
    const unsaved = places.flatMap((place) => {
      const taken = place.takeUnsaved()
      return taken === undefined ? [] : [{ place, taken }]
    })
    if (unsaved.length === 0) return Effect.void
    const settlement: Settlement = {
      places: unsaved.map(({ place, taken }) => ({
        subscription: idOf(place),
        position: taken.position,
      })),
      gone: unsaved.flatMap(({ place, taken }) =>
        taken.gone.map((position) => ({ subscription: idOf(place), position })),
      ),
      exceptions: unsaved.flatMap(({ place, taken }) =>
        taken.exceptions.map((exception) => ({ ...exception, subscription: idOf(place) })),
      ),
    }
    return Effect.andThen(
      patiently(this.#store.settle(tenantId, settlement)),
      Effect.sync(() => {
        for (const { place } of unsaved) place.stored()
      }),
    )
  }

  /** Stores where a place stands that is given up. */
  leave(place: Place): Effect.Effect<void> {
    this.#moved.delete(place)
    return place.position > place.saved ? this.#advance([place]) : Effect.void
  }

  /** At the end of the process: what can be stored in a moment is, the rest comes by again. */
  lastWords(places: ReadonlyArray<Place>): Effect.Effect<void> {
    const byTenant = Map.groupBy(places, ({ tenantId }) => tenantId)
    return Effect.forEach(byTenant, ([tenantId, own]) => this.settle(tenantId, own), {
      discard: true,
      concurrency: 4,
    }).pipe(
      Effect.andThen(Effect.suspend(() => this.#advance(places.filter(isAhead)))),
      Effect.timeoutOption("2 seconds"),
      Effect.asVoid,
    )
  }

  /** Everything that moved without having been handled: there was nothing for it. */
  passedOver(places: Iterable<Place>): void {
    for (const place of places) if (isAhead(place)) this.moved(place)
  }

  #gather(): void {
    if (this.#gathering) return
    this.#gathering = true
    this.#fork(
      Effect.sleep(gatherFor).pipe(
        Effect.andThen(Effect.suspend(() => this.#storeMoved())),
        Effect.andThen(
          Effect.sync(() => {
            this.#gathering = false
            if (this.#moved.size > 0) this.#gather()
          }),
        ),
      ),
    )
  }

  #storeMoved(): Effect.Effect<void> {
    const places = [...this.#moved].filter(isAhead)
    this.#moved.clear()
    return this.#advance(places)
  }

  #advance(places: ReadonlyArray<Place>): Effect.Effect<void> {
    if (places.length === 0) return Effect.void
    const rows = places.map((place) => ({ place, position: place.position }))
    return Effect.andThen(
      patiently(
        this.#store.advance(
          rows.map(({ place, position }) => ({
            tenantId: place.tenantId,
            subscription: idOf(place),
            position,
          })),
        ),
      ),
      Effect.sync(() => {
        for (const { place, position } of rows) place.saved = Math.max(place.saved, position)
      }),
    )
  }
}

const idOf = ({ handler }: Place): string => handler.subscription.id

/** With exceptions still to be stored its position is theirs to move. */
const isAhead = (place: Place): boolean =>
  place.unsaved === undefined && place.position > place.saved
