import { useSyncExternalStore } from "react"
import type { KeyDeed } from "./key-deed.ts"

/** The last deed that a key asked for, so that the legend can answer "does my bar work?". */
export const useLastKey = (): LastKey | undefined => useSyncExternalStore(subscribe, () => last)

export interface LastKey {
  readonly deed: KeyDeed
  /** Tells two presses of one key apart. */
  readonly nth: number
}

export const heardKey = (deed: KeyDeed): void => {
  last = { deed, nth: (last?.nth ?? 0) + 1 }
  for (const listener of listeners) listener()
}

const listeners = new Set<() => void>()
let last: LastKey | undefined

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
