import type { OrderId, TableId } from "#core/kitchen/ids.ts"
import { type FloorItem, openOrders } from "./floor-row.ts"
import { carryBasket } from "./use-basket.ts"
import { goInstead, type Route } from "./use-route.ts"

/** Where orders are looked at and taken. */
export type Place = Exclude<Route, { readonly at: "tables" }>

/** Where an order is looked at: at its table, as far as the floor knows one. */
export const wayTo = (orderId: OrderId, floor: ReadonlyMap<string, FloorItem>): Place =>
  placeOf(orderId, openOrders(floor).find(({ order }) => order.orderId === orderId)?.tableId)

export const placeOf = (orderId: OrderId, tableId: TableId | undefined): Place =>
  tableId === undefined ? { at: "order", orderId } : { at: "table", tableId, orderId }

/** Whose basket is filled there. */
export const placeKeyOf = (place: Place): string => {
  switch (place.at) {
    case "table":
      return `table/${place.tableId}`
    case "order":
      return `order/${place.orderId}`
    case "takeaway":
      return "takeaway"
  }
}

/** What is written down here and not sent comes along. */
export const goAlong = (from: Route, to: Place): void => {
  if (from.at !== "tables") carryBasket(placeKeyOf(from), placeKeyOf(to))
  goInstead(to)
}
