import type { TableId } from "#core/kitchen/ids.ts"
import type { FloorItem, FloorOrder } from "./floor-row.ts"

export interface ReadyOrder {
  readonly order: FloorOrder
  readonly tableId?: TableId
  readonly table?: string
}

/** Orders with something at the pass, the one that waits longest first. */
export const readyOrders = (floor: ReadonlyMap<string, FloorItem>): ReadonlyArray<ReadyOrder> =>
  [...floor.values()]
    .flatMap<ReadyOrder>((item) =>
      item.type === "order"
        ? [{ order: item }]
        : item.type === "table"
          ? item.orders.map((order) => ({ order, tableId: item.tableId, table: item.name }))
          : [],
    )
    .filter(({ order }) => (order.counts.ready ?? 0) > 0)
    .sort((one, other) => readySince(one).localeCompare(readySince(other)))

const readySince = ({ order }: ReadyOrder): string => order.readySince ?? order.placedAt
