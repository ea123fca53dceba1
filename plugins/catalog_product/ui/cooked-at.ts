import type { Product } from "#core/kitchen/menu.ts"
import { routeOf } from "#core/kitchen/station-routing.ts"
import type { MenuCard } from "#core/ui/menu-card.ts"

/** The card with those dishes alone that are cooked at one of the stations. */
export const cookedAt = (card: MenuCard, stations: ReadonlyArray<string>): MenuCard => {
  const routing = {
    stations: [...card.stations.values()],
    menu: { categories: card.categories, products: card.products, modifierGroups: card.groups },
  }
  const ours = (product: Product) => stations.includes(routeOf(routing, product).station)
  const byCategory = new Map(
    Array.from(card.byCategory, ([id, products]) => [id, products.filter(ours)]),
  )
  return {
    ...card,
    byCategory,
    categories: card.categories.filter(({ id }) => (byCategory.get(id) ?? []).length > 0),
  }
}
