import { type ReactNode, useLayoutEffect, useRef } from "react"

/** Height of a grid row in pixels; a ticket takes as many as it needs. */
export const rowPx = 4

/**
 * A place on the board. Each column stacks its tickets without holes, and the document keeps the hub's order, so
 * that keyboard and screen reader go from the oldest to the newest.
 */
export const Placed = ({
  column,
  onHeight,
  children,
}: {
  /** From 1. */
  column: number
  onHeight?: (px: number) => void
  children: ReactNode
}) => {
  const place = useRef<HTMLDivElement>(null)
  const report = useRef(onHeight)
  report.current = onHeight
  useLayoutEffect(() => {
    const element = place.current
    const content = element?.firstElementChild
    if (element === null || !(content instanceof HTMLElement)) return
    const measure = (): void => {
      const { offsetHeight } = content
      element.style.gridRowEnd = `span ${Math.ceil((offsetHeight + gapPx) / rowPx)}`
      report.current?.(offsetHeight)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(content)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={place} style={{ gridColumn: column }}>
      {children}
    </div>
  )
}

const gapPx = 12
