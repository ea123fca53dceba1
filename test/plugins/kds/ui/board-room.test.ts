import { describe, expect, it } from "vitest"
import { standingIn } from "#plugins/kds/ui/board-room.ts"

const wall = { width: 880, height: 820 }
const smallest = 48
const numbers = (count: number, first = 100) =>
  Array.from({ length: count }, (_, at) => String(first + at))

describe("the numbers in a column of the guests' board", () => {
  it("[WALL-4] stand as large as all of them have room for, in steps", () => {
    const sizes = [1, 4, 12, 30, 45].map(
      (count) => standingIn(wall, numbers(count), smallest, true).size,
    )
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    expect(new Set(sizes).size).toBe(5)
    expect(standingIn(wall, numbers(13), smallest, true)).toEqual(
      standingIn(wall, numbers(14), smallest, true),
    )
  })

  it("[WALL-4] stand on as few pages as can be read once they have no room together", () => {
    expect(standingIn(wall, numbers(60), smallest, true)).toMatchObject({ perPage: 30, pages: 2 })
    for (const count of [0, 1, 46, 60, 200, 999]) {
      const { size, perPage, pages } = standingIn(wall, numbers(count), smallest, true)
      expect(perPage * pages).toBeGreaterThanOrEqual(count)
      expect(size).toBeGreaterThanOrEqual(smallest)
    }
  })

  it("[WALL-4] have more room where none says that it is new", () => {
    expect(standingIn(wall, numbers(52), smallest, true).pages).toBe(2)
    expect(standingIn(wall, numbers(52), smallest, false).pages).toBe(1)
  })

  it("[WALL-4] are made smaller rather than cut where a column is narrower than one of them", () => {
    const narrow = { width: 120, height: 300 }
    const { size, across } = standingIn(narrow, ["A-10042"], smallest, true)
    expect(across).toBe(1)
    expect(size).toBeLessThan(smallest)
    expect(size * 7 * 0.6).toBeLessThan(narrow.width)
  })
})
