import {
  type FloorItem,
  looseOrders,
  type OpenOrder,
  openLoose,
  ordersAt,
  roomsOf,
} from "./floor-row.ts"
import type { ShownOrder } from "./shown-order.ts"

/** Orders that stand together: at the same table as another one, in a room, or nowhere. */
export interface JoinGroup {
  /** Of a room its name. */
  readonly place: "here" | "loose" | { readonly room: string }
  readonly orders: ReadonlyArray<OpenOrder>
}

/** Every other open order, the likeliest first: those at the same table, then room by room. */
export const ordersToJoin = (
  { id, tableId }: Pick<ShownOrder, "id" | "tableId">,
  floor: ReadonlyMap<string, FloorItem>,
): ReadonlyArray<JoinGroup> => {
  const rooms = roomsOf(floor).map(({ name, tables }) => ({
    place: { room: name },
    orders: tables.filter((table) => table.tableId !== tableId).flatMap(ordersAt),
  }))
  const here = tableId === undefined ? undefined : floor.get(tableId)
  const groups: ReadonlyArray<JoinGroup> = [
    { place: "here", orders: here?.type === "table" ? ordersAt(here) : [] },
    ...rooms,
    { place: "loose", orders: looseOrders(floor).map(openLoose) },
  ]
  return groups
    .map(({ place, orders }) => ({
      place,
      orders: orders.filter(({ order }) => order.orderId !== id),
    }))
    .filter(({ orders }) => orders.length > 0)
}
