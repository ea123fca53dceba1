import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { BistroOrders } from "./support/bistro-orders.ts"
import { lineId, productId } from "./support/bistro-setup.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { phone } from "./support/waiter-taps.ts"

let browser: Browser
let hub: FakeHub
let page: Page

const waiting = 60
/** One connection follows no more orders than this. */
const followed = 48
const longName = "Donaudampfschifffahrtsgesellschaftskapitänsfrühstücksteller"

beforeAll(async () => {
  browser = await openBrowser()
  const orders = new BistroOrders()
  hub = await startFakeHub(orders.answer)
  orders.open(hub.views)
  for (let n = 1; n <= waiting; n++) {
    const line = { id: lineId(n), productId: productId("mussels"), quantity: 2 }
    const id = `0193f4c0-0000-7000-8000-8000000000${String(n).padStart(2, "0")}`
    orders.run("placeOrder", { id, type: "takeaway", lines: [line] })
    orders.run("readyLines", { orderId: id, lineIds: [line.id] }, Date.now() + n)
    const shown = hub.views.get(`order/${id}`, id)
    const [first] = (shown?.["lines"] ?? []) as ReadonlyArray<object>
    const lines = [{ ...first, name: longName, names: {} }]
    hub.views.set(`order/${id}`, id, { ...shown, lines })
  }
  page = await openPage(browser, hub, "/handheld", phone)
  page.setDefaultTimeout(20_000)
  await page.getByText(longName).nth(7).waitFor()
})
afterAll(async () => {
  await browser.close()
  await hub.close()
  expect(takeComplaints()).toEqual([])
})

const ready = () => page.getByRole("region", { name: "Ready to collect" })

describe("a busy evening in one hand", () => {
  it("[WAITER-9] keeps a long name of a dish inside of its row", async () => {
    const [wide, shown] = await ready()
      .getByRole("listitem")
      .first()
      .evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])
    expect(wide).toBe(shown)
    const name = await ready().getByText(longName).first().boundingBox()
    const button = await ready().getByRole("button", { name: "Collected" }).first().boundingBox()
    expect((name?.x ?? 0) + (name?.width ?? 0)).toBeLessThanOrEqual(button?.x ?? 0)
  })

  it("[WAITER-13] offers a new takeaway before those that are open", async () => {
    await page
      .getByRole("button", { name: /^Takeaway/ })
      .first()
      .click()
    const [first] = await page.locator(".tables__grid button").allInnerTexts()
    expect(first).toBe("New takeaway")
  })

  it("[WAITER-9] says how many more are ready than it lists, and lists them when asked", async () => {
    expect(await ready().getByRole("listitem").count()).toBe(8)
    await ready().getByRole("button", { name: "and 52 more" }).click()
    await ready()
      .getByText(longName)
      .nth(followed - 1)
      .waitFor()
    await ready().getByText("and 12 more").waitFor()
    expect(await ready().getByRole("listitem").count()).toBe(followed)
  })
})
