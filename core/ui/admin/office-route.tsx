import { type ComponentProps, useSyncExternalStore } from "react"

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
  history.pushState(null, "", path)
  tell()
  scrollTo(0, 0)
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

const tell = (): void => {
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  addEventListener("popstate", listener)
  return () => {
    listeners.delete(listener)
    removeEventListener("popstate", listener)
  }
}
