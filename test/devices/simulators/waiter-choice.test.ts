import { describe, expect, it } from "vitest"
import { readMenu } from "#devices/simulators/service-menu.ts"
import { chanceOf } from "#devices/simulators/service-random.ts"
import { chooseMeal, mealText } from "#devices/simulators/waiter-choice.ts"

const category = (id: string, course: number, station: string) =>
  [`category/${id}`, { type: "category", id, name: id, sort: course, course, station }] as const
const product = (id: string, categoryId: string, available = true, groups: string[] = []) =>
  [
    `product/${id}`,
    { type: "product", id, name: id, categoryId, available, modifierGroupIds: groups },
  ] as const
const menu = readMenu(
  new Map<string, unknown>([
    category("starters", 1, "cold"),
    category("mains", 2, "grill"),
    product("Soup", "starters"),
    product("Steak", "mains", true, ["cooking"]),
    product("Lobster", "mains", false),
    [
      "modifierGroup/cooking",
      { id: "cooking", min: 1, max: 1, options: ["rare", "done"].map((id) => ({ id })) },
    ],
    ["station/cold", { key: "cold", name: "Cold" }],
    ["station/grill", { key: "grill", name: "Grill" }],
  ]),
)
const evening = (seed: number) => {
  const chance = chanceOf(seed)
  return Array.from({ length: 200 }, () => chooseMeal(menu, chance, chance.between(1, 6)))
}

describe("a simulated table", () => {
  it("[SERVICE-1] orders one to six dishes that are to be had, with the choices that they need", () => {
    for (const lines of evening(1)) {
      expect(lines.length).toBeGreaterThanOrEqual(1)
      expect(lines.length).toBeLessThanOrEqual(6)
      for (const line of lines) {
        expect(["Soup", "Steak"]).toContain(line.productId)
        if (line.productId === "Steak") expect(line.modifiers).toHaveLength(1)
      }
    }
  })

  it("[SERVICE-2] begins with its first course and holds the rest", () => {
    for (const lines of evening(2)) {
      const first = Math.min(...lines.map(({ course }) => course))
      for (const { course, hold } of lines) expect(hold).toBe(course > first)
    }
  })

  it("[SERVICE-3] orders the same evening again from the same seed", () => {
    const dishes = (seed: number) =>
      evening(seed).map((lines) =>
        lines.map(({ productId, quantity }) => `${quantity} ${productId}`),
      )
    expect(dishes(7)).toEqual(dishes(7))
    expect(dishes(7)).not.toEqual(dishes(8))
  })

  it("[SERVICE-4] is told in one line with the stations that cook for it", () => {
    const lines = chooseMeal(menu, chanceOf(3), 2).map((line) => ({
      ...line,
      quantity: 1,
      productId: "Steak",
    }))
    expect(mealText(menu, lines)).toBe(`${lines.length} Steak → Grill`)
  })
})
