import { viewOf } from "#actors/order/view-of.ts"
import { PrinterAlarms } from "#actors/printer/printer-alarm.ts"
import type { PictureMaker } from "#actors/view/live-view.ts"
import type { ViewChange } from "#actors/view/numbered-view.ts"
import type { OrderId, PrinterId, TableId } from "#core/kitchen/ids.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import type { Restaurant } from "./restaurant.ts"

type Counted = OrderView["lines"][number]["status"]

/** Units of an order by how far they are: what a waiter reads off a table's tile. */
const countsOf = (view: OrderView): Readonly<Partial<Record<Counted, number>>> => {
  const counts: Partial<Record<Counted, number>> = {}
  for (const { counts: units, status } of view.lines) {
    const add = (key: Counted, n: number) => {
      if (n > 0) counts[key] = (counts[key] ?? 0) + n
    }
    add("draft", units.draft)
    add("held", units.held)
    add(status === "shown" ? "shown" : "heard", units.sent)
    add("started", units.started)
    add("ready", units.ready)
    add("served", units.served)
  }
  return counts
}

const brief = (restaurant: Restaurant, order: PlacedOrder) => {
  const view = viewOf(order, restaurant)
  // What was collected keeps its times; it waits for nobody any more.
  const [readySince] = view.tickets
    .flatMap(({ readyAt, status }) => (status === "served" ? [] : (readyAt ?? [])))
    .sort()
  const [waitingSince] = view.tickets
    .flatMap(({ firedAt, status }) =>
      status === "fired" || status === "started" ? (firedAt ?? []) : [],
    )
    .sort()
  const counts = countsOf(view)
  return {
    orderId: order.id,
    number: order.number,
    orderType: order.type,
    status: order.status,
    placedAt: view.placedAt,
    ...(order.covers === undefined ? {} : { covers: order.covers }),
    ...(order.server === undefined ? {} : { server: order.server }),
    ...(order.note === undefined ? {} : { note: order.note }),
    priority: order.priority,
    counts,
    ...((counts.ready ?? 0) > 0 && readySince !== undefined ? { readySince } : {}),
    ...(waitingSince === undefined ? {} : { waitingSince }),
    rev: order.rev,
  }
}

/**
 * The view `floor`: one row a table with its open orders, one row for each order without a table, be it that the plan has
 * its table no more, and an alarm for each printer that does not print.
 */
export const floorPicture: PictureMaker = (restaurant, id) => {
  if (id !== "") return undefined
  const atTable = new Map<TableId, Set<OrderId>>()
  const sit = ({ tableId, id: orderId, status }: PlacedOrder) => {
    if (tableId === undefined) return
    const seated = atTable.get(tableId) ?? new Set()
    if (status === "open") seated.add(orderId)
    else seated.delete(orderId)
    atTable.set(tableId, seated)
  }
  for (const order of restaurant.current.values()) sit(order)
  const alarms = new PrinterAlarms(restaurant)

  const tableRow = (tableId: TableId): ViewChange => tableChange(restaurant, tableId, atTable)
  const isSeated = ({ tableId }: PlacedOrder): boolean =>
    tableId !== undefined && restaurant.setup.tables.has(tableId)
  const noLooseRow = ({ id: orderId, rev }: PlacedOrder): ViewChange => ({
    id: `order/${orderId}`,
    rev,
    v: null,
  })
  const looseRow = (order: PlacedOrder): ViewChange =>
    order.status === "open"
      ? {
          ...noLooseRow(order),
          v: { type: "order", ...lostTable(order), ...brief(restaurant, order) },
        }
      : noLooseRow(order)
  let tables = new Set<TableId>()
  const show = function* (): Iterable<ViewChange> {
    const now = new Set([...restaurant.setup.tables.values()].map((table) => table.id))
    const orders = [...restaurant.current.values()]
    // An order whose table comes or goes stands in two rows for a moment rather than in none.
    for (const order of orders) if (!isSeated(order)) yield looseRow(order)
    for (const known of tables) if (!now.has(known)) yield { id: known, rev: 0, v: null }
    tables = now
    for (const tableId of now) yield tableRow(tableId)
    for (const order of orders) if (isSeated(order)) yield noLooseRow(order)
    yield* alarms.all()
  }
  return {
    all: show,
    onPrinter: (id) => alarms.onPrinter(id as PrinterId),
    onOrder: function* ({ before, after }) {
      sit(after)
      const seated = after.tableId !== undefined && isSeated(after)
      yield seated ? tableRow(after.tableId) : looseRow(after)
      const was = before.status === "absent" ? undefined : before.tableId
      if (was !== undefined && was !== after.tableId) {
        atTable.get(was)?.delete(after.id)
        yield tableRow(was)
      }
      if (seated) yield noLooseRow(after)
    },
  }
}

/** Where an order was placed, or moved to, that the plan does not have any more. */
const lostTable = ({ tableId, table }: PlacedOrder) =>
  tableId === undefined ? {} : { tableId, ...(table === undefined ? {} : { table }) }

const tableChange = (
  restaurant: Restaurant,
  tableId: TableId,
  atTable: ReadonlyMap<TableId, ReadonlySet<OrderId>>,
): ViewChange => {
  const table = restaurant.setup.tables.get(tableId)
  if (table === undefined) return { id: tableId, rev: 0, v: null }
  const room = restaurant.setup.rooms.find((known) => known.id === table.roomId)
  const orders = [...(atTable.get(tableId) ?? [])].flatMap((orderId) => {
    const order = restaurant.current.get(orderId)
    return order === undefined ? [] : [brief(restaurant, order)]
  })
  return {
    id: tableId,
    rev: orders.reduce((sum, { rev }) => sum + rev, 0),
    v: {
      type: "table",
      tableId,
      name: table.name,
      room: room?.name ?? "",
      roomSort: room?.sort ?? 0,
      seats: table.seats,
      sort: table.sort,
      orders,
    },
  }
}
