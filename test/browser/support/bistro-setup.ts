import type { LineId, ProductId, ScreenId, StationKey, TableId } from "#core/kitchen/ids.ts"
import type { KitchenSetup, Product } from "#core/kitchen/menu.ts"
import type { MenuItem } from "#core/ui/menu-card.ts"
import { demoCategories, demoProducts } from "#plugins/catalog_product/demo-menu.ts"
import { demoGroups } from "#plugins/catalog_product/demo-modifiers.ts"
import type { FakeViews, Json } from "./fake-views.ts"

const numbered = (kind: string, n: number): string =>
  `0193f4c0-0000-7000-8000-${kind}${String(n).padStart(12 - kind.length, "0")}`

export const tableId = (n: number): TableId => numbered("a", n) as TableId
export const lineId = (n: number): LineId => numbered("b", n) as LineId

const words = (list: string): ReadonlyArray<string> => list.split(" ").filter((one) => one !== "")

const products: ReadonlyArray<Product & { readonly key: string }> = demoProducts.map(
  (
    [key, categoryId, name, en, kitchenName, price, targetSeconds, groups, allergens, station],
    n,
  ) => ({
    key,
    id: numbered("c", n + 1) as ProductId,
    name,
    names: { en },
    kitchenName,
    categoryId,
    price,
    modifierGroupIds: words(groups),
    allergens: words(allergens),
    targetSeconds,
    available: true,
    ...(station === undefined ? {} : { station: station as StationKey }),
  }),
)

/** @param key of the demo menu: `burger`, `spritz` */
export const productId = (key: string): ProductId => {
  const product = products.find((known) => known.key === key)
  if (product === undefined) throw new Error(`No product ${key}`)
  return product.id
}

const stations = [
  ["grill", "Grill", "prep"],
  ["cold", "Froid", "prep"],
  ["fry", "Friteuse", "prep"],
  ["bar", "Bar", "prep"],
] as const

const tableNames = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]
const terraceNames = ["T1", "T2", "Grande table ronde du jardin", "شرفة ٣", "個室 三"]

/** The demo's menu at sixteen tables in two rooms. */
export const bistroSetup: KitchenSetup = {
  tenant: { name: "Chez Margaux", currency: "EUR", locale: "fr", timezone: "Europe/Paris" },
  menu: {
    categories: demoCategories.map(({ key, fr, en, station, color, course }, sort) => ({
      id: key,
      name: fr,
      names: { en },
      sort,
      station: station as StationKey,
      color,
      ...(course === undefined ? {} : { course }),
    })),
    products: new Map(products.map(({ key: _, ...product }) => [product.id, product])),
    modifierGroups: new Map(
      demoGroups.map(({ key, fr, en, min, max, options }) => [
        key,
        {
          id: key,
          name: fr,
          names: { en },
          min,
          max,
          options: options.map(([name, english, kind, price]) => ({
            id: `${key}-${english.toLowerCase().replaceAll(" ", "-")}`,
            name,
            names: { en: english },
            kind,
            price,
          })),
        },
      ]),
    ),
  },
  stations: stations.map(([key, name, kind], sort) => ({
    id: key,
    key: key as StationKey,
    name,
    sort,
    kind,
    catchAll: key === "grill",
    targetSeconds: 600,
  })),
  screens: [
    {
      id: numbered("d", 1) as ScreenId,
      name: "Grill",
      kind: "station",
      stations: ["grill" as StationKey],
      slots: 12,
    },
  ],
  printers: [],
  rooms: [
    { id: "salle", name: "Salle", sort: 0 },
    { id: "terrasse", name: "Terrasse", sort: 1 },
  ],
  tables: new Map(
    [...tableNames, ...terraceNames].map((name, at) => {
      const id = tableId(at + 1)
      const roomId = at < tableNames.length ? "salle" : "terrasse"
      return [id, { id, roomId, name, seats: at % 3 === 0 ? 2 : 4, sort: at }]
    }),
  ),
}

/** The view `menu` as the hub shows it. */
export const bistroItems = (setup: KitchenSetup = bistroSetup): ReadonlyMap<string, MenuItem> =>
  new Map<string, MenuItem>([
    ["restaurant", { type: "restaurant", ...setup.tenant }],
    ...setup.menu.categories.map((category) => item("category", category.id, category)),
    ...[...setup.menu.modifierGroups.values()].map((group) =>
      item("modifierGroup", group.id, group),
    ),
    ...setup.stations.map((station) => item("station", station.key, station)),
    ...[...setup.menu.products.values()].map((product) => item("product", product.id, product)),
  ])

export const showMenu = (views: FakeViews, setup: KitchenSetup = bistroSetup): void => {
  for (const [id, v] of bistroItems(setup)) views.set("menu", id, v as unknown as Json)
}

const item = (type: MenuItem["type"], id: string, thing: object): readonly [string, MenuItem] => [
  `${type}/${id}`,
  { type, ...thing } as MenuItem,
]

/** One of its categories, products or questions as REST gives it, by the address. */
export const keptOfMenu = (path: string): object | undefined => {
  const [, collection, id = ""] = /^\/plugins\/catalog_product\/(\w+)\/([\w-]+)$/.exec(path) ?? []
  const { categories, products, modifierGroups } = bistroSetup.menu
  const kept =
    collection === "categories"
      ? categories.find((one) => one.id === id)
      : collection === "products"
        ? products.get(id as ProductId)
        : modifierGroups.get(id)
  return kept === undefined ? undefined : { ...kept, rev: 1 }
}
