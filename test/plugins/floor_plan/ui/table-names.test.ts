import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { mostNames, tableNames } from "#plugins/floor_plan/ui/table-names.ts"

describe("tables that are added at once", () => {
  it.each([
    ["5", ["5"]],
    ["1-4", ["1", "2", "3", "4"]],
    ["T1 – T3, Bar", ["T1", "T2", "T3", "Bar"]],
    ["T9-11", ["T9", "T10", "T11"]],
    ["1, 2, 1-3", ["1", "2", "3"]],
    ["شرفة ٣، 個室 三", ["شرفة ٣", "個室 三"]],
    // No range: what stands there is a name.
    ["T1-B4", ["T1-B4"]],
    ["9-3", ["9-3"]],
    ["Jean-Paul", ["Jean-Paul"]],
    [" , ;", []],
  ])("[FLOORPAGE-1] reads %j", (text, names) => {
    expect(tableNames(text)).toEqual(names)
  })

  it("[FLOORPAGE-1] takes no more than fifty", () => {
    expect(tableNames("1-50")).toHaveLength(mostNames)
    expect(tableNames("1-51")).toBeUndefined()
    expect(tableNames("1-9999")).toBeUndefined()
    expect(tableNames("1-30, A1-A30")).toBeUndefined()
  })

  it("[FLOORPAGE-1] names nothing twice, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."129T-–, ;B"), maxLength: 40 }), (text) => {
        const names = tableNames(text) ?? []
        expect(new Set(names).size).toBe(names.length)
        for (const name of names) expect(name.trim()).toBe(name)
      }),
    )
  })
})
