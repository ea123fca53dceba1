import { randomUUID } from "node:crypto"
import type { PluginHouse } from "./plugin-house.ts"

interface Listed {
  readonly items: ReadonlyArray<{ readonly id: string }>
}

/** How orders go on, by what is asked of each after it was placed. */
const lives: ReadonlyArray<ReadonlyArray<string>> = [
  [],
  ["startLines", "readyLines", "serveLines", "close"],
  ["cancel"],
]

/** What happens in every restaurant: orders that are placed, cooked, closed and cancelled, and chits that are printed. */
export const makeBusy = async (house: PluginHouse, note: string): Promise<void> => {
  const listed = async (path: string): Promise<Listed["items"]> =>
    ((await house.ask("GET", path)).json as Listed | undefined)?.items ?? []
  const products = await listed("/plugins/catalog_product/products?size=200")
  const tables = await listed("/plugins/floor_plan/tables")
  for (const [n, ops] of lives.entries()) {
    const order = { id: randomUUID(), type: "dineIn", tableId: tables[n]?.id, note }
    const lineIds = await linesOf(house, products, order)
    for (const op of ops) {
      const asked = { cid: randomUUID(), op, args: op.endsWith("Lines") ? { lineIds } : {} }
      const { status, text } = await house.ask(
        "POST",
        `/plugins/orders/orders/${order.id}/commands`,
        asked,
      )
      if (status >= 300) throw new Error(`The order cannot go on with ${op}: ${text}`)
    }
  }
}

/** Of an order of the first dish that asks no questions. */
const linesOf = async (
  house: PluginHouse,
  products: Listed["items"],
  order: Readonly<Record<string, unknown>>,
): Promise<ReadonlyArray<string>> => {
  for (const product of products) {
    const lines = [{ productId: product.id, quantity: 1, note: order["note"] }]
    const { status, json } = await house.ask("POST", "/plugins/orders/orders", { ...order, lines })
    const placed = json?.["lines"] as ReadonlyArray<{ readonly lineId: string }> | undefined
    if (status < 300 && placed !== undefined) return placed.map(({ lineId }) => lineId)
  }
  throw new Error("The demo has no dish without questions")
}
