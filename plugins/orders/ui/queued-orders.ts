import type { OrderId, TableId } from "#core/kitchen/ids.ts"
import { type FloorItem, openOrders } from "./floor-row.ts"
import { deedOf, orderIdOf, type SentCommand } from "./sent-command.ts"

export interface QueuedOrder {
  readonly orderId: OrderId
  readonly tableId?: TableId
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Orders placed here that the hub's floor does not show yet. */
export const queuedOrders = (
  sent: ReadonlyArray<SentCommand>,
  floor: ReadonlyMap<string, FloorItem>,
): ReadonlyArray<QueuedOrder> =>
  sent.flatMap(({ command }) => {
    const deed = deedOf(command)
    if (deed.op !== "placeOrder") return []
    const { id: orderId } = deed.args
    const tableId = deed.args.tableId as TableId | undefined
    if (isOnFloor(floor, orderId) || isOver(sent, orderId)) return []
    return [{ orderId, at: command.queuedAt, ...(tableId === undefined ? {} : { tableId }) }]
  })

/** The hub was asked to end it, and did: the floor will not show it. */
const isOver = (sent: ReadonlyArray<SentCommand>, orderId: OrderId): boolean => {
  const last = sent.findLast(({ command }) => {
    const deed = deedOf(command)
    return orderIdOf(deed) === orderId && ["close", "cancel", "reopen"].includes(deed.op)
  })
  return last?.heard === true && last.command.op !== "reopen"
}

/** At whichever table: its guests may have moved since. */
const isOnFloor = (floor: ReadonlyMap<string, FloorItem>, orderId: OrderId): boolean =>
  openOrders(floor).some(({ order }) => order.orderId === orderId)
