import type { KitchenSetup } from "#core/kitchen/menu.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import { type OrderView, orderView } from "#core/kitchen/order-view.ts"

type ShownBy = Pick<KitchenSetup, "tenant" | "screens">

let last:
  | { readonly order: PlacedOrder; readonly setup: ShownBy; readonly view: OrderView }
  | undefined

/**
 * The order as REST and sockets show it.
 *
 * Remembers the last one: one commit asks for the same picture several times in a row (answer, floor, board, order
 * view). Remembering more would keep every open order in memory twice.
 */
export const viewOf = (order: PlacedOrder, { setup }: { readonly setup: ShownBy }): OrderView => {
  if (last?.order !== order || last.setup !== setup)
    last = { order, setup, view: orderView(order, setup.tenant.currency, setup.screens) }
  return last.view
}
