import { expect, it } from "vitest"
import type { OrderId } from "#core/kitchen/ids.ts"
import type { FloorItem, FloorOrder } from "#plugins/orders/ui/floor-row.ts"
import { ordersToJoin } from "#plugins/orders/ui/join-choice.ts"
import { tableId } from "#test/browser/support/bistro-setup.ts"

const order = (number: string): FloorOrder => ({
  orderId: `order ${number}` as OrderId,
  number,
  placedAt: `2025-01-01T19:${number}:00.000Z`,
  counts: {},
  rev: 1,
})
const table = (n: number, roomSort: number, ...numbers: ReadonlyArray<string>): FloorItem => ({
  type: "table",
  tableId: tableId(n),
  name: String(n),
  room: `Room ${roomSort}`,
  roomSort,
  seats: 4,
  sort: n,
  orders: numbers.map(order),
})
const floor = new Map<string, FloorItem>([
  ["loose", { type: "order", ...order("45") }],
  ["three", table(3, 2, "44")],
  ["two", table(2, 1, "43")],
  [tableId(1), table(1, 1, "41", "42")],
  ["free", table(4, 3)],
])
const offered = (id: string, at?: number) =>
  ordersToJoin(
    { id: id as OrderId, ...(at === undefined ? {} : { tableId: tableId(at) }) },
    floor,
  ).map(({ place, orders }) => [place, orders.map((open) => [open.table, open.order.number])])

it("[WAITER-28] offers every other open order, those at the same table first and those without one last", () => {
  expect(offered("order 41", 1)).toEqual([
    ["here", [["1", "42"]]],
    [{ room: "Room 1" }, [["2", "43"]]],
    [{ room: "Room 2" }, [["3", "44"]]],
    ["loose", [[undefined, "45"]]],
  ])
})

it("[WAITER-28] offers those at tables to an order without one, and never itself", () => {
  expect(offered("order 45")).toEqual([
    [
      { room: "Room 1" },
      [
        ["1", "41"],
        ["1", "42"],
        ["2", "43"],
      ],
    ],
    [{ room: "Room 2" }, [["3", "44"]]],
  ])
})
