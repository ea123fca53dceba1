import type { PlacedOrder } from "#core/kitchen/order.ts"

interface FloorOrder {
  readonly orderId: string
  readonly rev: number
  readonly number: string
}

/** Every open order stands on the floor once, as it is by now, and no other. */
export const wrongFloor = function* (
  picture: ReadonlyMap<string, unknown> | undefined,
  orders: ReadonlyMap<string, PlacedOrder>,
): Iterable<string> {
  const shown = new Map<string, FloorOrder>()
  for (const item of picture?.values() ?? []) {
    const row = item as { readonly type: string; readonly orders?: ReadonlyArray<FloorOrder> }
    if (row.type === "alarm") continue
    const rows = row.type === "table" ? (row.orders ?? []) : [item as FloorOrder]
    for (const order of rows) {
      if (shown.has(order.orderId)) yield `the floor shows ${order.orderId} twice`
      shown.set(order.orderId, order)
    }
  }
  for (const { id, rev, number, status } of orders.values()) {
    const row = shown.get(id)
    shown.delete(id)
    if (status !== "open") {
      if (row !== undefined) yield `the floor shows ${id}, which is ${status}`
    } else if (row?.rev !== rev || row.number !== number)
      yield `the floor shows ${JSON.stringify(row)}, the log says revision ${rev} of ${id}`
  }
  for (const id of shown.keys()) yield `the floor shows ${id}, which is not in the log`
}
