import { type RefObject, useLayoutEffect, useState } from "react"
import type { Room } from "./board-room.ts"

/** What an element has inside its padding, as its screen is turned or its page is made larger. */
export const useRoom = (ref: RefObject<HTMLElement | null>): Room => {
  const [room, setRoom] = useState<Room>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    const measure = (): void => {
      const { paddingTop, paddingBottom } = getComputedStyle(element)
      const padding = Number.parseFloat(paddingTop) + Number.parseFloat(paddingBottom)
      setRoom({ width: element.clientWidth, height: element.clientHeight - padding })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return room
}
