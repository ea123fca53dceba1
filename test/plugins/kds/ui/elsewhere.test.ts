import { describe, expect, it } from "vitest"
import { elsewhereOf } from "#plugins/kds/ui/elsewhere.ts"
import { boardOf } from "#plugins/kds/ui/slots.ts"
import { ticket, ticketId } from "#test/browser/support/kitchen-fixture.ts"

/** One ticket a page. */
const on = (shown: number, ...tickets: ReadonlyArray<Parameters<typeof ticket>[0]>) =>
  elsewhereOf(boardOf(tickets.map(ticket), 1).pages, shown, Date.now())

describe("what stands on the pages of a kitchen screen that nobody sees", () => {
  it("[KDS-18] counts tickets, rushes and what is late, the shown page aside", () => {
    const late = { age: 700, priority: 1 }
    expect(on(0, { n: 1, ...late }, { n: 2, ...late }, { n: 3, age: 800 }, { n: 4 })).toEqual({
      tickets: 3,
      rushed: 1,
      late: 2,
      pressing: { page: 1, ticketId: ticketId(2) },
    })
  })

  it("[KDS-18] leads to a rush before anything late, and to what is furthest past due among equals", () => {
    const page = (...tickets: Parameters<typeof on> extends [number, ...infer T] ? T : never) =>
      on(0, ...tickets).pressing?.page
    expect(page({ n: 1 }, { n: 2, age: 900 }, { n: 3, priority: 1 })).toBe(2)
    expect(page({ n: 1 }, { n: 2, age: 700 }, { n: 3, age: 900 })).toBe(2)
    expect(page({ n: 1 }, { n: 2, priority: 1 }, { n: 3, priority: 1, age: 90 })).toBe(2)
    expect(page({ n: 1 }, { n: 2 })).toBeUndefined()
  })

  it("[KDS-18] lets a rush rest that is ready or only held", () => {
    const rush = { priority: 1 }
    expect(on(0, { n: 1 }, { n: 2, ...rush, status: "ready" })).toMatchObject({ rushed: 0 })
    expect(on(0, { n: 1 }, { n: 2, ...rush, status: "held", slot: 1 })).toMatchObject({ rushed: 0 })
  })
})
