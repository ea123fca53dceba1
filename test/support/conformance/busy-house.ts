import { randomUUID } from "node:crypto"
import type { PluginHouse } from "./plugin-house.ts"

interface Listed {
  readonly items: ReadonlyArray<{ readonly id: string }>
}

/** What happens in every restaurant: orders that are placed, cooked, closed and cancelled, and chits that are printed. */
export const makeBusy = async (house: PluginHouse, note: string): Promise<void> => {
  const listed = async (path: string): Promise<Listed["items"]> =>
    ((await house.ask("GET", path)).json as Listed | undefined)?.items ?? []
  const products = await listed("/plugins/catalog_product/products?size=200")
  const tables = await listed("/plugins/floor_plan/tables")
  const endings = [undefined, "close", "cancel"]
  for (const [n, ending] of endings.entries()) {
    const id = randomUUID()
    const placed = await placedWith(house, products, {
      id,
      type: "dineIn",
      tableId: tables[n]?.id,
      note,
    })
    if (!placed || ending === undefined) continue
    for (const op of ending === "close" ? ["send", "close"] : [ending])
      await house.ask("POST", `/plugins/orders/orders/${id}/commands`, {
        cid: randomUUID(),
        op,
        args: { orderId: id },
      })
  }
}

/** The first dish that asks no questions. */
const placedWith = async (
  house: PluginHouse,
  products: Listed["items"],
  order: Readonly<Record<string, unknown>>,
): Promise<boolean> => {
  for (const product of products) {
    const lines = [{ productId: product.id, quantity: 1, note: order["note"] }]
    const { status } = await house.ask("POST", "/plugins/orders/orders", { ...order, lines })
    if (status < 300) return true
  }
  return false
}
