import { describe, expect, it } from "vitest"
import { earlier, moved, nextSort } from "#core/ui/admin/list-order.ts"

const one = (id: string, sort: number) => ({ id, sort })

describe("a list that a manager orders", () => {
  it("[FLOORPAGE-2] [MENUPAGE-2] puts one earlier, whatever numbers they had", () => {
    expect(earlier([one("a", 0), one("b", 0), one("c", 7)], 2)).toEqual([one("c", 1), one("b", 2)])
    expect(earlier([one("a", 0), one("b", 1)], 1)).toEqual([one("b", 0), one("a", 1)])
    expect(earlier([one("a", 0)], 0)).toEqual([])
    expect(earlier([], 3)).toEqual([])
  })

  it("[MENUPAGE-3] [PRINTPAGE-3] puts one earlier or later, and none beyond the ends", () => {
    expect(moved(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"])
    expect(moved(["a", "b", "c"], 1, 1)).toEqual(["a", "c", "b"])
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"])
    expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"])
    expect(moved(["a"], 3, 1)).toEqual(["a"])
  })

  it("[FLOORPAGE-1] [MENUPAGE-1] adds behind the last", () => {
    expect(nextSort([])).toBe(0)
    expect(nextSort([one("a", 7), one("b", -3)])).toBe(8)
  })
})
