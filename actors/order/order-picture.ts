import { viewOf } from "#actors/order/view-of.ts"
import type { PictureMaker } from "#actors/view/live-view.ts"
import type { OrderId } from "#core/kitchen/ids.ts"

/** The view `order/{id}`: one item, the order itself, as long as somebody wants to know how far it is. */
export const orderPicture: PictureMaker = (restaurant, id) => {
  const orderId = id as OrderId
  if (restaurant.order(orderId) === undefined) return undefined
  return {
    all: () => {
      const order = restaurant.order(orderId)
      return order === undefined ? [] : [{ id, rev: order.rev, v: viewOf(order, restaurant) }]
    },
    onOrder: ({ after }) =>
      after.id === orderId ? [{ id, rev: after.rev, v: viewOf(after, restaurant) }] : [],
    onSetup: () => [],
  }
}
