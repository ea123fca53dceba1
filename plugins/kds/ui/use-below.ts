import { type RefObject, useEffect, useState } from "react"
import { lowerEdge } from "./in-sight.ts"

/**
 * How many tickets of this page end below the edge of the glass: nobody scrolls for work that nothing tells of.
 *
 * @param isEmpty there is no board to look at
 */
export const useBelow = (board: RefObject<HTMLElement | null>, isEmpty: boolean): number => {
  const [below, setBelow] = useState(0)
  useEffect(() => {
    const element = board.current
    if (isEmpty || element === null) return
    let asked = 0
    const count = (): void => {
      asked = 0
      const edge = lowerEdge() + 1
      const tickets = [...element.querySelectorAll("[data-ticket]")]
      setBelow(tickets.filter((one) => one.getBoundingClientRect().bottom > edge).length)
    }
    const ask = (): void => {
      asked ||= requestAnimationFrame(count)
    }
    ask()
    const sizes = new ResizeObserver(ask)
    sizes.observe(element)
    const tickets = new MutationObserver(ask)
    tickets.observe(element, { childList: true, subtree: true })
    addEventListener("scroll", ask, { passive: true })
    addEventListener("resize", ask)
    return () => {
      cancelAnimationFrame(asked)
      sizes.disconnect()
      tickets.disconnect()
      removeEventListener("scroll", ask)
      removeEventListener("resize", ask)
    }
  }, [board, isEmpty])
  return isEmpty ? 0 : below
}
