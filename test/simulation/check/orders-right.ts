import { isDeepStrictEqual } from "node:util"
import type { Screen } from "#core/kitchen/menu.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import { type OrderView, orderView } from "#core/kitchen/order-view.ts"
import { countsOf } from "#core/kitchen/units.ts"
import type { Ledger } from "#test/simulation/ordering/ledger.ts"
import { everyItem, type HubApi } from "#test/support/hub-api.ts"
import { broken, type Violation } from "./violation.ts"

type Orders = ReadonlyMap<string, PlacedOrder>

/** Orders hold what was ordered, each unit once, and the hub shows them as the log has them. */
export const ordersRight = async (
  api: HubApi,
  ledger: Ledger,
  orders: Orders,
): Promise<ReadonlyArray<Violation>> =>
  [
    ...wrongUnits(orders, ledger),
    ...wrongNumbers(orders),
    ...(await shownWrong(api, orders)),
    ...(await historyWrong(api, orders)),
  ].map(broken("order"))

interface Wanted {
  ordered: number
  takenBack: number
}

/** Lines that hold other units than were ordered and taken back. */
export const wrongUnits = function* (orders: Orders, ledger: Ledger): Iterable<string> {
  const wanted = wantedLines(ledger)
  for (const order of orders.values())
    for (const line of order.lines) {
      const counts = countsOf(order, line)
      const sum = Object.values(counts).reduce((total, count) => total + count, 0)
      const asked = wanted.get(line.id)
      if (asked === undefined) yield `line ${line.id} of ${order.id} was never acknowledged`
      else if (sum !== asked.ordered)
        yield `line ${line.id}: ${asked.ordered} ordered, its counters add up to ${sum}`
      else if (counts.voided > asked.takenBack)
        yield `line ${line.id}: ${asked.takenBack} taken back, ${counts.voided} voided`
      wanted.delete(line.id)
    }
  for (const [id, { ordered }] of wanted) if (ordered > 0) yield `line ${id} is lost`
}

const wantedLines = (ledger: Ledger): Map<string, Wanted> => {
  const wanted = new Map<string, Wanted>()
  for (const { op, args } of ledger.promised) {
    for (const { id, quantity } of (args["lines"] ?? []) as ReadonlyArray<{
      readonly id: string
      readonly quantity: number
    }>)
      wanted.set(id, { ordered: quantity, takenBack: 0 })
    const line = op === "voidLine" ? wanted.get(String(args["lineId"])) : undefined
    if (line !== undefined) line.takenBack += Number(args["quantity"])
  }
  return wanted
}

/** Orders that are called by the same number. */
export const wrongNumbers = function* (orders: Orders): Iterable<string> {
  const called = new Map<string, string>()
  for (const { id, businessDay, number } of orders.values()) {
    const name = `${businessDay} ${number}`
    if (called.has(name)) yield `${id} and ${called.get(name)} are both called ${name}`
    called.set(name, id)
  }
}

const shownWrong = async (api: HubApi, orders: Orders): Promise<ReadonlyArray<string>> => {
  const open = await everyItem<OrderView>(api, "/plugins/orders/orders?status=open")
  const screens = await everyItem<Screen>(api, "/plugins/kds/screens")
  const shown = new Map(open.map((order) => [order.id, order]))
  const wrong: Array<string> = []
  for (const order of orders.values()) {
    if (order.status !== "open") continue
    const view = shown.get(order.id)
    shown.delete(order.id)
    if (view === undefined) {
      wrong.push(`open order ${order.id} is not listed`)
      continue
    }
    // The currency is the restaurant's, not the order's.
    const stands = plain(orderView(order, view.total.currency, screens))
    if (!isDeepStrictEqual(view, stands))
      wrong.push(`an order is ${JSON.stringify(view)}, the log says ${JSON.stringify(stands)}`)
  }
  for (const id of shown.keys()) wrong.push(`order ${id} is listed as open and is not in the log`)
  return wrong
}

/** Of the last closed ones: the whole of them would take longer than the evening. */
const historyWrong = async (api: HubApi, orders: Orders): Promise<ReadonlyArray<string>> => {
  const wrong: Array<string> = []
  for (const order of [...orders.values()].slice(-lookedAt)) {
    const path = `/plugins/orders/orders/${order.id}`
    const view = await api.get<OrderView>(path)
    const { total } = await api.get<{ readonly total: number }>(`${path}/history`)
    if (view.rev !== order.rev || total !== order.rev)
      wrong.push(
        `order ${order.id}: revision ${view.rev}, ${total} events, ${order.rev} in the log`,
      )
  }
  return wrong
}

const lookedAt = 50

const plain = <A>(value: A): A => JSON.parse(JSON.stringify(value))
