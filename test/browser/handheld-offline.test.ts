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

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  orders = new BistroOrders()
  hub = await startFakeHub(orders.answer)
  orders.open(hub.views)
  page = await openPage(browser, hub, "/handheld", phone)
  await openTable(page, "5")
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  // A browser complains about every connection that it did not get; the rest would be ours.
  const own = takeComplaints().filter((text) => !text.startsWith("WebSocket connection to"))
  expect(own).toEqual([])
})

describe("a Wi-Fi gap", () => {
  it("[WAITER-6] keeps an order as queued, says so in red, and sends it once when the hub is back", async () => {
    await addDish(page, "Starters", "French onion soup")
    hub.cut()
    await page.getByRole("button", { name: "Send" }).click()
    const line = page.getByRole("button", { name: "French onion soup" })
    await line.getByText("Queued, step 1 of 6").waitFor()
    await page.getByText("NOT LIVE").waitFor({ timeout: 20_000 })
    await page.getByText("1 kept here: sent by itself when the hub is back.").waitFor()
    // Ordering goes on, for the same table too.
    await page.getByRole("button", { name: "Menu" }).click()
    await addDish(page, "Starters", "Country terrine")
    await page.getByRole("button", { name: "Send" }).click()
    await page.getByText("2 kept here").waitFor()
    expect(hub.commands).toEqual([])
    await page.getByRole("button", { name: "Back to the tables" }).click()
    await page.getByRole("button", { name: "Table 5: Queued" }).click()
    hub.restore()
    await line.getByText("Heard, step 2 of 6").waitFor({ timeout: 20_000 })
    await page.getByText("NOT LIVE").waitFor({ state: "detached" })
    expect(hub.commands.map(({ op }) => op)).toEqual(["placeOrder", "addLines"])
    expect(hub.commands[1]?.args["orderId"]).toBe(hub.commands[0]?.args["id"])
    expect(orders.at(tableId(5))).toHaveLength(1)
  })

  it("[WAITER-6] repeats the same cid when the answer was lost, and keeps the order over a reload", async () => {
    await addDish(page, "Starters", "French onion soup")
    hub.muteOnce()
    await page.getByRole("button", { name: "Send" }).click()
    await expect.poll(() => hub.commands.length).toBeGreaterThan(0)
    await page.reload()
    await page.getByText("#41").waitFor({ timeout: 20_000 })
    // How often it is repeated is the network's affair: it is always the same command.
    await expect.poll(() => hub.commands.length).toBeGreaterThanOrEqual(2)
    expect(new Set(hub.commands.map(({ cid }) => cid)).size).toBe(1)
    expect(orders.at(tableId(5))).toHaveLength(1)
    await page.getByRole("button", { name: "French onion soup" }).waitFor()
  })

  it("[WAITER-31] adds to a colleague's order that was not told before the gap", async () => {
    await page.getByRole("button", { name: "Back to the tables" }).click()
    const line = { id: lineId(1), productId: productId("mussels"), quantity: 2 }
    const id = "0193f4c0-0000-7000-8000-800000000007"
    orders.run("placeOrder", { id, type: "dineIn", tableId: tableId(7), lines: [line] })
    await page.getByRole("button", { name: /^Table 7: Ordered/ }).waitFor()
    hub.cut()
    await openTable(page, "7")
    await page.getByText("NOT LIVE").waitFor({ timeout: 20_000 })
    await page.getByText("2 dishes were ordered before the connection was lost;").waitFor()
    await page.getByRole("button", { name: "Menu" }).click()
    await addDish(page, "Starters", "Country terrine")
    await page.getByRole("button", { name: "Send" }).click()
    await page.getByRole("button", { name: "Country terrine Queued" }).waitFor()
    hub.restore()
    await page.getByRole("button", { name: "Mussels and fries" }).waitFor({ timeout: 20_000 })
    expect(hub.commands.map(({ op, args }) => [op, args["orderId"]])).toEqual([["addLines", id]])
    expect(orders.at(tableId(7))).toHaveLength(1)
    expect(await page.getByText("before the connection was lost").count()).toBe(0)
  })

  it("[WAITER-26] says that the tables are on their way while the hub has not told them", async () => {
    // Connected, and never answered.
    await page.routeWebSocket(/\/ws/, () => {})
    await page.getByRole("button", { name: "Back to the tables" }).click()
    await page.reload()
    await page.getByRole("status").filter({ hasText: "The tables are on their way." }).waitFor()
    await page.getByRole("button", { name: "New takeaway" }).waitFor()
    expect(await page.getByText("No tables here").count()).toBe(0)
  })

  it("[WAITER-11] gives dishes back to the basket when the hub refused them after the gap", async () => {
    await addDish(page, "Starters", "Devilled eggs")
    await addDish(page, "Starters", "Country terrine")
    hub.cut()
    await page.getByRole("button", { name: "Send" }).click()
    orders.available(productId("egg-mayo"), false)
    hub.restore()
    const refusal = page.getByRole("alert").filter({ hasText: "Nothing of this was sent" })
    await refusal.getByText("1 Devilled eggs · 1 Country terrine").waitFor({ timeout: 20_000 })
    await refusal.getByRole("button", { name: "Back to the basket" }).click()
    await page.getByRole("button", { name: "Take out" }).first().click()
    await page.getByRole("button", { name: "Send" }).click()
    await page.getByText("#41").waitFor()
    expect(orders.at(tableId(5))[0]?.lines).toMatchObject([{ productId: productId("terrine") }])
  })
})
