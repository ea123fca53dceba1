import { viewOf } from "#actors/order/view-of.ts"
import type { PictureMaker } from "#actors/view/live-view.ts"
import type { ViewChange } from "#actors/view/numbered-view.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import type { Restaurant } from "./restaurant.ts"

/** Guests see only that an order is being prepared or ready; `v: null` when there is nothing to wait for any more. */
const rowOf = (restaurant: Restaurant, order: PlacedOrder): ViewChange => {
  // Guests at a table are served; the board is for those who wait for their number.
  if (order.type === "dineIn") return { id: order.id, rev: order.rev, v: null }
  const view = viewOf(order, restaurant)
  const units = view.lines.reduce(
    (sum, { counts }) => ({
      cooking: sum.cooking + counts.sent + counts.started,
      ready: sum.ready + counts.ready,
    }),
    { cooking: 0, ready: 0 },
  )
  const gone = order.status !== "open" || units.cooking + units.ready === 0
  const times = view.tickets.flatMap(({ readyAt }) => (readyAt === undefined ? [] : [readyAt]))
  const ready = units.cooking === 0
  return {
    id: order.id,
    rev: order.rev,
    v: gone
      ? null
      : {
          number: order.number,
          type: order.type,
          state: ready ? "ready" : "preparing",
          since: (ready ? times.sort().at(-1) : undefined) ?? view.placedAt,
        },
  }
}

/** The view `board/main`: the order-ready board of the guests. */
export const boardPicture: PictureMaker = (restaurant, id) =>
  id === "main"
    ? {
        all: () => Array.from(restaurant.current.values(), (order) => rowOf(restaurant, order)),
        onOrder: ({ after }) => [rowOf(restaurant, after)],
        onSetup: () => [],
      }
    : undefined
