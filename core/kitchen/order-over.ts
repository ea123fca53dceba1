import type { PlacedOrder } from "./order.ts"
import { type Refused, refused } from "./refusal.ts"

/** Why nothing can be asked of an order that is not open any more. */
export const orderOver = (order: PlacedOrder): Refused => {
  const { id: orderId, mergedInto } = order
  if (order.status === "cancelled")
    return refused("ORDER_CANCELLED", "The order was cancelled.", { orderId })
  if (mergedInto !== undefined)
    return refused("ORDER_MERGED", `The order became part of #${mergedInto.number}.`, {
      orderId,
      mergedInto,
    })
  return refused("ORDER_CLOSED", "The order is closed: reopen it.", { orderId })
}
