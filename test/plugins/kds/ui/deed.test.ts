import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Deed, isDone, withDeeds } from "#plugins/kds/ui/deed.ts"
import { ticket } from "#test/browser/support/kitchen-fixture.ts"

const twoLines = ticket({ n: 1, lines: [{}, { name: "Onglet", quantity: 1 }] })
const { ticketId } = twoLines
const lineId = (at: number) =>
  twoLines.lines[at]?.lineId as Extract<Deed, { lineId: unknown }>["lineId"]
const deed = (kind: "ready" | "unready", at: number): Deed => ({
  kind,
  ticketId,
  lineId: lineId(at),
})

describe("what was tapped and is not heard yet", () => {
  it("[KDS-1] shows a line ready at once, and the ticket with its last line", () => {
    const one = withDeeds(twoLines, [deed("ready", 0)])
    expect(one.lines[0]).toMatchObject({ ready: 2, status: "ready" })
    expect(one.status).toBe("fired")
    expect(withDeeds(twoLines, [deed("ready", 0), deed("ready", 1)]).status).toBe("ready")
  })

  it("[KDS-1] takes a ready ticket back into cooking when one line is not ready after all", () => {
    const ready = withDeeds(twoLines, [deed("ready", 0), deed("ready", 1)])
    expect(withDeeds(ready, [deed("unready", 1)]).status).toBe("started")
  })

  it("[KDS-6] leaves a ticket that it does not concern the same object, so that it is not drawn again", () => {
    const other = ticket({ n: 2 })
    expect(withDeeds(other, [deed("ready", 0), { kind: "bump", ticketId }])).toBe(other)
  })

  it("is over once the hub's picture shows it, or the ticket or line is gone", () => {
    const bump: Deed = { kind: "bump", ticketId }
    expect(isDone(bump, twoLines)).toBe(false)
    expect(isDone(bump, { ...twoLines, status: "bumped" })).toBe(true)
    expect(isDone(bump, undefined)).toBe(true)
    expect(isDone(deed("ready", 0), { ...twoLines, lines: [] })).toBe(true)
  })

  it("changes nothing when it is applied to a picture that already has it", () => {
    const kind = fc.constantFrom("ready" as const, "unready" as const)
    const deeds = fc.array(fc.record({ kind, at: fc.nat(1) }), { maxLength: 8 })
    fc.assert(
      fc.property(deeds, (steps) => {
        const last = new Map(steps.map(({ kind, at }) => [at, deed(kind, at)]))
        const once = withDeeds(twoLines, [...last.values()])
        expect(withDeeds(once, [...last.values()])).toBe(once)
      }),
    )
  })
})
