import { useCallback, useLayoutEffect, useRef } from "react"
import type { Cell } from "./slots.ts"

/** Longer than a finger or a key needs that is on its way already, in milliseconds. */
const settlingMs = 600

/**
 * Whether tickets changed their places a moment ago, by themselves: what a tap or a key meant is somewhere else then, and
 * another ticket lies there.
 *
 * @param page turned by the cook: that moves nothing by itself
 */
export const useSettling = (cells: ReadonlyArray<Cell>, page: number): (() => boolean) => {
  const before = useRef({ page, places: placesOf(cells) })
  const until = useRef(0)
  useLayoutEffect(() => {
    const places = placesOf(cells)
    const was = before.current
    before.current = { page, places }
    if (was.page !== page) return
    for (const [ticketId, place] of places) {
      const formerly = was.places.get(ticketId)
      if (formerly !== undefined && formerly !== place)
        until.current = performance.now() + settlingMs
    }
  }, [cells, page])
  return useCallback(() => performance.now() < until.current, [])
}

const placesOf = (cells: ReadonlyArray<Cell>): ReadonlyMap<string, number> =>
  new Map(
    cells.flatMap((cell, place) =>
      cell.kind === "ticket" ? [[cell.ticket.ticketId, place] as const] : [],
    ),
  )
