import { describe, expect, it } from "vitest"
import type { Product } from "#core/kitchen/menu.ts"
import { cardOf, type MenuItem } from "#core/ui/menu-card.ts"
import { bistroItems } from "#test/browser/support/bistro-setup.ts"

const namesIn = (language: string, items: ReadonlyMap<string, MenuItem>) =>
  [...cardOf(items, language).byCategory.values()]
    .flat()
    .map((product) => product.names?.[language] ?? product.name)

/** The same category for all. */
const shelf = (...names: ReadonlyArray<string>): ReadonlyMap<string, MenuItem> => {
  const some = [...bistroItems().values()].find((item) => item.type === "product")
  return new Map(
    names.map((name) => {
      const product = { ...(some as { type: "product" } & Product), id: name, name, names: {} }
      return [name, product as MenuItem]
    }),
  )
}

describe("the menu as everybody leafs through it", () => {
  it("[WAITER-33] has the dishes of a category by name, whenever each was written down", () => {
    const dishes = ["Salade 10", "Oignons", "Éclair", "Œufs mimosa", "Salade 9", "Olives", "Eau"]
    const sorted = ["Eau", "Éclair", "Œufs mimosa", "Oignons", "Olives", "Salade 9", "Salade 10"]
    expect(namesIn("fr", shelf(...dishes))).toEqual(sorted)
    expect(namesIn("fr", shelf(...dishes.toReversed()))).toEqual(sorted)
  })

  it("[WAITER-33] goes by the names that are shown", () => {
    const items = new Map(
      [...shelf("Agneau", "Bœuf")].map(([id, item]) => [
        id,
        { ...item, names: { en: id === "Agneau" ? "Lamb" : "Beef" } } as MenuItem,
      ]),
    )
    expect(namesIn("en", items)).toEqual(["Beef", "Lamb"])
    expect([...cardOf(items, "fr").products.keys()]).toEqual(["Agneau", "Bœuf"])
  })
})
