import { describe, expect, it } from "vitest"
import type { ModifierGroup } from "#core/kitchen/menu.ts"
import { missingGroup, toggleOption } from "#plugins/orders/ui/option-choice.ts"

const group = (min: number, max: number): ModifierGroup => ({
  id: "g",
  name: "Group",
  min,
  max,
  options: ["a", "b", "c"].map((id) => ({ id, name: id, kind: "add", price: 0 })),
})

describe("choosing options", () => {
  it("replaces the other one where there may be one", () => {
    expect(toggleOption(group(1, 1), ["a", "z"], "b")).toEqual(["z", "b"])
    expect(toggleOption(group(1, 1), ["b"], "b")).toEqual([])
  })

  it("takes no third where there may be two", () => {
    expect(toggleOption(group(0, 2), ["a", "b"], "c")).toEqual(["a", "b"])
    expect(toggleOption(group(0, 2), ["a", "b"], "b")).toEqual(["a"])
  })

  it("[WAITER-2] names the group that needs a choice, until it has enough of them", () => {
    expect(missingGroup([group(2, 3)], ["a"])?.id).toBe("g")
    expect(missingGroup([group(2, 3)], ["a", "b"])).toBeUndefined()
    expect(missingGroup([group(0, 1)], [])).toBeUndefined()
  })
})
