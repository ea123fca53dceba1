import { type FloorItem, type OpenOrder, openOrders } from "./floor-row.ts"

/** Orders with something at the pass, the one that waits longest first. */
export const readyOrders = (floor: ReadonlyMap<string, FloorItem>): ReadonlyArray<OpenOrder> =>
  openOrders(floor)
    .filter(({ order }) => (order.counts.ready ?? 0) > 0)
    .sort((one, other) => readySince(one).localeCompare(readySince(other)))

const readySince = ({ order }: OpenOrder): string => order.readySince ?? order.placedAt
