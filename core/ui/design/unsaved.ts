import { useEffect, useRef } from "react"

/** Keeps a reload or another address from taking what somebody typed: the browser asks in its own words. */
export const useUnsaved = (isUnsaved: () => boolean): void => {
  const latest = useRef(isUnsaved)
  latest.current = isUnsaved
  useEffect(() => {
    const mine = () => latest.current()
    if (forms.size === 0) addEventListener("beforeunload", hold)
    forms.add(mine)
    return () => {
      forms.delete(mine)
      if (forms.size === 0) removeEventListener("beforeunload", hold)
    }
  }, [])
}

/** Whether anything on this page was typed and not saved. */
export const anyUnsaved = (): boolean => [...forms].some((isUnsaved) => isUnsaved())

const forms = new Set<() => boolean>()

const hold = (event: BeforeUnloadEvent): void => {
  if (anyUnsaved()) event.preventDefault()
}
