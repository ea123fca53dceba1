import type { StationKey } from "#core/kitchen/ids.ts"
import type { KitchenSetup, Product, Station } from "#core/kitchen/menu.ts"
import { productId } from "./kitchen-story.ts"

export const station = (key: string, more: Partial<Station> = {}): Station => ({
  id: key,
  key: key as StationKey,
  name: key.toUpperCase(),
  sort: 0,
  kind: "prep",
  catchAll: false,
  targetSeconds: 480,
  ...more,
})

export const burgerProduct: Product = {
  id: productId(1),
  name: "Burger",
  names: { fr: "Hamburger" },
  categoryId: "grill",
  price: 1450,
  modifierGroupIds: ["cooking", "extras"],
  allergens: [],
  available: true,
}

/** A small bistro: one dish with a choice that must be made and extras that may be. */
export const bistro = (
  products: ReadonlyArray<Product> = [burgerProduct],
  stations: ReadonlyArray<Station> = [
    station("grill", { names: { fr: "Gril" } }),
    station("fry", { catchAll: true }),
  ],
): KitchenSetup => ({
  tenant: { name: "Bistro", currency: "EUR", locale: "en", timezone: "Europe/Paris" },
  menu: {
    categories: [{ id: "grill", name: "Grill", sort: 1, station: "grill" as StationKey }],
    products: new Map(products.map((product) => [product.id, product])),
    modifierGroups: new Map([
      [
        "cooking",
        {
          id: "cooking",
          name: "Cooking",
          min: 1,
          max: 1,
          options: [
            { id: "rare", name: "Rare", names: { fr: "Saignant" }, kind: "note", price: 0 },
            { id: "well", name: "Well done", kind: "note", price: 0 },
          ],
        },
      ],
      [
        "extras",
        {
          id: "extras",
          name: "Extras",
          min: 0,
          max: 3,
          options: [
            { id: "bacon", name: "Bacon", kind: "add", price: 150 },
            { id: "no-onion", name: "Onion", kind: "remove", price: 0 },
          ],
        },
      ],
    ]),
  },
  stations,
  screens: [],
  printers: [],
  rooms: [],
  tables: new Map(),
})
