import { type ComponentProps, useSyncExternalStore } from "react"
import { anyUnsaved } from "#core/ui/design/unsaved.ts"
import { unlessUnsaved } from "./leaving.ts"

/** Where the back office is: its pages change without loading anything anew. */
export const useOfficePath = (): string =>
  useSyncExternalStore(subscribe, () => location.pathname.replace(/(.)\/+$/, "$1"))

/** One value of the address' query, so that a filter survives a reload and can be sent to a colleague. */
export const useOfficeQuery = (name: string): readonly [string, (value: string) => void] => {
  const value = useSyncExternalStore(
    subscribe,
    () => new URLSearchParams(location.search).get(name) ?? "",
  )
  return [
    value,
    (next) => {
      const query = new URLSearchParams(location.search)
      if (next === "") query.delete(name)
      else query.set(name, next)
      const text = query.toString()
      history.replaceState(null, "", location.pathname + (text === "" ? "" : `?${text}`))
      tell()
    },
  ]
}

export const goTo = (path: string): void => {
  const go = () => {
    history.pushState(null, "", path)
    tell()
    scrollTo(0, 0)
  }
  if (new URL(path, location.href).pathname === location.pathname) go()
  else unlessUnsaved(go)
}

/** A link that stays one: a middle click opens a tab, and without a click it can be copied. */
export const OfficeLink = ({ href, onClick, ...rest }: ComponentProps<"a"> & { href: string }) => (
  <a
    href={href}
    onClick={(event) => {
      onClick?.(event)
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
      event.preventDefault()
      goTo(href)
    }}
    {...rest}
  />
)

const listeners = new Set<() => void>()

/** The address whose page stands there; after Back it is not the browser's any more. */
let shown = ""
/** Somebody said that they leave for where Back led. */
let decided = false

const here = (): string => location.pathname + location.search

const tell = (): void => {
  shown = here()
  for (const listener of listeners) listener()
}

/** Back cannot be kept from happening: the page returns to where it was, and asks whether to go after all. */
const onPop = (): void => {
  const goes = decided || !anyUnsaved()
  decided = false
  if (goes) {
    tell()
    return
  }
  history.pushState(null, "", shown)
  unlessUnsaved(() => {
    decided = true
    history.back()
  })
}

const subscribe = (listener: () => void): (() => void) => {
  if (listeners.size === 0) {
    shown = here()
    addEventListener("popstate", onPop)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) removeEventListener("popstate", onPop)
  }
}
