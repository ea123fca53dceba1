import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { BistroOrders } from "./support/bistro-orders.ts"
import { lineId, productId, tableId } from "./support/bistro-setup.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { addDish, openTable, phone } from "./support/waiter-taps.ts"

let browser: Browser
let hub: FakeHub
let orders: BistroOrders
let page: Page

const order = "0193f4c0-0000-7000-8000-800000000001"

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  orders = new BistroOrders()
  hub = await startFakeHub(orders.answer)
  orders.open(hub.views)
  const place = (id: string, table: number, n: number) =>
    orders.run("placeOrder", {
      id,
      type: "dineIn",
      tableId: tableId(table),
      lines: [{ id: lineId(n), productId: productId("mussels"), quantity: 2 }],
    })
  place(order, 5, 1)
  place("0193f4c0-0000-7000-8000-800000000002", 2, 2)
  page = await openPage(browser, hub, "/handheld", phone)
  page.setDefaultTimeout(20_000)
  await openTable(page, "5")
  // Whoever cuts the network asks for what the handheld has.
  await page.getByRole("button", { name: "Mussels and fries" }).waitFor()
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  const own = takeComplaints().filter((text) => !text.startsWith("WebSocket connection to"))
  expect(own).toEqual([])
})

const tables = () => page.getByRole("dialog", { name: "Which table now?" })
const openTables = async () => {
  await page.getByRole("button", { name: "More", exact: true }).click()
  await page.getByRole("button", { name: "Move to another table" }).click()
  await tables().waitFor()
}

describe("guests who sit elsewhere", () => {
  it("[WAITER-27] are moved in three taps, and the handheld goes along with what is not sent yet", async () => {
    await page.getByRole("button", { name: "Menu" }).click()
    await addDish(page, "Starters", "French onion soup")
    await page.getByRole("button", { name: /^Order/ }).click()
    await openTables()
    await tables().getByRole("button", { name: "Table 2, taken" }).waitFor()
    expect(await tables().getByRole("button", { name: "Table 5" }).count()).toBe(0)
    await tables().getByRole("button", { name: "Table 8", exact: true }).click()
    const asked = () => hub.commands.map(({ op, args }) => ({ op, args }))
    await expect
      .poll(asked)
      .toEqual([{ op: "moveTable", args: { orderId: order, tableId: tableId(8) } }])
    expect(orders.at(tableId(5))).toEqual([])
    await page.getByRole("button", { name: "Send" }).click()
    await expect.poll(() => orders.order(order).lines.length).toBe(2)
    await page.getByRole("button", { name: "Back to the tables" }).click()
    await page.getByRole("button", { name: "Table 5: Free" }).waitFor()
    await page.getByRole("button", { name: "Table 8:" }).waitFor()
  })

  it("[WAITER-27] are moved when the hub is back, and once", async () => {
    hub.cut()
    await page.getByText("NOT LIVE").waitFor({ timeout: 20_000 })
    await openTables()
    await tables().getByRole("button", { name: "Table 8", exact: true }).click()
    await page.getByText("Not at the hub yet").waitFor()
    await page.getByRole("button", { name: "Mussels and fries" }).waitFor()
    hub.restore()
    await expect.poll(() => orders.at(tableId(8)).length, { timeout: 20_000 }).toBe(1)
    await page.getByRole("button", { name: "Back to the tables" }).click()
    await openTable(page, "8")
    await page.getByRole("button", { name: "Mussels and fries" }).waitFor()
    expect(new Set(hub.commands.map(({ cid }) => cid)).size).toBe(1)
  })
})
