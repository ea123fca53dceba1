import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { BistroOrders } from "./support/bistro-orders.ts"
import { lineId, productId, tableId } from "./support/bistro-setup.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { haltClock } from "./support/standing-clock.ts"
import { doubleTap, phone } from "./support/waiter-taps.ts"

let browser: Browser
let hub: FakeHub
let orders: BistroOrders
let page: Page

const orderAt = (table: number): string => `0193f4c0-0000-7000-8000-80000000000${table}`
const undoMs = 4000

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  orders = new BistroOrders()
  hub = await startFakeHub(orders.answer)
  orders.open(hub.views)
  for (const table of [5, 6]) {
    const line = { id: lineId(table), productId: productId("mussels"), quantity: 2 }
    const id = orderAt(table)
    orders.run("placeOrder", { id, type: "dineIn", tableId: tableId(table), lines: [line] })
    orders.run("readyLines", { orderId: id, lineIds: [line.id] }, Date.now() + table * 1000)
  }
  page = await openPage(browser, hub, "/handheld", { ...phone, ownClock: true })
  page.setDefaultTimeout(20_000)
  await rowOf(5).getByText("2 Mussels and fries").waitFor()
  await rowOf(6).getByText("2 Mussels and fries").waitFor()
  await haltClock(page)
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  const own = takeComplaints().filter((text) => !text.startsWith("WebSocket connection to"))
  expect(own).toEqual([])
})

const rowOf = (table: number) =>
  page.getByRole("listitem").filter({ hasText: new RegExp(`^Table ${table}`) })
const collected = (table: number) => rowOf(table).getByRole("button", { name: "Collected" }).last()
const undo = (table: number) => page.getByRole("button", { name: `Undo: Table ${table}` })
/** Each once, however often it was repeated. */
const served = () => [
  ...new Set(
    hub.commands.flatMap(({ op, args, cid }) =>
      op === "serveLines" ? [`${cid} ${args["orderId"]}`] : [],
    ),
  ),
]
const servedOrders = () => served().map((one) => one.split(" ")[1])

describe("collecting what is ready", () => {
  it("[WAITER-23] keeps the row in its place, so that a double tap takes nobody else's food", async () => {
    const before = await rowOf(6).boundingBox()
    await doubleTap(page, collected(5), undo(5), 200)
    expect(await rowOf(6).boundingBox()).toEqual(before)
    await undo(5).waitFor()
    await page.clock.fastForward(undoMs)
    await expect.poll(servedOrders).toEqual([orderAt(5)])
    await rowOf(5).waitFor({ state: "detached" })
    await collected(6).waitFor()
  })

  it("[WAITER-23] can be taken back for four seconds, and was then never said", async () => {
    await collected(5).click()
    await page.clock.fastForward(undoMs - 100)
    await undo(5).click()
    await collected(5).waitFor()
    await page.clock.fastForward(undoMs)
    // What was collected afterwards is the proof that nothing went before it.
    await collected(6).click()
    await page.clock.resume()
    await expect.poll(servedOrders, { timeout: 20_000 }).toEqual([orderAt(6)])
  })

  it("[WAITER-23] can be taken back inside an order too, and goes out before anything else is done there", async () => {
    const inside = page.getByRole("button", { name: "Collected 2" })
    const back = page.getByRole("button", { name: "Undo", exact: true })
    await page.getByRole("button", { name: "Table 5:" }).click()
    await doubleTap(page, inside, back, 200)
    await back.waitFor()
    await back.click()
    await inside.click()
    await page.getByRole("button", { name: "More", exact: true }).click()
    await expect.poll(servedOrders).toEqual([orderAt(5)])
    expect(served()).toHaveLength(1)
  })

  it("[WAITER-23] is sent at once when the list is left", async () => {
    await collected(5).click()
    await page.getByRole("button", { name: "Table 8:" }).click()
    await expect.poll(servedOrders).toEqual([orderAt(5)])
  })

  it("[WAITER-23] is sent at once when the page is hidden", async () => {
    await collected(5).click()
    await undo(5).waitFor()
    await page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { value: "hidden" })
      document.dispatchEvent(new Event("visibilitychange"))
    })
    await expect.poll(servedOrders).toEqual([orderAt(5)])
  })

  it("[WAITER-23] is sent once over a reload", async () => {
    await collected(5).click()
    await undo(5).waitFor()
    await page.reload()
    await page.clock.resume()
    await expect.poll(servedOrders, { timeout: 20_000 }).toEqual([orderAt(5)])
    await rowOf(5).waitFor({ state: "detached" })
    const kept = () => page.evaluate(() => localStorage.getItem("heard.handheld.collected"))
    await expect.poll(kept).toBe("[]")
    expect(served()).toHaveLength(1)
  })

  it("[WAITER-23] waits for the hub like everything else that was asked without a connection", async () => {
    hub.cut()
    await collected(5).click()
    await page.clock.fastForward(undoMs)
    await page.getByText("1 to send").waitFor()
    hub.restore()
    await page.clock.resume()
    await expect.poll(servedOrders, { timeout: 20_000 }).toEqual([orderAt(5)])
    expect(served()).toHaveLength(1)
  })
})
