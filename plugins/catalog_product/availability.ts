import { Schema } from "effect"
import { route } from "#core/plugins/route.ts"
import { products } from "./products.ts"

/**
 * 86 and back, for whoever stands at the stove and may change nothing else of the menu. Every handheld shows it with its
 * next picture; what was ordered before stays ordered.
 */
export const availability = route({
  method: "PUT",
  path: "/products/:id/availability",
  permission: "catalog_product.availability",
  summary: "Say that a dish is out of stock (86), or that there is some again",
  body: Schema.Struct({ available: Schema.Boolean }),
  changesSetup: true,
  handle: ({ params, body }) => products.change(params.id, body),
})
