import { useSyncExternalStore } from "react"
import { anyUnsaved } from "#core/ui/design/unsaved.ts"

/** Where somebody wants to go while something is not saved. */
let wish: (() => void) | undefined
const listeners = new Set<() => void>()

const setWish = (next: (() => void) | undefined): void => {
  wish = next
  for (const listener of listeners) listener()
}

/** Goes at once, or after {@link leave}. */
export const unlessUnsaved = (go: () => void): void => {
  if (anyUnsaved()) setWish(go)
  else go()
}

export const stay = (): void => setWish(undefined)

export const leave = (): void => {
  const go = wish
  stay()
  go?.()
}

export const useIsLeaving = (): boolean => useSyncExternalStore(subscribe, () => wish !== undefined)

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
