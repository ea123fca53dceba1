import { expect, it } from "vitest"
import { type BoardOrder, columnsOf } from "#plugins/kds/ui/board-columns.ts"

it("[WALL-1] lists what is being prepared with the longest wait first, and what is ready with the newest first", () => {
  const order = (
    number: string,
    state: BoardOrder["state"],
    minute: number,
  ): [string, BoardOrder] => [number, { number, state, since: `2026-03-07T18:0${minute}:00.000Z` }]
  const { preparing, ready } = columnsOf(
    new Map([
      order("1", "preparing", 5),
      order("2", "preparing", 1),
      order("3", "ready", 2),
      order("4", "ready", 4),
    ]),
  )
  expect(preparing.map(({ number }) => number)).toEqual(["2", "1"])
  expect(ready.map(({ number }) => number)).toEqual(["4", "3"])
})
