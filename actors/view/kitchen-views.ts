import { Effect, FiberSet, Layer } from "effect"
import { v7 as uuid } from "uuid"
import { FleetPicture } from "#actors/device/fleet.ts"
import { OrderActors } from "#actors/order/order-actors.ts"
import { orderPicture } from "#actors/order/order-picture.ts"
import { printerPicture } from "#actors/printer/printer-picture.ts"
import { type OnShown, screenPicture } from "#actors/screen/screen-picture.ts"
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
  Restaurants | OrderActors | FleetPicture | OfferedViews | PluginStates
> = Layer.unwrap(
  Effect.gen(function* () {
    const restaurants = yield* Restaurants
    const orders = yield* OrderActors
    const devices = yield* FleetPicture
    const fork = yield* FiberSet.makeRuntime<never, void, never>()

    const onShown: OnShown = (scope, { orderId, tickets, screenId }, again) => {
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
                command: { op: "markShown", tickets, screenId },
              },
            }),
          ),
          // Not lost: the device says `seen` again with its next number, and then it is asked again.
          Effect.catch(() => Effect.sync(again)),
          Effect.asVoid,
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
    })
  }),
)
