import { Effect, Layer } from "effect"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { Restaurants, toOutage } from "#actors/tenant/restaurants.ts"
import { type OrderFilter, OrderQueries } from "#core/hub/orders.ts"
import type { Scope } from "#core/hub/scope.ts"
import { isoOf } from "#core/kitchen/instant.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import { EventLog } from "#core/log/event-log.ts"
import { currentPayload } from "#core/log/upcast.ts"
import { foldOrder, orderStream } from "./order-steps.ts"
import { viewOf } from "./view-of.ts"

/** Reads of orders: the open and the last closed ones from memory, any other single one from the log. */
export const orderQueriesLayer: Layer.Layer<OrderQueries, never, Restaurants | EventLog> =
  Layer.effect(
    OrderQueries,
    Effect.gen(function* () {
      const restaurants = yield* Restaurants
      const log = yield* EventLog

      const read = (scope: Scope, id: string) =>
        foldOrder(scope, id).pipe(Effect.provideService(EventLog, log), Effect.mapError(toOutage))

      return {
        get: (scope, id) =>
          Effect.gen(function* () {
            const restaurant = yield* restaurants.get(scope.tenantId)
            const order = restaurant.order(id) ?? (yield* read(scope, id))
            return order.status === "absent" ? undefined : viewOf(order, restaurant)
          }),
        list: (scope, filter) =>
          Effect.map(restaurants.get(scope.tenantId), (restaurant) => pageOf(restaurant, filter)),
        history: (scope, id) =>
          Effect.gen(function* () {
            const all = yield* Effect.mapError(log.history(scope, orderStream(id)), toOutage)
            if (all.length === 0) return undefined
            return all.map((recorded) => {
              const event = shownEvent(currentPayload(recorded) as OrderEvent)
              const { version: rev, position, type } = recorded
              return { rev, position, type, at: event.at, by: event.by, event }
            })
          }),
      }
    }),
  )

/** With its instants as every message carries them; it happened when it was decided, not when it was stored. */
const shownEvent = (event: OrderEvent) => ({
  ...event,
  at: isoOf(event.at),
  ...("promisedAt" in event && event.promisedAt !== undefined
    ? { promisedAt: isoOf(event.promisedAt) }
    : {}),
})

/** Newest first. */
const pageOf = (restaurant: Restaurant, filter: OrderFilter) => {
  const asked = plain((filter.search ?? "").trim().replace(/^#\s*/, ""))
  const matches = ({ status, tableId, placedAt, number, table = "" }: PlacedOrder) =>
    (filter.status === undefined || filter.status === status) &&
    (filter.tableId === undefined || filter.tableId === tableId) &&
    (filter.since === undefined || placedAt >= filter.since) &&
    (filter.until === undefined || placedAt <= filter.until) &&
    (asked === "" || plain(number).includes(asked) || plain(table).includes(asked))
  const found = [...restaurant.current.values(), ...restaurant.closed.values()]
    .filter(matches)
    .sort((a, b) => b.placedAt - a.placedAt || (a.id < b.id ? 1 : -1))
  const from = (filter.page - 1) * filter.size
  return {
    items: found.slice(from, from + filter.size).map((order) => viewOf(order, restaurant)),
    total: found.length,
  }
}

/** As somebody types it in a hurry: without capitals and accents. */
const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
