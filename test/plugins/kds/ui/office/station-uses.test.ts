import { describe, expect, it } from "vitest"
import type { StationKey } from "#core/kitchen/ids.ts"
import { usesOf, usesSentence } from "#plugins/kds/ui/office/station-uses.ts"

const key = (one: string) => one as StationKey
const words = {
  screens: "Screens",
  categories: "Categories",
  products: "Dishes",
  printers: "Printers",
  devices: "Devices",
  andMore: (names: string, more: number) => `${names} and ${more} more`,
  each: (kind: string, names: string) => `${kind}: ${names}.`,
}
const users = {
  screens: [
    { name: "Hot", stations: [key("grill"), key("fry")] },
    { name: "Cold", stations: [key("cold")] },
  ],
  categories: [{ name: "Grillades", names: { en: "From the grill" }, station: key("grill") }],
  products: Array.from({ length: 7 }, (_, n) => ({ name: `Dish ${n}`, station: key("fry") })),
  printers: [{ name: "شواية", stations: [key("grill")] }],
  devices: [{ name: "Tablet", station: "grill" }, { name: "Phone" }],
}
const said = (station: string) =>
  usesSentence(
    usesOf(station, users, ({ name, names }) => names?.["en"] ?? name),
    words,
  ).replaceAll(/[\u2068\u2069]/g, "")

describe("who uses a station", () => {
  it("[KITCHENPAGE-1] is named by what it is, a few of many", () => {
    expect(said("grill")).toBe(
      "Screens: Hot. Categories: From the grill. Printers: شواية. Devices: Tablet.",
    )
    expect(said("fry")).toBe(
      "Screens: Hot. Dishes: Dish 0, Dish 1, Dish 2, Dish 3, Dish 4 and 2 more.",
    )
  })

  it("[KITCHENPAGE-1] is nobody where nothing names it", () => {
    expect(said("bar")).toBe("")
  })
})
