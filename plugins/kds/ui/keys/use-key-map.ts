import { useCallback, useState } from "react"
import { type KeyMap, readKeyMap } from "./key-map.ts"

/** The keys of this screen on this device; another device that shows the same screen has a bar of its own. */
export const useKeyMap = (screenId: string): readonly [KeyMap, (map: KeyMap) => void] => {
  const key = `heard.keys.${screenId}`
  const [map, setMap] = useState(() => readKeyMap(localStorage.getItem(key)))
  const change = useCallback(
    (next: KeyMap) => {
      localStorage.setItem(key, JSON.stringify(next))
      setMap(next)
    },
    [key],
  )
  return [map, change]
}
