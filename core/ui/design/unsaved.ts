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

/** A button in a form changed what would be saved: for the sheet around it, that is as if somebody had typed. */
export const tellChanged = (button: HTMLElement): void => {
  button.dispatchEvent(new Event("input", { bubbles: true }))
}

/** Whether anything on this page was typed and not saved. */
export const anyUnsaved = (): boolean => [...forms].some((isUnsaved) => isUnsaved())

const forms = new Set<() => boolean>()

const hold = (event: BeforeUnloadEvent): void => {
  if (anyUnsaved()) event.preventDefault()
}
