import type { PlacedOrder } from "#core/kitchen/order.ts"
import { type OrderView, orderView } from "#core/kitchen/order-view.ts"

let last:
  | { readonly order: PlacedOrder; readonly currency: string; readonly view: OrderView }
  | undefined

/**
 * The order as REST and sockets show it.
 *
 * Remembers the last one: one commit asks for the same picture several times in a row (answer, floor, board, order
 * view). Remembering more would keep every open order in memory twice.
 */
export const viewOf = (
  order: PlacedOrder,
  { setup }: { readonly setup: { readonly tenant: { readonly currency: string } } },
): OrderView => {
  const { currency } = setup.tenant
  if (last?.order !== order || last.currency !== currency)
    last = { order, currency, view: orderView(order, currency) }
  return last.view
}
