import { useState } from "react"
import type { OrderId, TableId } from "#core/kitchen/ids.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { useView } from "#core/ui/hub/use-view.ts"
import { useCard } from "./card-context.tsx"
import { useDesk } from "./desk.tsx"
import { type FloorItem, looseOrders, openOrders, type TableRow } from "./floor-row.ts"
import { useHands } from "./hands.tsx"
import { queuedOrders } from "./queued-orders.ts"
import { type ShownOrder, shownOrder } from "./shown-order.ts"
import type { Place } from "./way-to-order.ts"

interface OrdersHere {
  readonly table: TableRow | undefined
  readonly orderIds: ReadonlyArray<OrderId>
  /** The one that is looked at. */
  readonly orderId: OrderId | undefined
  /** The hub's picture of it with what was asked here on top. */
  readonly order: ShownOrder | undefined
  /** Neither the hub nor this handheld knows it, and no refusal says why. */
  readonly missing: boolean
}

/**
 * The orders of a place. The one that is looked at stays the one while it is here, whatever else comes; when it was
 * closed, cancelled or became part of another it stays too, for it is what says so.
 */
export const usePlace = (place: Place, floor: ReadonlyMap<string, FloorItem>): OrdersHere => {
  const { table, orderIds } = useOrderIds(place, floor)
  const chosen = place.at === "table" || place.at === "order" ? place.orderId : undefined
  const [looked, setLooked] = useState(chosen ?? orderIds[0])
  const shown = useShownOrder(looked, floor)
  const stays = looked !== undefined && (orderIds.includes(looked) || isHere(shown.order, table))
  const orderId = chosen ?? (stays ? looked : orderIds[0])
  if (orderId !== looked) setLooked(orderId)
  return { table, orderIds, orderId, ...shown }
}

const useOrderIds = (place: Place, floor: ReadonlyMap<string, FloorItem>) => {
  const { sent } = useDesk()
  if (place.at === "takeaway") return { table: undefined, orderIds: [] }
  if (place.at === "order") return { table: undefined, orderIds: [place.orderId] }
  const found = floor.get(place.tableId)
  const table = found?.type === "table" ? found : unknownTable(place.tableId, floor)
  const orderIds = [
    ...table.orders.map(({ orderId }) => orderId),
    ...queuedOrders(sent, floor)
      .filter(({ tableId }) => tableId === place.tableId)
      .map(({ orderId }) => orderId),
  ]
  return { table, orderIds }
}

const useShownOrder = (id: OrderId | undefined, floor: ReadonlyMap<string, FloorItem>) => {
  const card = useCard()
  const { sent, refusals } = useDesk()
  const { person } = useHands()
  const { items, problem } = useView<OrderView>(id === undefined ? undefined : `order/${id}`)
  const view = id === undefined ? undefined : items.get(id)
  const row =
    view === undefined && problem === undefined
      ? openOrders(floor).find(({ order }) => order.orderId === id)
      : undefined
  const order = id === undefined ? undefined : shownOrder(id, view, sent, card, person?.name, row)
  const refused = refusals.some(({ orderId }) => orderId === id)
  return { order, missing: order === undefined && problem !== undefined && !refused }
}

/** The floor does not list it (any more), and the order's own picture, which may come later, does not say why. */
const isHere = (order: ShownOrder | undefined, table: TableRow | undefined): boolean =>
  table !== undefined &&
  order !== undefined &&
  (order.status === "merged" || order.tableId === table.tableId)

/** A table that the floor does not have yet, or not any more: whoever looks at it keeps its orders. */
const unknownTable = (tableId: TableId, floor: ReadonlyMap<string, FloorItem>): TableRow => {
  const orders = looseOrders(floor).filter((loose) => loose.tableId === tableId)
  const name = orders[0]?.table ?? "…"
  return { type: "table", tableId, name, room: "", roomSort: 0, seats: 0, sort: 0, orders }
}
