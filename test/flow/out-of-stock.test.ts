import { describe, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub(["bistro"])

interface Page {
  readonly items: ReadonlyArray<{ readonly id: string; readonly price: number }>
}

describe("what is out of stock", () => {
  it("[STOCK-1] is said by a door that opens nothing else of the menu, and holds from the next order", async () => {
    const { api } = hub.restaurant()
    const { items } = await api.get<Page>("/plugins/catalog_product/products")
    const { id: productId = "", price } = items[0] ?? {}
    const product = `/plugins/catalog_product/products/${productId}`
    const order = () =>
      api.send("POST", "/plugins/orders/orders", {
        type: "takeaway",
        lines: [{ productId, quantity: 1 }],
      })
    const say = (body: object) => api.send("PUT", `${product}/availability`, body)

    expect(await say({ available: false })).toMatchObject({ status: 200 })
    expect(await order()).toMatchObject({ status: 422, body: { code: "PRODUCT_UNAVAILABLE" } })
    expect(await say({ available: false, price: 1 })).toMatchObject({ status: 422 })
    expect(await say({ available: true })).toMatchObject({ status: 200 })
    expect(await order()).not.toMatchObject({ body: { code: "PRODUCT_UNAVAILABLE" } })
    expect(await api.get(product)).toMatchObject({ available: true, price })
  })

  it("[STOCK-1] is nothing to say about a dish that the restaurant does not have", async () => {
    const { api } = hub.restaurant()
    const stranger = crypto.randomUUID()
    expect(
      await api.send("PUT", `/plugins/catalog_product/products/${stranger}/availability`, {
        available: false,
      }),
    ).toMatchObject({ status: 404, body: { code: "PRODUCT_NOT_FOUND" } })
  })
})
