import { describe, expect, it } from "vitest"
import type { ProductId, StationKey } from "#core/kitchen/ids.ts"
import {
  categoryBody,
  dishBody,
  type StoredProduct,
} from "#plugins/catalog_product/ui/menu-draft.ts"

const form = (fields: Readonly<Record<string, string | ReadonlyArray<string>>>): FormData => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) data.append(name, one)
  return data
}
const burger: StoredProduct = {
  id: "burger" as ProductId,
  name: "Burger",
  names: { en: "Burger", de: "Hamburger" },
  kitchenName: "BURGER",
  categoryId: "grill",
  price: 1790,
  modifierGroupIds: ["cooking"],
  allergens: ["gluten"],
  targetSeconds: 720,
  available: true,
  rev: 3,
}
const means = { languages: ["en", "fr"], currency: "EUR", questions: [] }

describe("what a form of the menu asks of the hub", () => {
  it("[MENUPAGE-1] is a new dish with what was filled in, and nothing else", () => {
    const fields = form({
      name: " Tartare ",
      categoryId: "cold",
      price: "16,5",
      minutes: "7.5",
      allergens: "egg, mustard, egg,",
    })
    const questions = ["spice", "side"]
    expect(dishBody(fields, { ...means, questions }, undefined)).toEqual({
      name: "Tartare",
      categoryId: "cold",
      price: 1650,
      targetSeconds: 450,
      allergens: ["egg", "mustard"],
      modifierGroupIds: ["spice", "side"],
    })
  })

  it("[MENUPAGE-2] takes away what was emptied, and leaves languages alone that nobody was asked for", () => {
    const fields = form({ name: "Burger", categoryId: "grill", price: "18", "names.fr": "Steak" })
    expect(dishBody(fields, means, burger)).toEqual({
      name: "Burger",
      names: { de: "Hamburger", fr: "Steak" },
      kitchenName: null,
      categoryId: "grill",
      price: 1800,
      targetSeconds: null,
      allergens: [],
      modifierGroupIds: [],
    })
    const category = { id: "grill", name: "Grill", names: { en: "Grill" }, sort: 1, rev: 1 }
    expect(
      categoryBody(form({ name: "Braise", course: "2" }), ["en"], {
        ...category,
        station: "grill" as StationKey,
      }),
    ).toEqual({ name: "Braise", names: null, station: null, course: 2 })
  })
})
