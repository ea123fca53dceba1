import { describe, expect, it } from "vitest"
import { boardOf } from "#plugins/kds/ui/slots.ts"
import { ticket } from "#test/browser/support/kitchen-fixture.ts"

const placed = (...slots: ReadonlyArray<number>) =>
  slots.map((slot) => ticket({ n: slot + 1, slot }))
const shape = (board: ReturnType<typeof boardOf>) =>
  board.pages.map((page) => page.map((cell) => (cell.kind === "gap" ? "-" : cell.ticket.number)))

describe("the places of a board", () => {
  it("[KDS-6] leaves a gap where a ticket was bumped, so that the others stay where they are", () => {
    expect(shape(boardOf(placed(0, 2, 3), 8))).toEqual([["1", "-", "3", "4"]])
  })

  it("puts what does not fit on further pages, at the same place of each", () => {
    expect(shape(boardOf(placed(0, 1, 2, 3, 4), 2))).toEqual([["1", "2"], ["3", "4"], ["5"]])
  })

  it("[KDS-12] keeps held tickets apart from what is to be cooked now", () => {
    const held = ticket({ n: 9, status: "held" })
    const board = boardOf([held, ...placed(0)], 8)
    expect(shape(board)).toEqual([["1"]])
    expect(board.held).toEqual([held])
  })

  it("shows tickets without a place by age, after those that have one", () => {
    const { slot: _, ...young } = ticket({ n: 5, age: 10 })
    const { slot: __, ...old } = ticket({ n: 6, age: 100 })
    expect(shape(boardOf([young, old, ...placed(0)], 8))).toEqual([["1", "6", "5"]])
  })
})
