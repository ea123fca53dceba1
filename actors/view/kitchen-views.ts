import { Effect, FiberSet, Layer, Result } from "effect"
import { v7 as uuid } from "uuid"
import { FleetPicture } from "#actors/device/fleet.ts"
import { selfPicture } from "#actors/device/self-picture.ts"
import { untilStored } from "#actors/host/until-stored.ts"
import { OrderActors } from "#actors/order/order-actors.ts"
import { orderPicture } from "#actors/order/order-picture.ts"
import { printerPicture } from "#actors/printer/printer-picture.ts"
import { alarmsPicture } from "#actors/screen/alarms-picture.ts"
import { type OnShown, screenPicture } from "#actors/screen/screen-picture.ts"
import { ShowWatch } from "#actors/screen/show-watch.ts"
import { boardPicture } from "#actors/tenant/board-picture.ts"
import { floorPicture } from "#actors/tenant/floor-picture.ts"
import { menuPicture } from "#actors/tenant/menu-picture.ts"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import type { Views } from "#core/hub/view.ts"
import type { Cid } from "#core/kitchen/ids.ts"
import type { PluginStates } from "#core/plugins/plugin-states.ts"
import type { OfferedViews } from "#core/plugins/running/plugin-views.ts"
import { viewsLayer } from "./views.ts"

/** Every view of contract §3. */
export const kitchenViewsLayer: Layer.Layer<
  Views,
  never,
  Restaurants | OrderActors | FleetPicture | ShowWatch | OfferedViews | PluginStates
> = Layer.unwrap(
  Effect.gen(function* () {
    const restaurants = yield* Restaurants
    const orders = yield* OrderActors
    const devices = yield* FleetPicture
    const showWatch = yield* ShowWatch
    const fork = yield* FiberSet.makeRuntime<never, void, never>()

    // Told again until it is stored: a quiet screen would have nothing more to say of it.
    const onShown: OnShown = (scope, { orderId, tickets, screenId }) => {
      const cid = uuid() as Cid
      fork(
        restaurants.get(scope.tenantId).pipe(
          Effect.flatMap((restaurant) =>
            orders.ask(scope, {
              orderId,
              ask: {
                restaurant,
                cid,
                fingerprint: cid,
                believeNew: false,
                command: Result.succeed({
                  op: "markShown",
                  tickets: tickets.map(({ ticketId }) => ticketId),
                  editions: tickets.map(({ edition }) => edition),
                  screenId,
                }),
              },
            }),
          ),
          Effect.retry({
            schedule: untilStored,
            while: (failure) => failure._tag !== "Refused",
          }),
          Effect.ignore,
        ),
      )
    }

    return viewsLayer({
      screen: screenPicture(onShown),
      floor: floorPicture,
      menu: menuPicture,
      board: boardPicture,
      order: orderPicture,
      printer: printerPicture,
      devices,
      self: selfPicture,
      alarms: alarmsPicture(showWatch),
    })
  }),
)
