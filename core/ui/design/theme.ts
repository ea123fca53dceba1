import { useSyncExternalStore } from "react"

export const themes = ["auto", "light", "dark"] as const
export type Theme = (typeof themes)[number]

/** `auto` follows the tablet's own setting. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => current)

export const chooseTheme = (theme: Theme): void => {
  current = theme
  localStorage.setItem(key, theme)
  apply()
  for (const listener of listeners) listener()
}

const key = "heard.theme"
const listeners = new Set<() => void>()

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const apply = (): void => {
  if (current === "auto") delete document.documentElement.dataset["theme"]
  else document.documentElement.dataset["theme"] = current
}

const stored = localStorage.getItem(key)
let current: Theme = stored === "light" || stored === "dark" ? stored : "auto"
apply()
