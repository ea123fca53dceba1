import { orderView } from "#core/kitchen/order-view.ts"
import { BistroOrders } from "./bistro-orders.ts"
import { lineId, productId, tableId } from "./bistro-setup.ts"

const orderId = (n: number): string =>
  `0193f4c0-0000-7000-8000-0000000e${String(n).padStart(4, "0")}`
const minute = 60_000
const at = (minutes: number) => Date.parse("2026-11-20T18:00:00.000Z") + minutes * minute

/** An order with a void at a table with a long name, a closed one in Arabic, one to take away that was cancelled. */
const bistro = new BistroOrders()
const lines = (first: number) => [
  { id: lineId(first), productId: productId("onion-soup"), quantity: 2, modifiers: allergy },
  { id: lineId(first + 1), productId: productId("spritz"), quantity: 1, note: "بدون ثلج" },
]
const allergy = [{ optionId: "allergy-nuts" }]
const place = (n: number, rest: object) =>
  bistro.run("placeOrder", { id: orderId(n), lines: lines(n * 10), ...rest }, at(n))
place(1, { type: "dineIn", tableId: tableId(15), covers: 3, server: "Ana" })
place(2, { type: "dineIn", tableId: tableId(16), server: "عبد الرحمن بن محمد الأندلسي" })
place(3, { type: "takeaway", note: "Rings twice" })
const voids = { lineId: lineId(10), quantity: 1, reason: "Changed mind" }
bistro.run("voidLine", { orderId: orderId(1), ...voids }, at(6))
bistro.show(orderId(1), at(6))
bistro.run("cancel", { orderId: orderId(3), reason: "Nobody came" }, at(40))

const closed = { ...orderView(bistro.order(orderId(2)), "EUR"), status: "closed" as const }
const shown = [
  orderView(bistro.order(orderId(3)), "EUR"),
  { ...closed, closedAt: new Date(at(75)).toISOString() },
  orderView(bistro.order(orderId(1)), "EUR"),
]

const by = { kind: "user", id: "ana", name: "Ana" }
const entry = (rev: number, event: object) => ({
  ...{ rev, position: rev, type: "?", at: new Date(at(rev)).toISOString(), by },
  event,
})
const line = bistro.order(orderId(1)).lines[0]
const now = { quantity: 1, modifiers: line?.modifiers, note: "Sans croûtons" }
const history = [
  entry(1, {
    ...{ type: "OrderPlaced", orderType: "dineIn", table: "Grande table ronde du jardin" },
    ...{ lines: [line], moves: [], opened: [] },
  }),
  entry(2, {
    ...{ type: "LinesVoided", reason: voids.reason },
    moves: [{ lineId: lineId(10), from: "started", to: "voided", quantity: 1 }],
  }),
  entry(3, {
    ...{ type: "LineChanged", lineId: lineId(10), moves: [] },
    ...{ was: { quantity: 1, modifiers: [] }, now },
  }),
  entry(4, { type: "SongSung" }),
]

const page = (items: ReadonlyArray<unknown>) => ({ items, total: items.length, page: 1, size: 25 })

/** What the hub answers about orders; undefined: nothing of that kind is kept. */
export const keptOrders = (path: string, query: URLSearchParams): unknown => {
  const [, id, rest] = /^\/plugins\/orders\/orders(?:\/([^/]+))?(\/history)?$/.exec(path) ?? []
  if (id !== undefined)
    return rest === undefined ? shown.find((one) => one.id === id) : page(history)
  if (!path.endsWith("/orders/orders")) return undefined
  const status = query.get("status")
  const search = query.get("search") ?? ""
  return page(
    shown.filter(
      (one) =>
        (status === null || one.status === status) &&
        (one.number.includes(search) || (one.table ?? "").includes(search)),
    ),
  )
}
