import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { BistroOrders } from "./support/bistro-orders.ts"
import { lineId, productId, tableId } from "./support/bistro-setup.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, type Rest, startFakeHub } from "./support/fake-hub.ts"
import { openTable, phone } from "./support/waiter-taps.ts"

let browser: Browser
let hub: FakeHub
let orders: BistroOrders
let page: Page

const order = "0193f4c0-0000-7000-8000-000000000001"
const mussels = { id: lineId(1), productId: productId("mussels"), quantity: 2 }

/** As the hub tells it of the order: that the dish was voided a moment ago. */
const history: Rest = ({ path }) => {
  if (path !== `/plugins/orders/orders/${order}/history`) return undefined
  const type = "LinesVoided@1"
  const event = { type, moves: [{ lineId: mussels.id, to: "voided" }], reason: "Changed mind" }
  const told = { rev: 2, position: 2, type, at: new Date().toISOString(), event }
  const items = [{ ...told, by: { kind: "user", id: "ana", name: "Ana" } }]
  return { status: 200, json: { items, total: 1, page: 1, size: 200 } }
}

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  orders = new BistroOrders()
  hub = await startFakeHub(orders.answer, history)
  orders.open(hub.views)
  const place = { id: order, type: "dineIn", tableId: tableId(5), lines: [mussels] }
  orders.run("placeOrder", place)
  page = await openPage(browser, hub, "/handheld", phone)
  page.setDefaultTimeout(20_000)
  await openTable(page, "5")
  await page.getByRole("button", { name: "Mussels and fries" }).click()
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  expect(takeComplaints()).toEqual([])
})

const sheet = () => page.getByRole("dialog", { name: "Mussels and fries" })
const unsaved = () => sheet().getByRole("region", { name: "What you changed is not saved:" })

describe("a dish that a colleague voids while it is open", () => {
  it("[WAITER-24] keeps what was being changed in sight, and says who voided it and why", async () => {
    await sheet().getByLabel("Note for the kitchen").fill("no shells")
    await sheet().getByRole("button", { name: "One more" }).click()
    orders.run("voidLine", { orderId: order, lineId: mussels.id, reason: "Changed mind" })
    await sheet().getByText("This dish was voided.").waitFor()
    await sheet()
      .getByText(/^By .Ana. at \d\d:\d\d\.$/)
      .waitFor()
    await sheet()
      .getByText(/^Why: .Changed mind.$/)
      .waitFor()
    await unsaved().getByText("“no shells”").waitFor()
    await unsaved().getByText("3 ×").waitFor()
    expect(await sheet().getByRole("button", { name: "Save change" }).count()).toBe(0)
    expect(await sheet().getByText("Cooking").count()).toBe(0)
  })

  it("[WAITER-24] says no word of a change where nothing was touched", async () => {
    await sheet().getByLabel("Note for the kitchen").waitFor()
    orders.run("voidLine", { orderId: order, lineId: mussels.id })
    await sheet().getByText("This dish was voided.").waitFor()
    expect(await unsaved().count()).toBe(0)
  })
})
