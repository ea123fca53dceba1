import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type KeyDeed, keyDeeds } from "#plugins/kds/ui/keys/key-deed.ts"
import {
  deedOfPress,
  firstKeyMap,
  type KeyMap,
  keysFor,
  meaningOf,
  placeLabel,
  readKeyMap,
  taught,
  unteachable,
  without,
} from "#plugins/kds/ui/keys/key-map.ts"
import { layoutNames, layouts } from "#plugins/kds/ui/keys/layouts.ts"

const plain = { ctrlKey: false, altKey: false, metaKey: false, repeat: false }
const press = (code: string, key: string, more = {}, map = firstKeyMap) =>
  deedOfPress({ ...plain, code, key, ...more }, map)
const on = (layout: KeyMap["layout"]): KeyMap => ({ ...firstKeyMap, layout })

describe("a key", () => {
  it("[KDS-4] bumps the place that its number names: 1 the first, 0 the tenth", () => {
    expect(press("Digit1", "1")).toBe("place1")
    expect(press("Numpad9", "9")).toBe("place9")
    expect(press("Digit0", "0")).toBe("place10")
    expect([0, 8, 9, 10].map((place) => placeLabel(firstKeyMap, place))).toEqual([
      "1",
      "9",
      "0",
      undefined,
    ])
  })

  it("[BAR-1] means the same on a French keyboard, where the key 1 types an ampersand", () => {
    expect(press("Digit1", "&")).toBe("place1")
    expect(press("KeyQ", "a")).toBe("allDay")
    expect(press("Numpad7", "Home", {}, on("pad"))).toBe("place7")
  })

  it("[BAR-4] held down acts once, and walks on", () => {
    expect(press("Digit1", "1", { repeat: true })).toBeUndefined()
    expect(press("ArrowRight", "ArrowRight", { repeat: true })).toBe("next")
  })

  it("[BAR-1] leaves the browser's own shortcuts alone, and may be Ctrl itself", () => {
    expect(press("KeyR", "r", { ctrlKey: true })).toBeUndefined()
    expect(press("Digit1", "1", { altKey: true })).toBeUndefined()
    expect(press("ControlLeft", "Control", { ctrlKey: true }, on("ctrlBar"))).toBe("bump")
  })
})

describe("what hangs on a screen", () => {
  it("[BAR-2] has keys for everything a cook does on a board", () => {
    const cooking: ReadonlyArray<KeyDeed> = ["bump", "undo", "recall", "nextPage", "place1"]
    for (const layout of layoutNames)
      for (const deed of cooking) expect(keysFor(on(layout), deed), deed).not.toEqual([])
  })

  it("[BAR-2] may be a bar that sends letters: A to J are the places, as the tickets say", () => {
    expect(press("KeyA", "q", {}, on("letterBar"))).toBe("place1")
    expect(press("KeyK", "k", {}, on("letterBar"))).toBe("bump")
    expect(placeLabel(taught(on("letterBar"), { code: "KeyA", key: "A" }, "place1"), 0)).toBe("A")
  })
})

describe("a key that is taught", () => {
  it("[BAR-3] loses what it meant before and is named as it is printed", () => {
    const map = taught(firstKeyMap, { code: "KeyQ", key: "a" }, "recall")
    expect(press("KeyQ", "a", {}, map)).toBe("recall")
    expect(keysFor(map, "recall")).toEqual(["A", "R"])
    expect(keysFor(map, "allDay")).toEqual([])
  })

  it("[BAR-3] is neither Tab nor Escape, nor one that the browser cannot tell", () => {
    expect(unteachable({ code: "Tab" })).toBe("reserved")
    expect(unteachable({ code: "Escape" })).toBe("reserved")
    expect(unteachable({ code: "" })).toBe("noCode")
    expect(unteachable({ code: "F13" })).toBeUndefined()
  })

  it("[BAR-3] can be taken away again, letters included", () => {
    const map = without(without(firstKeyMap, "bump"), "undo")
    expect(press("KeyB", "b", {}, map)).toBeUndefined()
    expect(press("Backspace", "Backspace", {}, map)).toBeUndefined()
    expect([keysFor(map, "bump"), keysFor(map, "undo")]).toEqual([[], []])
  })

  it("[BAR-3] whatever is taught and taken away, in any order, each key means one thing, the last one", () => {
    const codes = ["KeyA", "Digit1", "ArrowLeft", "F13", "ControlLeft", "Space"]
    const step = fc.record({
      code: fc.constantFrom(...codes),
      deed: fc.constantFrom(...keyDeeds),
      away: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.constantFrom(...layoutNames),
        fc.array(step, { maxLength: 20 }),
        (layout, steps) => {
          let map = on(layout)
          const meant = new Map<string, KeyDeed | undefined>()
          for (const code of codes) meant.set(code, layouts[layout].codes[code])
          for (const { code, deed, away } of steps) {
            map = away ? without(map, deed) : taught(map, { code, key: "" }, deed)
            if (away) for (const [one, now] of meant) meant.set(one, now === deed ? undefined : now)
            else meant.set(code, deed)
          }
          const kept = readKeyMap(JSON.stringify(map))
          for (const [code, deed] of meant) expect(meaningOf({ code, key: "" }, kept)).toBe(deed)
        },
      ),
    )
  })

  it("[BAR-2] is still known when the browser kept something that cannot be read", () => {
    expect(readKeyMap("{")).toEqual(firstKeyMap)
    const kept = { layout: "harp", taught: { F1: { deed: "sing", name: "F1" } } }
    expect(readKeyMap(JSON.stringify(kept))).toEqual(firstKeyMap)
    expect(readKeyMap(JSON.stringify({ layout: "pad", taught: { F1: null } }))).toEqual(on("pad"))
  })
})
