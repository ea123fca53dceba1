import { describe, expect, it } from "vitest"
import { allDay, isCountedUnder } from "#core/kitchen/all-day.ts"
import type { TicketLine } from "#core/kitchen/ticket.ts"
import { ticket } from "#test/browser/support/kitchen-fixture.ts"

const counts = (...tickets: Parameters<typeof allDay>[0]) =>
  allDay(tickets).map(({ line, fired, held }) => [line.name, fired, held])

const rare = { name: "Rare", kind: "note" as const }
const medium = { name: "Medium", kind: "note" as const }
const onion = { name: "onion", kind: "remove" as const }
const steaks = [
  ticket({
    n: 1,
    lines: [
      { quantity: 1, modifiers: [rare] },
      { quantity: 2, modifiers: [medium, onion] },
    ],
  }),
  ticket({
    n: 2,
    lines: [
      { quantity: 4, modifiers: [medium], held: 1 },
      { quantity: 3, name: "Onglet", modifiers: [rare] },
    ],
  }),
]

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
      ["Burger", 3, 4],
      ["Onglet", 1, 0],
    ])
  })

  it("[KDS-10] say how many of a dish in all, and how many of them with each option", () => {
    expect(counts(...steaks)).toEqual([
      ["Burger", 6, 1],
      ["Onglet", 3, 0],
    ])
    const [burger] = allDay(steaks)
    expect(burger?.parts.map(({ modifier, fired, held }) => [modifier.name, fired, held])).toEqual([
      ["onion", 2, 0],
      ["Medium", 5, 1],
      ["Rare", 1, 0],
    ])
  })

  it("[KDS-10] find the lines of a dish, and those of one of its options", () => {
    const [burger] = allDay(steaks)
    const marked = (key = "") =>
      steaks
        .flatMap(({ lines }): ReadonlyArray<TicketLine> => lines)
        .filter((line) => isCountedUnder(line, key))
        .map(({ quantity }) => quantity)
    expect(marked(burger?.key)).toEqual([1, 2, 4])
    const [done] = ticket({ n: 3, lines: [{ ready: 2, status: "ready" }] }).lines
    expect(done && isCountedUnder(done, burger?.key ?? "")).toBe(false)
    expect(marked(burger?.parts.find(({ modifier }) => modifier.name === "Rare")?.key)).toEqual([1])
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
