import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { orderView } from "#core/kitchen/order-view.ts"
import { BistroOrders } from "./support/bistro-orders.ts"
import { lineId, productId, tableId } from "./support/bistro-setup.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, type Rest, startFakeHub } from "./support/fake-hub.ts"
import { haltClock } from "./support/standing-clock.ts"
import { openTable, phone } from "./support/waiter-taps.ts"

let browser: Browser
let hub: FakeHub
let orders: BistroOrders
let page: Page

const own = "0193f4c0-0000-7000-8000-000000000001"
const colleagues = "0193f4c0-0000-7000-8000-000000000002"

const closedOnes: Rest = ({ path, query }) => {
  if (path !== "/plugins/orders/orders" || query.get("status") !== "closed") return undefined
  const table = query.get("tableId")
  const items = [own, colleagues]
    .map((id) => orders.order(id))
    .filter(({ status, tableId }) => status === "closed" && (table ?? tableId) === tableId)
    .map((order) => orderView(order, "EUR"))
  return { status: 200, json: { items, total: items.length, page: 1, size: 20 } }
}

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  orders = new BistroOrders()
  hub = await startFakeHub(orders.answer, closedOnes)
  orders.open(hub.views)
  const place = (id: string, dish: string, n: number) => {
    const lines = [{ id: lineId(n), productId: productId(dish), quantity: 1 }]
    orders.run("placeOrder", { id, type: "dineIn", tableId: tableId(5), lines })
    for (const op of ["startLines", "readyLines"])
      orders.run(op, { orderId: id, lineIds: [lineId(n)] })
    orders.run("serveLines", { orderId: id, parts: [{ lineId: lineId(n), quantity: 1 }] })
  }
  place(own, "mussels", 1)
  place(colleagues, "onion-soup", 2)
  page = await openPage(browser, hub, "/handheld", { ...phone, ownClock: true })
  page.setDefaultTimeout(20_000)
  await openTable(page, "5")
  await page.getByRole("button", { name: "Mussels and fries" }).waitFor()
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  expect(takeComplaints()).toEqual([])
})

const close = async () => {
  await page.getByRole("button", { name: "More", exact: true }).click()
  await page.getByRole("button", { name: "Close order" }).click()
}
const statusOf = (id: string) => () => orders.order(id).status

describe("an order that is closed", () => {
  it("[WAITER-32] is said to be, and is opened again with one tap while that stands there", async () => {
    await close()
    await page.getByText(/^Table .5. · #41 is closed$/).waitFor()
    await page.getByRole("button", { name: "Table 5:" }).waitFor()
    expect(statusOf(own)()).toBe("closed")
    await page.getByRole("button", { name: "Undo" }).click()
    await page.getByRole("button", { name: "Mussels and fries" }).waitFor()
    await expect.poll(statusOf(own)).toBe("open")
    expect(await page.getByText("#41 is closed").count()).toBe(0)
  })

  it("[WAITER-32] is found at its table afterwards, and opened again there", async () => {
    await haltClock(page)
    await close()
    await page.getByText("#41 is closed").waitFor()
    await page.clock.fastForward(9000)
    await page.getByText("#41 is closed").waitFor({ state: "detached" })
    await openTable(page, "5")
    await page.getByRole("button", { name: "French onion soup" }).waitFor()
    await page.getByRole("button", { name: "Closed lately" }).click()
    const lately = page.getByRole("dialog", { name: "Closed lately" })
    await lately.getByRole("button", { name: "#41" }).click()
    await page.getByRole("button", { name: "Mussels and fries" }).waitFor()
    await page.getByText("This order is closed.").waitFor()
    await page.getByRole("button", { name: "Open again" }).click()
    await expect.poll(statusOf(own)).toBe("open")
    await page.getByText("This order is closed.").waitFor({ state: "detached" })
  })

  it("[WAITER-32] stays in sight of a colleague who looks at it, and says that it is closed", async () => {
    orders.run("close", { orderId: own })
    await page.getByText("This order is closed.").waitFor()
    await page.getByRole("button", { name: "Mussels and fries" }).waitFor()
  })

  it("[WAITER-32] is found among all of the last hours, whichever table it was", async () => {
    orders.run("close", { orderId: colleagues })
    await page.getByRole("button", { name: "Back to the tables" }).click()
    await page.getByRole("button", { name: "Closed lately" }).click()
    const lately = page.getByRole("dialog", { name: "Closed lately" })
    await lately
      .getByRole("button", { name: "#42" })
      .getByText(/^Table .5.$/)
      .waitFor()
    expect(await lately.getByRole("button", { name: "#41" }).count()).toBe(0)
    await lately.getByRole("button", { name: "#42" }).click()
    await page.getByRole("button", { name: "French onion soup" }).waitFor()
  })
})
