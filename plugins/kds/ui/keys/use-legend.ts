import { useState } from "react"

/** Whether the legend stands beside the tickets of this screen on this device. */
export const useLegend = (screenId: string): readonly [boolean, (on: boolean) => void] => {
  const key = `heard.legend.${screenId}`
  const [on, setOn] = useState(() => localStorage.getItem(key) !== null)
  return [
    on,
    (next) => {
      if (next) localStorage.setItem(key, "yes")
      else localStorage.removeItem(key)
      setOn(next)
    },
  ]
}
