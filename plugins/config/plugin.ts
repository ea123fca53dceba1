import { Effect } from "effect"
import { route } from "#core/plugins/route.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { rulesOf } from "./business-rules.ts"
import {
  keptSettings,
  RestaurantSettings,
  restaurant,
  ShownRestaurant,
  saveRestaurant,
} from "./restaurant.ts"

export default definePlugin({
  key: "config",
  routes: [
    route({
      method: "GET",
      path: "/restaurant",
      permission: "config.read",
      summary: "What the restaurant says of itself",
      answer: ShownRestaurant,
      handle: () => restaurant,
    }),
    route({
      method: "PUT",
      path: "/restaurant",
      permission: "config.write",
      summary:
        "Save what the restaurant says of itself, as a whole; it holds from the next order on",
      body: RestaurantSettings,
      answer: ShownRestaurant,
      changesSetup: true,
      handle: ({ scope, body, ifMatch }) => saveRestaurant(scope, body, ifMatch),
    }),
  ],
  setup: { restaurant: Effect.map(keptSettings, rulesOf) },
})
