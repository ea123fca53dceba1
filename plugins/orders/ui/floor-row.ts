import type { OrderId, TableId } from "#core/kitchen/ids.ts"
import type { OrderType } from "#core/kitchen/order.ts"

type Counted = "draft" | "held" | "heard" | "shown" | "started" | "ready" | "served"

/** An open order as the view `floor` tells it. */
export interface FloorOrder {
  readonly orderId: OrderId
  readonly number: string
  readonly orderType?: OrderType
  readonly placedAt: string
  readonly covers?: number
  readonly server?: string
  readonly note?: string
  readonly priority?: number
  /** Units by how far they are; absent is none. */
  readonly counts: Readonly<Partial<Record<Counted, number>>>
  readonly readySince?: string
  /** Since when the oldest fired dish that is not ready yet is being waited for. */
  readonly waitingSince?: string
  readonly rev: number
}

export interface TableRow {
  readonly type: "table"
  readonly tableId: TableId
  readonly name: string
  readonly room: string
  readonly roomSort: number
  readonly seats: number
  readonly sort: number
  readonly orders: ReadonlyArray<FloorOrder>
}

/** An order without a table, or of one that the plan does not have any more. */
export type LooseRow = {
  readonly type: "order"
  readonly tableId?: TableId
  /** What that table was called. */
  readonly table?: string
} & FloorOrder

/** Something is out of order in the kitchen: a printer does not print. */
interface AlarmRow {
  readonly type: "alarm"
}

export type FloorItem = TableRow | LooseRow | AlarmRow

export interface Room {
  readonly name: string
  readonly tables: ReadonlyArray<TableRow>
}

/** An open order and, unless it has none, its table. */
export interface OpenOrder {
  readonly order: FloorOrder
  /** Of a table that can be looked at. */
  readonly tableId?: TableId
  readonly table?: string
}

export const openOrders = (items: ReadonlyMap<string, FloorItem>): ReadonlyArray<OpenOrder> =>
  [...items.values()].flatMap<OpenOrder>((item) => {
    if (item.type === "table") return ordersAt(item)
    return item.type === "order" ? [openLoose(item)] : []
  })

export const openLoose = (order: LooseRow): OpenOrder =>
  order.table === undefined ? { order } : { order, table: order.table }

export const ordersAt = ({ tableId, name, orders }: TableRow): ReadonlyArray<OpenOrder> =>
  orders.map((order) => ({ order, tableId, table: name }))

/** Rooms and their tables in the restaurant's order. */
export const roomsOf = (items: ReadonlyMap<string, FloorItem>): ReadonlyArray<Room> => {
  const rooms = new Map<string, Array<TableRow>>()
  const tables = [...items.values()].filter((item) => item.type === "table")
  for (const table of tables.sort(byPlace)) {
    const known = rooms.get(table.room)
    if (known === undefined) rooms.set(table.room, [table])
    else known.push(table)
  }
  return [...rooms].map(([name, own]) => ({ name, tables: own }))
}

export const looseOrders = (items: ReadonlyMap<string, FloorItem>): ReadonlyArray<LooseRow> =>
  [...items.values()]
    .filter((item) => item.type === "order")
    .sort((one, other) => one.placedAt.localeCompare(other.placedAt))

const byPlace = (one: TableRow, other: TableRow): number =>
  one.roomSort - other.roomSort ||
  one.room.localeCompare(other.room) ||
  one.sort - other.sort ||
  one.name.localeCompare(other.name, undefined, { numeric: true })
