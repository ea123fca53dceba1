import { useMemo, useSyncExternalStore } from "react"
import type { OrderId, TableId } from "#core/kitchen/ids.ts"

/** Where the waiter is. It stands in the address, so that the phone's own way back works. */
export type Route =
  | { readonly at: "tables" }
  | { readonly at: "table"; readonly tableId: TableId; readonly orderId?: OrderId }
  | { readonly at: "order"; readonly orderId: OrderId }
  | { readonly at: "takeaway" }

export const useRoute = (): Route => {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  return useMemo(() => routeOf(hash), [hash])
}

export const go = (route: Route): void => {
  location.hash = hashOf(route)
}

/** Stands in for where we are: the way back does not lead here any more. */
export const goInstead = (route: Route): void => {
  history.replaceState(history.state, "", hashOf(route))
  dispatchEvent(new HashChangeEvent("hashchange"))
}

export const hashOf = (route: Route): string => {
  switch (route.at) {
    case "tables":
      return "#tables"
    case "takeaway":
      return "#takeaway"
    case "order":
      return `#order=${route.orderId}`
    case "table":
      return `#table=${route.tableId}${route.orderId === undefined ? "" : `&order=${route.orderId}`}`
  }
}

const routeOf = (hash: string): Route => {
  const parts = new URLSearchParams(hash.slice(1))
  const tableId = parts.get("table") as TableId | null
  const orderId = parts.get("order") as OrderId | null
  if (tableId !== null) return { at: "table", tableId, ...(orderId === null ? {} : { orderId }) }
  if (orderId !== null) return { at: "order", orderId }
  return parts.has("takeaway") ? { at: "takeaway" } : { at: "tables" }
}

const subscribe = (listener: () => void): (() => void) => {
  addEventListener("hashchange", listener)
  return () => removeEventListener("hashchange", listener)
}
