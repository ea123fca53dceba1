import type { Browser, Page, ViewportSize } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { BistroOrders } from "./support/bistro-orders.ts"
import { lineId, productId, tableId } from "./support/bistro-setup.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { illegibleTexts } from "./support/legibility.ts"
import { openTable, phone } from "./support/waiter-taps.ts"

let browser: Browser
let hub: FakeHub
let page: Page

const tickets = 28

beforeAll(async () => {
  browser = await openBrowser()
  const orders = new BistroOrders()
  hub = await startFakeHub(orders.answer)
  orders.open(hub.views)
  const lines = [{ id: lineId(1), productId: productId("mussels"), quantity: 2 }]
  const id = "0193f4c0-0000-7000-8000-800000000001"
  orders.run("placeOrder", { id, type: "dineIn", tableId: tableId(5), lines })
  for (let n = 1; n <= tickets; n++)
    hub.views.set("alarms", `ticket/${n}`, {
      kind: "notShown",
      ticketId: `0193f4c0-0000-7000-8000-7000000000${String(n).padStart(2, "0")}`,
      number: String(40 + n),
      table: "Grande table ronde du jardin",
      station: "grill",
      since: new Date(Date.now() - (100 - n) * 1000).toISOString(),
    })
})
afterAll(async () => {
  await browser.close()
  await hub.close()
})
afterEach(async () => {
  await page.context().close()
  expect(takeComplaints()).toEqual([])
})

const open = async (viewport: ViewportSize): Promise<void> => {
  page = await openPage(browser, hub, "/handheld", { ...phone, viewport, ownClock: true })
  page.setDefaultTimeout(20_000)
  await page.getByRole("button", { name: "Table 5:" }).waitFor()
}
const line = () => page.getByRole("alert").filter({ hasText: "NOT SHOWN" })

describe("many tickets that no screen shows", () => {
  it("[WAITER-25] take one line of a handheld, and a tap names them all", async () => {
    await open({ width: 390, height: 844 })
    await line().getByText(`${tickets} tickets`).waitFor()
    await line().getByRole("button").click()
    const sheet = page.getByRole("dialog", { name: "NOT SHOWN" })
    await sheet.getByText("No. 41 · Table Grande table ronde du jardin · Grill").waitFor()
    expect(await sheet.getByRole("listitem").count()).toBe(tickets)
    expect(await illegibleTexts(page)).toEqual([])
  })

  it.each([
    ["upright", { width: 390, height: 844 }],
    ["sideways", { width: 844, height: 390 }],
    ["magnified twice", { width: 195, height: 422 }],
  ])("[WAITER-25] leave an order in reach, %s", async (_, viewport) => {
    await open(viewport)
    const { height = 0 } = (await line().boundingBox()) ?? {}
    expect(height).toBeLessThanOrEqual(viewport.height * 0.15)
    await openTable(page, "5")
    const pane = await page.locator(".place__order").boundingBox()
    expect(pane?.height).toBeGreaterThan(180)
    // No finger is as fast: what the tile opened may lie where the tile was.
    await page.clock.fastForward(600)
    await page.getByRole("button", { name: "Mussels and fries" }).click()
    await page.getByRole("button", { name: "Void", exact: true }).waitFor()
    await page.keyboard.press("Escape")
    await page.clock.fastForward(600)
    await page.getByRole("button", { name: "Add dishes" }).click()
    await page.clock.fastForward(600)
    await page.getByRole("button", { name: "Add Country terrine" }).click()
    await page.getByRole("button", { name: "Send" }).click()
    await expect.poll(() => hub.commands.at(-1)?.op).toBe("addLines")
    const [wide, shown] = await page
      .locator(".handheld")
      .evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])
    expect(wide).toBe(shown)
  })
})
