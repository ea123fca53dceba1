import type { Category, Product, Station } from "#core/kitchen/menu.ts"
import { routeOf } from "#core/kitchen/station-routing.ts"

/** An item of the view `menu`, as far as it says what there is and where it is cooked. */
export type StockItem =
  | ({ readonly type: "category" } & Category)
  | ({ readonly type: "product" } & Product)
  | ({ readonly type: "station" } & Station)
  | { readonly type: "restaurant" | "modifierGroup" | "screen" | "printer" }

/** A category with its dishes, in the menu's order. */
export interface Shelf {
  readonly category: Category
  readonly products: ReadonlyArray<Product>
}

export interface Stock {
  readonly shelves: ReadonlyArray<Shelf>
  readonly products: ReadonlyMap<string, Product>
  /** Where a dish is cooked. */
  readonly stationOf: (product: Product) => string
}

export const stockOf = (items: ReadonlyMap<string, StockItem>): Stock => {
  const categories: Array<Category> = []
  const stations: Array<Station> = []
  const products = new Map<string, Product>()
  for (const item of items.values()) {
    if (item.type === "category") categories.push(item)
    else if (item.type === "station") stations.push(item)
    else if (item.type === "product") products.set(item.id, item)
  }
  const routing = { stations, menu: { categories, products, modifierGroups: new Map() } }
  return {
    products,
    stationOf: (product) => routeOf(routing, product).station,
    shelves: categories
      .toSorted((one, other) => one.sort - other.sort)
      .map((category) => ({
        category,
        products: [...products.values()].filter(({ categoryId }) => categoryId === category.id),
      }))
      .filter((shelf) => shelf.products.length > 0),
  }
}

/** The shelves with those dishes alone that are cooked at one of the stations. */
export const cookedAt = (
  { shelves, stationOf }: Stock,
  stations: ReadonlyArray<string>,
): ReadonlyArray<Shelf> =>
  shelves
    .map(({ category, products }) => ({
      category,
      products: products.filter((product) => stations.includes(stationOf(product))),
    }))
    .filter(({ products }) => products.length > 0)
