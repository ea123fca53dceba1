import { describe, expect, it } from "vitest"
import { ageOf } from "#plugins/kds/ui/urgency.ts"
import { ticket } from "#test/browser/support/kitchen-fixture.ts"

const firedAt = "2026-03-07T18:00:00.000Z"
const after = (seconds: number) => Date.parse(firedAt) + seconds * 1000
const at = (seconds: number, more = {}, soonPercent = 75) =>
  ageOf(ticket({ n: 1, firedAt, targetSeconds: 400, ...more }), after(seconds), soonPercent)

describe("the age of a ticket", () => {
  it("[KDS-8] is fresh until three quarters of its own target are gone, soon until due, late from then on", () => {
    expect(at(299).urgency).toBe("fresh")
    expect(at(300).urgency).toBe("soon")
    expect(at(399).urgency).toBe("soon")
    expect(at(400).urgency).toBe("late")
    expect(at(480)).toEqual({ urgency: "late", age: 480_000, over: 80_000 })
  })

  it("[KDS-8] is soon when the restaurant says so", () => {
    expect(at(199, {}, 50).urgency).toBe("fresh")
    expect(at(200, {}, 50).urgency).toBe("soon")
  })

  it("[KDS-8] goes by the due time when the hub planned one, whatever the target says", () => {
    const dueAt = new Date(after(1000)).toISOString()
    expect(at(740, { dueAt }).urgency).toBe("fresh")
    expect(at(1001, { dueAt }).urgency).toBe("late")
  })

  it("[KDS-8] is green for a ready ticket only, however late it is", () => {
    expect(at(900, { status: "ready" }).urgency).toBe("done")
  })

  it("[KDS-12] does not run while the ticket is held", () => {
    expect(at(900, { status: "held", firedAt: undefined })).toEqual({
      urgency: "held",
      age: 0,
      over: undefined,
    })
  })

  it("never shows a negative age when the hub's stamp lies a moment ahead", () => {
    expect(at(-2).age).toBe(0)
  })
})
