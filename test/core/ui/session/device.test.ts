import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { deviceOf, rememberScreenNames } from "#core/ui/session/device.ts"
import { becomeDevice } from "#core/ui/session/paired-device.ts"

/** Node has none. */
const emptyStorage = () => {
  const kept = new Map<string, string>()
  return Object.defineProperties(
    {},
    {
      getItem: { value: (key: string) => kept.get(key) ?? null },
      setItem: { value: (key: string, value: string) => kept.set(key, value) },
      removeItem: { value: (key: string) => kept.delete(key) },
    },
  )
}

beforeEach(() => vi.stubGlobal("localStorage", emptyStorage()))
afterEach(() => vi.unstubAllGlobals())

describe("a browser as a device", () => {
  it("[UI-9] has a name of its own, however many were opened in the same minute", () => {
    const parts = ["grill", "cold", "fry", "pass"]
    const names = parts.map((part) => deviceOf("kds", part).name)
    expect(new Set(names).size).toBe(parts.length)
    for (const name of names) expect(name).toMatch(/^kds [0-9a-f]{4}$/)
  })

  it("[UI-9] is called as its screen, once this browser was told of it", () => {
    const before = deviceOf("kds", "s1")
    rememberScreenNames([
      { id: "s1", name: "Grill" },
      { id: "s2", name: "" },
    ])
    expect(deviceOf("kds", "s1")).toEqual({ ...before, name: "Grill" })
    expect(deviceOf("kds", "s2").name).toMatch(/^kds /)
    rememberScreenNames([{ id: "s1", name: "Feu" }])
    expect(deviceOf("kds", "s1").name).toBe("Feu")
  })

  it("[UI-9] is told from another paired one by its name too", () => {
    becomeDevice("handheld", "01a20000-0000-7000-8000-00000000beef")
    expect(deviceOf("handheld", null).name).toBe("handheld beef")
  })
})
