import type { StationKey } from "./ids.ts"
import type { KitchenSetup, Product } from "./menu.ts"

export interface Route {
  readonly station: StationKey
  /** Which rule decided: the answer to "why does this come out here?". */
  readonly why: "product" | "category" | "catchAll" | "firstStation" | "noStation"
}

type Routing = Pick<KitchenSetup, "stations" | "menu">

/**
 * Where a product is cooked: what the product says, else its category, else the catch-all station, else the first prep
 * station. A rule that names a station which is gone or does not cook is passed over, so every line has a station.
 */
export const routeOf = (
  setup: Routing,
  product: Pick<Product, "station" | "categoryId">,
): Route => {
  const prep = setup.stations.filter((station) => station.kind === "prep")
  const cooks = (key: StationKey | undefined): key is StationKey =>
    prep.some((station) => station.key === key)
  if (cooks(product.station)) return { station: product.station, why: "product" }
  const category = setup.menu.categories.find((known) => known.id === product.categoryId)
  if (cooks(category?.station)) return { station: category.station, why: "category" }
  const catchAll = prep.find((station) => station.catchAll)
  if (catchAll !== undefined) return { station: catchAll.key, why: "catchAll" }
  const [first] = prep.toSorted((one, other) => one.sort - other.sort)
  return first === undefined
    ? { station: nowhere, why: "noStation" }
    : { station: first.key, why: "firstStation" }
}

/** One sentence for whoever asks why a dish comes out where it does. */
export const explain = (setup: Routing, product: Product): string => {
  const { station, why } = routeOf(setup, product)
  switch (why) {
    case "product":
      return `${product.name} names the station ${station}.`
    case "category":
      return `The category of ${product.name} names the station ${station}.`
    case "catchAll":
      return `No rule routes ${product.name}, and ${station} takes whatever no rule routes.`
    case "firstStation":
      return `No rule routes ${product.name} and no station takes the rest, so the first one does: ${station}.`
    case "noStation":
      return `There is no station that cooks; ${product.name} waits at ${station}.`
  }
}

// A restaurant without any prep station still has tickets: its expo screen shows them.
const nowhere = "kitchen" as StationKey
