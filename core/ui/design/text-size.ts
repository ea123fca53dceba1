import { useSyncExternalStore } from "react"

/** Everything is measured in rem, so one number grows the whole page for a screen that hangs far away. */
export const textSizes = [100, 115, 130, 150] as const
export type TextSize = (typeof textSizes)[number]

/** Percent of the browser's own text size. */
export const useTextSize = (): TextSize => useSyncExternalStore(subscribe, () => current)

export const chooseTextSize = (size: TextSize): void => {
  current = size
  localStorage.setItem(key, String(size))
  apply()
  for (const listener of listeners) listener()
}

const key = "heard.textSize"
const listeners = new Set<() => void>()

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const apply = (): void => {
  document.documentElement.style.setProperty("--text-scale", String(current / 100))
}

let current: TextSize = textSizes.find((size) => String(size) === localStorage.getItem(key)) ?? 100
apply()
