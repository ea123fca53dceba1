import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { BistroOrders } from "./support/bistro-orders.ts"
import { lineId, productId, tableId } from "./support/bistro-setup.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { haltClock } from "./support/standing-clock.ts"
import { doubleTap, openTable, phone } from "./support/waiter-taps.ts"

let browser: Browser
let hub: FakeHub
let orders: BistroOrders
let page: Page

const order = "0193f4c0-0000-7000-8000-800000000001"
const mussels = { id: lineId(1), productId: productId("mussels"), quantity: 2 }
const dessert = {
  id: lineId(2),
  productId: productId("fondant"),
  quantity: 1,
  course: 3,
  hold: true,
}

/** As fast as two taps come, and slower than any guard by time would wait. */
const fastMs = 200
const slowMs = 900

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  orders = new BistroOrders()
  hub = await startFakeHub(orders.answer)
  orders.open(hub.views)
  orders.run("placeOrder", {
    id: order,
    type: "dineIn",
    tableId: tableId(5),
    lines: [mussels, dessert],
  })
  page = await openPage(browser, hub, "/handheld", { ...phone, ownClock: true })
  page.setDefaultTimeout(20_000)
  await openTable(page, "5")
  await page.getByRole("button", { name: "Mussels and fries" }).waitFor()
  await haltClock(page)
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  expect(takeComplaints()).toEqual([])
})

const dialog = (name: string | RegExp) => page.getByRole("dialog", { name })
const asked = () => hub.commands.map(({ op }) => op)
const openMussels = () => page.getByRole("button", { name: "Mussels and fries" }).click()

describe("a double tap", () => {
  it.each([fastMs, slowMs])(
    "[WAITER-22] on Cancel order cancels nothing, %i ms apart",
    async (apartMs) => {
      await page.getByRole("button", { name: "More" }).click()
      const sure = dialog("Cancel the whole order?")
      const cancel = page.getByRole("button", { name: "Cancel order" })
      await doubleTap(page, cancel, sure, apartMs)
      await page.clock.fastForward(slowMs)
      if (apartMs === slowMs) await cancel.click()
      await sure.waitFor()
      expect(asked()).toEqual([])
      await page.clock.fastForward(slowMs)
      await sure.getByRole("button", { name: "Cancel order" }).click()
      await expect.poll(asked).toEqual(["cancel"])
    },
  )

  it.each([fastMs, slowMs])(
    "[WAITER-22] on Void takes back nothing, %i ms apart: a reason comes first, and then a tap of its own",
    async (apartMs) => {
      await openMussels()
      await page.clock.fastForward(slowMs)
      const choice = dialog("Void 2 · Mussels and fries")
      await doubleTap(
        page,
        page.getByRole("button", { name: "Void", exact: true }),
        choice,
        apartMs,
      )
      await page.clock.fastForward(slowMs)
      await choice.getByRole("radio", { name: "Changed mind" }).check()
      expect(asked()).toEqual([])
      await choice.getByRole("button", { name: "Void 2" }).click()
      await expect.poll(asked).toEqual(["voidLine"])
    },
  )

  it("[WAITER-22] on Send leaves the new order in sight", async () => {
    await page.getByRole("button", { name: "Menu" }).click()
    await page.clock.fastForward(slowMs)
    await page.getByRole("button", { name: "Add Country terrine" }).click()
    await page.clock.fastForward(slowMs)
    const send = page.getByRole("button", { name: "Send" })
    await doubleTap(page, send, page.getByRole("button", { name: "Add dishes" }), fastMs)
    await page.clock.fastForward(slowMs)
    await page.getByRole("button", { name: "Country terrine" }).waitFor()
    expect(await page.getByRole("button", { name: "Add Country terrine" }).isVisible()).toBe(false)
  })

  it("[WAITER-22] on what closes a sheet does not reach what lay below it", async () => {
    await openMussels()
    await page.clock.fastForward(slowMs)
    await page.getByRole("button", { name: "Void", exact: true }).click()
    const choice = dialog("Void 2 · Mussels and fries")
    await page.clock.fastForward(slowMs)
    await choice.getByRole("radio", { name: "Spilled" }).check()
    // The button that fires the next course lies at the bottom edge too.
    const fire = page.locator(".send").getByRole("button", { name: "Fire course 3" })
    await doubleTap(page, choice.getByRole("button", { name: "Void 2" }), fire, fastMs)
    await page.locator(".line--voided").waitFor()
    await expect.poll(asked).toEqual(["voidLine"])
  })
})
