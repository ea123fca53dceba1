import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { allDay } from "#core/kitchen/all-day.ts"
import type { OrderId, StationKey, TicketId } from "#core/kitchen/ids.ts"
import {
  type Board,
  boardWith,
  emptyBoard,
  placeOnBoard,
  ticketsOn,
} from "#core/kitchen/screen-board.ts"
import type { TicketStatus, TicketView } from "#core/kitchen/ticket.ts"

const ticket = (n: number, status: TicketStatus = "fired", minute = n): TicketView => ({
  ticketId: `ticket-${n}` as TicketId,
  orderId: `order-${n}` as OrderId,
  number: String(n),
  type: "dineIn",
  station: "grill" as StationKey,
  status,
  addOn: false,
  firedAt: `2026-11-20T12:${String(minute).padStart(2, "0")}:00.000Z`,
  ...(status === "bumped"
    ? { bumpedAt: `2026-11-20T13:${String(minute).padStart(2, "0")}:00.000Z` }
    : {}),
  priority: 0,
  recalls: 0,
  lines: [],
  alsoAt: [],
  rev: 1,
})
const put = (board: Board, ...tickets: ReadonlyArray<TicketView>): Board =>
  tickets.reduce((on, one) => placeOnBoard(on, one.orderId, [one]).board, board)
const off = (board: Board, n: number): Board =>
  placeOnBoard(board, `order-${n}` as OrderId, []).board
const places = (board: Board) => board.open.map(({ number, slot }) => `${number}@${slot}`)

describe("a board", () => {
  it("[BOARD-1] shows a screen that is opened late what one shows that was there all the time", () => {
    const evening = [ticket(1), ticket(2, "held"), ticket(3), ticket(4, "bumped"), ticket(5)]
    const late = boardWith(8, evening.toReversed())
    const there = evening.reduce((board, one) => put(board, one), emptyBoard(8))
    expect(places(late)).toEqual(places(there))
    expect(late.held).toEqual(there.held)
    expect(late.recent.map((one) => one.ticket)).toEqual(there.recent.map((one) => one.ticket))
  })

  const four = put(emptyBoard(4), ticket(1), ticket(2), ticket(3), ticket(4))
  it("[BOARD-1] leaves a gap where a ticket was bumped", () => {
    expect(places(put(four, ticket(2, "bumped")))).toEqual(["1@0", "3@2", "4@3"])
  })
  it("[BOARD-2] closes its gaps only when a new ticket would fall off the screen", () => {
    const gap = put(emptyBoard(4), ticket(1), ticket(2), ticket(3), ticket(2, "bumped"))
    expect(places(put(gap, ticket(4)))).toEqual(["1@0", "3@2", "4@3"])
    expect(places(put(gap, ticket(4), ticket(5)))).toEqual(["1@0", "3@1", "4@2", "5@3"])
  })
  it("[BOARD-2] goes on to a second page when it is full", () => {
    expect(places(put(four, ticket(5)))).toEqual(["1@0", "2@1", "3@2", "4@3", "5@4"])
  })
  it("[BOARD-3] gives a recalled ticket its place back", () => {
    expect(places(put(four, ticket(2, "bumped"), ticket(2)))).toEqual(places(four))
    expect(places(put(four, ticket(4, "bumped"), ticket(4)))).toEqual(places(four))
  })
  it("[BOARD-3] gives it a gap among older tickets when its place is taken", () => {
    const moved = put(four, ticket(1, "bumped"), ticket(3, "bumped"), ticket(5))
    expect(places(moved)).toEqual(["2@0", "4@1", "5@2"])
    const gone = off(moved, 2)
    expect(places(put(gone, ticket(3)))).toEqual(["3@0", "4@1", "5@2"])
  })
  it("[BOARD-4] gives a held ticket its place when it is fired", () => {
    const held = put(emptyBoard(4), ticket(1, "held"), ticket(2))
    expect(places(held)).toEqual(["2@0"])
    expect(ticketsOn(held).map(({ slot }) => slot)).toEqual([0, undefined])
    expect(places(put(held, ticket(1)))).toEqual(["2@0", "1@1"])
  })
  it("[BOARD-4] keeps the last twenty bumped tickets for recall, and lets none slip back in", () => {
    const bumped = Array.from({ length: 25 }, (_, n) => ticket(n + 1, "bumped"))
    const board = put(emptyBoard(4), ...bumped)
    expect(board.recent.map((recent) => recent.ticket.number)).toEqual(
      Array.from({ length: 20 }, (_, n) => String(25 - n)),
    )
    expect(placeOnBoard(board, "order-1" as OrderId, [ticket(1, "bumped")]).changes).toEqual([])
  })
  it("[BOARD-5] says nothing when nothing changed", () => {
    expect(placeOnBoard(four, "order-2" as OrderId, [ticket(2)]).changes).toEqual([])
  })
  it("[BOARD-1] [BOARD-5] keeps places apart and still, and its changes add up to it", () => {
    const step = fc.record({
      n: fc.integer({ min: 1, max: 12 }),
      status: fc.constantFrom<TicketStatus | "gone">("fired", "fired", "held", "bumped", "gone"),
    })
    const rounds = fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
      let board = emptyBoard(5)
      const shown = new Map<string, TicketView>()
      const open = new Set<string>()
      for (const { n, status } of steps) {
        const tickets = status === "gone" ? [] : [ticket(n, status)]
        const orderId = `order-${n}` as OrderId
        const placed = placeOnBoard(board, orderId, tickets)
        const { board: next, changes } = placed
        // A new order comes to the same without looking for it.
        if (!ticketsOn(board).some((one) => one.orderId === orderId))
          expect(placeOnBoard(board, orderId, tickets, true)).toEqual(placed)
        for (const { id, v } of changes) v === null ? shown.delete(id) : shown.set(id, v)
        if (status === "fired") open.add(String(n))
        else open.delete(String(n))
        expect(new Set(next.open.map(({ number }) => number))).toEqual(open)
        const slots = next.open.map(({ slot }) => slot)
        expect(new Set(slots).size).toBe(slots.length)
        expect(slots).toEqual(slots.toSorted((one, other) => one - other))
        const staying = next.open.filter((one) =>
          board.open.some((was) => was.number === one.number),
        )
        const before = board.open.filter((one) => staying.some((is) => is.number === one.number))
        // Those that stay keep their order always, and their places unless the board closed its gaps.
        expect(staying.map(({ number }) => number)).toEqual(before.map(({ number }) => number))
        const jumped = staying.some((one, index) => one.slot !== before[index]?.slot)
        if (jumped) expect(slots).toEqual(slots.map((_, index) => index))
        expect(new Map(ticketsOn(next).map((one) => [one.ticketId, one]))).toEqual(shown)
        board = next
      }
    })
    fc.assert(rounds, { numRuns: 300 })
  })
})

describe("all-day counts", () => {
  it("[BOARD-6] add up what is still to cook, per dish and modifiers, fired and held apart", () => {
    const line = (name: string, quantity: number, more: object = {}) => ({
      lineId: name as never,
      name,
      quantity,
      ready: 0,
      modifiers: [],
      status: "sent" as const,
      ...more,
    })
    const bacon = { modifiers: [{ name: "Bacon", kind: "add" as const }] }
    const tickets = [
      { ...ticket(1), lines: [line("Burger", 3, { ready: 1 }), line("Burger", 1, bacon)] },
      { ...ticket(2, "held"), lines: [line("Burger", 2, { held: 2, status: "held" })] },
      { ...ticket(3, "bumped"), lines: [line("Burger", 9)] },
    ]
    expect(allDay(tickets).map(({ key, fired, held }) => [key, fired, held])).toEqual([
      ["Burger", 3, 2],
    ])
  })
})
