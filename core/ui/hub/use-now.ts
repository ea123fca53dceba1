import { useCallback, useSyncExternalStore } from "react"
import { useHub } from "./hub-provider.tsx"

/**
 * The hub's clock, milliseconds since 1970, rounded down to `step`: the component renders once per step and not more.
 * All clocks of a page share one timer.
 *
 * @param step milliseconds
 */
export const useNow = (step = 1000): number => {
  const hub = useHub()
  const read = useCallback(() => Math.floor(hub.now() / step) * step, [hub, step])
  return useSyncExternalStore(subscribe, read)
}

const tickMs = 250
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const tick of listeners) tick()
  }, tickMs)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
