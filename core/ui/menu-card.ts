import type { Category, ModifierGroup, Product, Station } from "#core/kitchen/menu.ts"

/** An item of the view `menu`; other types (screens, printers) are no waiter's business. */
export type MenuItem =
  | ({ readonly type: "category" } & Category)
  | ({ readonly type: "product" } & Product)
  | ({ readonly type: "modifierGroup" } & ModifierGroup)
  | ({ readonly type: "station" } & Station)
  | { readonly type: "restaurant"; readonly currency: string }
  | { readonly type: "screen" | "printer" }

/** Off: the restaurant does without the menu, and nothing can be ordered. */
export type MenuState = "coming" | "known" | "off"

/** The menu as a waiter leafs through it, dishes by name everywhere. */
export interface MenuCard {
  /** In the restaurant's order; only those that have products. */
  readonly categories: ReadonlyArray<Category>
  readonly byCategory: ReadonlyMap<string, ReadonlyArray<Product>>
  readonly products: ReadonlyMap<string, Product>
  readonly groups: ReadonlyMap<string, ModifierGroup>
  readonly stations: ReadonlyMap<string, Station>
  /** ISO 4217. */
  readonly currency: string | undefined
}

/** @param language in which names are shown, and sorted */
export const cardOf = (items: ReadonlyMap<string, MenuItem>, language: string): MenuCard => {
  const categories: Array<Category> = []
  const dishes: Array<Product> = []
  const byCategory = new Map<string, Array<Product>>()
  const groups = new Map<string, ModifierGroup>()
  const stations = new Map<string, Station>()
  let currency: string | undefined
  for (const item of items.values()) {
    if (item.type === "category") categories.push(item)
    else if (item.type === "modifierGroup") groups.set(item.id, item)
    else if (item.type === "station") stations.set(item.key, item)
    else if (item.type === "restaurant") currency = item.currency
    else if (item.type === "product") dishes.push(item)
  }
  const { compare } = new Intl.Collator(language, { numeric: true })
  const nameOf = ({ name, names }: Product | Category) => names?.[language] ?? name
  const byName = (one: Product | Category, other: Product | Category) =>
    compare(nameOf(one), nameOf(other))
  for (const dish of dishes.sort(byName)) {
    const shelf = byCategory.get(dish.categoryId)
    if (shelf === undefined) byCategory.set(dish.categoryId, [dish])
    else shelf.push(dish)
  }
  return {
    categories: categories
      .filter(({ id }) => byCategory.has(id))
      .sort((one, other) => one.sort - other.sort || byName(one, other)),
    byCategory,
    products: new Map(dishes.map((dish) => [dish.id, dish])),
    groups,
    stations,
    currency,
  }
}

export const groupsOf = (card: MenuCard, product: Product): ReadonlyArray<ModifierGroup> =>
  product.modifierGroupIds.flatMap((id) => {
    const group = card.groups.get(id)
    return group === undefined ? [] : [group]
  })

/** What the menu proposes; the waiter may say otherwise. */
export const courseOf = (card: MenuCard, product: Product): number | undefined =>
  card.categories.find(({ id }) => id === product.categoryId)?.course
