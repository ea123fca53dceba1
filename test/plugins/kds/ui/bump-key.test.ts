import { describe, expect, it } from "vitest"
import { bumpKeyOf, keyLabel } from "#plugins/kds/ui/bump-key.ts"

const press = (code: string, key: string, more = {}) =>
  bumpKeyOf({ code, key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, ...more })

describe("a key of the bump bar", () => {
  it("[KDS-4] bumps the place that its number names: 1 the first, 0 the tenth", () => {
    expect(press("Digit1", "1")).toEqual({ act: "bumpPlace", place: 0 })
    expect(press("Numpad9", "9")).toEqual({ act: "bumpPlace", place: 8 })
    expect(press("Digit0", "0")).toEqual({ act: "bumpPlace", place: 9 })
    expect([0, 8, 9, 10].map(keyLabel)).toEqual(["1", "9", "0", undefined])
  })

  it("[KDS-4] means the same on a French keyboard, where the key 1 types an ampersand", () => {
    expect(press("Digit1", "&")).toEqual({ act: "bumpPlace", place: 0 })
    expect(press("KeyQ", "a")).toEqual({ act: "allDay" })
  })

  it("[KDS-4] held down bumps once, and walks on", () => {
    expect(press("Digit1", "1", { repeat: true })).toBeUndefined()
    expect(press("ArrowRight", "ArrowRight", { repeat: true })).toEqual({ act: "move", to: "next" })
  })

  it("leaves the browser's own shortcuts alone", () => {
    expect(press("KeyR", "r", { ctrlKey: true })).toBeUndefined()
    expect(press("Digit1", "1", { altKey: true })).toBeUndefined()
  })
})
