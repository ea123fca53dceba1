import { describe, expect, it } from "vitest"
import { differencesOf } from "#core/kitchen/line-difference.ts"
import type { LineContent, Modifier, ModifierKind } from "#core/kitchen/order.ts"

const option = (kind: ModifierKind, name: string, quantity = 1): Modifier => ({
  optionId: name,
  name,
  names: { fr: `${name} (fr)` },
  kind,
  quantity,
})
const rare = option("note", "Rare")
const medium = option("note", "Medium")
const fries = option("add", "Fries")
const avocado = option("add", "Avocado")
const onions = option("remove", "No onions")
const milk = option("allergen", "Milk")
const dish = (
  modifiers: ReadonlyArray<Modifier>,
  more: Partial<LineContent> = {},
): LineContent => ({
  quantity: 1,
  modifiers,
  ...more,
})

describe("what an amendment made different", () => {
  it("[ORDER-19] names each difference once, and nothing that holds as before", () => {
    const was = dish([rare, fries, avocado, milk], { seat: 2, note: "in two" })
    const now = dish([medium, fries, milk], { seat: 2, note: "in two", quantity: 3 })
    expect(differencesOf(was, now)).toEqual([
      { kind: "quantity", was: 1, now: 3 },
      { kind: "modifier", was: rare, now: medium },
      { kind: "modifier", was: avocado },
    ])
  })
  it("[ORDER-19] begins with the allergies, one that came and one that was taken away", () => {
    const nuts = option("allergen", "Nuts")
    expect(differencesOf(dish([fries, milk]), dish([nuts], { quantity: 2 }))).toEqual([
      { kind: "modifier", was: milk },
      { kind: "modifier", now: nuts },
      { kind: "quantity", was: 1, now: 2 },
      { kind: "modifier", was: fries },
    ])
  })
  it("[ORDER-19] puts an answer in another's place only when as many went as came", () => {
    const pepper = option("note", "Pepper sauce")
    expect(differencesOf(dish([rare, pepper]), dish([medium]))).toEqual([
      { kind: "modifier", was: rare },
      { kind: "modifier", was: pepper },
      { kind: "modifier", now: medium },
    ])
  })
  it("[ORDER-19] tells more of an option from another option, and a dish with it from one without", () => {
    const twice = option("add", "Avocado", 2)
    expect(differencesOf(dish([onions, avocado]), dish([twice]))).toEqual([
      { kind: "modifier", was: onions },
      { kind: "modifier", was: avocado, now: twice },
    ])
  })
  it("[ORDER-19] names the seat and the note, also where there was none or is none any more", () => {
    expect(differencesOf(dish([], { note: "in two" }), dish([], { seat: 3 }))).toEqual([
      { kind: "seat", now: 3 },
      { kind: "note", was: "in two" },
    ])
  })
  it("[ORDER-19] finds none when everything is as it was", () => {
    expect(differencesOf(dish([rare, milk]), dish([rare, milk]))).toEqual([])
  })
})
