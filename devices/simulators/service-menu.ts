import type { Category, ModifierGroup, Product, Screen, Station } from "#core/kitchen/menu.ts"

/** What a handheld knows of the menu: read from the items of the view `menu`. */
export interface ServiceMenu {
  readonly categories: ReadonlyMap<string, Category>
  /** What can be ordered now, by course; 1 when the category proposes none. */
  readonly courses: ReadonlyMap<number, ReadonlyArray<Product>>
  readonly products: ReadonlyMap<string, Product>
  readonly groups: ReadonlyMap<string, ModifierGroup>
  readonly stations: ReadonlyMap<string, Station>
  readonly screens: ReadonlyArray<Screen>
}

export const readMenu = (items: ReadonlyMap<string, unknown>): ServiceMenu => {
  const of = <A>(kind: string): ReadonlyArray<A> =>
    [...items].filter(([id]) => id.startsWith(`${kind}/`)).map(([, item]) => item as A)
  const categories = new Map(of<Category>("category").map((category) => [category.id, category]))
  const products = of<Product>("product")
  const courses = new Map<number, Product[]>()
  for (const product of products) {
    if (!product.available) continue
    const course = categories.get(product.categoryId)?.course ?? 1
    courses.set(course, [...(courses.get(course) ?? []), product])
  }
  return {
    categories,
    courses,
    products: new Map(products.map((product) => [product.id, product])),
    groups: new Map(of<ModifierGroup>("modifierGroup").map((group) => [group.id, group])),
    stations: new Map(of<Station>("station").map((station) => [station.key, station])),
    screens: of<Screen>("screen"),
  }
}

/** Where a dish is cooked, as its name stands on the menu: for people who follow the service, not for routing. */
export const stationNameOf = (menu: ServiceMenu, product: Product): string => {
  const key = product.station ?? menu.categories.get(product.categoryId)?.station
  return menu.stations.get(key ?? "")?.name ?? key ?? "kitchen"
}
