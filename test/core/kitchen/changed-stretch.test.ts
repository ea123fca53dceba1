import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { changedStretch } from "#core/kitchen/changed-stretch.ts"

const list = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 8 })

describe("the changed stretch of a list", () => {
  it("turns the one list into the other", () => {
    fc.assert(
      fc.property(list, list, (before, after) => {
        const { gone, come } = changedStretch(before, after)
        const places = Array.from({ length: before.length - gone.length + 1 }, (_, at) =>
          [...before.slice(0, at), ...come, ...before.slice(at + gone.length)].join(),
        )
        expect(places).toContain(after.join())
      }),
    )
  })
  it("is as short as the change", () => {
    expect(changedStretch([1, 2, 3], [1, 2, 3])).toEqual({ gone: [], come: [] })
    expect(changedStretch([1, 2, 3, 4], [1, 9, 3, 4])).toEqual({ gone: [2], come: [9] })
    expect(changedStretch([1, 2], [1, 2, 3])).toEqual({ gone: [], come: [3] })
    expect(changedStretch([1, 1, 2], [1, 2])).toEqual({ gone: [1], come: [] })
  })
})
