import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { StationKey } from "#core/kitchen/ids.ts"
import { keyPattern, stationKeyOf } from "#plugins/kds/ui/office/station-key.ts"

describe("the short name of a new station", () => {
  it.each([
    ["Garde-manger", "garde-manger"],
    ["Œufs & Crêpes", "oeufs-crepes"],
    ["2e grill", "e-grill"],
    ["محطة المشاوي", "station"],
    ["焼き場 2", "station"],
  ])("[KITCHENPAGE-1] is made from %j", (name, key) => {
    expect(stationKeyOf(name, [])).toBe(key)
  })

  it("[KITCHENPAGE-1] is another one where a station has it already", () => {
    expect(stationKeyOf("Bar", ["bar", "bar-2"])).toBe("bar-3")
    expect(stationKeyOf("焼き場", ["station"])).toBe("station-2")
  })

  it("[KITCHENPAGE-1] is one that the hub takes, whatever the name is", () => {
    const taken = ["station", "a".repeat(28)]
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (name) => {
        const key = stationKeyOf(name, taken)
        expect(Schema.is(StationKey)(key)).toBe(true)
        expect(key).toMatch(new RegExp(`^${keyPattern}$`, "v"))
        expect(taken).not.toContain(key)
      }),
    )
    expect(stationKeyOf("a".repeat(120), taken)).toBe(`${"a".repeat(28)}-2`)
  })
})
