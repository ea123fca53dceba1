import { describe, expect, it } from "vitest"
import { Lockout } from "#core/security/lockout.ts"
import { RecentMap } from "#core/security/recent-map.ts"

describe("what strangers can fill", () => {
  it("[AUTH-13] keeps the entries that are used and forgets the oldest", () => {
    const map = new RecentMap<string, number>(2)
    map.set("a", 1)
    map.set("b", 2)
    map.get("a")
    map.set("c", 3)
    expect([map.get("a"), map.get("b"), map.get("c"), map.size]).toEqual([1, undefined, 3, 2])
  })

  it("[AUTH-13] a lock outlives a flood of other names smaller than the memory", () => {
    const lockout = new Lockout(10, 100)
    for (let n = 0; n < 10; n++) lockout.failed("owner", 0)
    for (let n = 0; n < 99; n++) lockout.failed(`stranger ${n}`, 0)
    expect(lockout.waitMs("owner", 1)).toBe(29_999)
  })
})
