import { Effect } from "effect"
import type { ProductId } from "#core/kitchen/ids.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { KitchenStations } from "#plugins/kds/contract.ts"
import { availability } from "./availability.ts"
import { categories } from "./categories.ts"
import { modifierGroups } from "./modifier-groups.ts"
import { products } from "./products.ts"

export default definePlugin({
  key: "catalog_product",
  needs: [KitchenStations],
  routes: [...categories.routes, ...products.routes, availability, ...modifierGroups.routes],
  setup: {
    menu: Effect.gen(function* () {
      const all = yield* products.all
      const groups = yield* modifierGroups.all
      return {
        categories: yield* categories.all,
        products: new Map(
          all.map((product) => [product.id, { ...product, id: product.id as ProductId }]),
        ),
        modifierGroups: new Map(groups.map((group) => [group.id, group])),
      }
    }),
  },
})
