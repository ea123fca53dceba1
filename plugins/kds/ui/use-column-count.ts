import { type RefObject, useLayoutEffect, useState } from "react"

/**
 * How many tickets stand side by side: none is narrower than 17.5 rem, so a larger text makes fewer columns.
 *
 * @param atMost 0: as many as fit
 */
export const useColumnCount = (grid: RefObject<HTMLElement | null>, atMost: number): number => {
  const [count, setCount] = useState(1)
  useLayoutEffect(() => {
    const element = grid.current
    if (element === null) return
    const measure = (): void => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      const fitting = Math.floor((element.clientWidth + gapPx) / (narrowestRem * rem + gapPx))
      setCount(Math.max(1, fitting))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [grid])
  return atMost > 0 ? Math.min(count, atMost) : count
}

const narrowestRem = 17.5
const gapPx = 12
