import { describe, expect, it } from "vitest"
import { allDay } from "#core/kitchen/all-day.ts"
import { ticket } from "#test/browser/support/kitchen-fixture.ts"

const counts = (...tickets: Parameters<typeof allDay>[0]) =>
  allDay(tickets).map(({ line, fired, held }) => [line.name, line.modifiers.length, fired, held])

describe("all-day counts", () => {
  it("[KDS-10] count what is still to be cooked now and what is held, most first", () => {
    expect(
      counts(
        ticket({
          n: 1,
          lines: [
            { quantity: 5, ready: 2 },
            { name: "Onglet", quantity: 1 },
          ],
        }),
        ticket({ n: 2, status: "held", lines: [{ quantity: 4 }] }),
      ),
    ).toEqual([
      ["Burger", 0, 3, 4],
      ["Onglet", 0, 1, 0],
    ])
  })

  it("[KDS-10] keep a burger without onion apart from one with, and do not split by a note", () => {
    const without = { name: "onion", kind: "remove" as const }
    const note = { name: "well done", kind: "note" as const }
    expect(
      counts(
        ticket({ n: 1, lines: [{ quantity: 1 }, { quantity: 2, modifiers: [without] }] }),
        ticket({ n: 2, lines: [{ quantity: 4, modifiers: [note] }] }),
      ).map((row) => row.slice(2)),
    ).toEqual([
      [5, 0],
      [2, 0],
    ])
  })

  it("[KDS-10] forget what was voided, is ready or was bumped", () => {
    expect(
      counts(
        ticket({ n: 1, lines: [{ status: "voided" }, { ready: 2, status: "ready" }] }),
        ticket({ n: 2, status: "bumped" }),
      ),
    ).toEqual([])
  })
})
