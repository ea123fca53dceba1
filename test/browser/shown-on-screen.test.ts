import type { Browser, Page } from "playwright-core"
import { v7 as uuid } from "uuid"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"
import { BistroOrders } from "./support/bistro-orders.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { pass, setUpRestaurant } from "./support/kitchen-fixture.ts"
import { openTable, phone } from "./support/waiter-taps.ts"

const hub = runningHub(["bistro"])
const withinMs = 15_000
const replaced = "The same screen was opened in another window of this device."

let browser: Browser
const pages: Array<Page> = []

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close()
  expect(takeComplaints()).toEqual([])
})

const opened = async (page: Page): Promise<Page> => {
  page.setDefaultTimeout(withinMs)
  pages.push(page)
  return page
}
const grillPath = () => `/kds?screen=${hub.restaurant().screenOf("grill").slice("screen/".length)}`
const kitchen = async () => opened(await openPage(browser, hub.signIn(), grillPath()))

describe("a dish that its cooks can see", () => {
  it("[WAITER-20] says on the handheld on which screen it is", async () => {
    const { api, productId, tables, screens } = hub.restaurant()
    const grill = await kitchen()
    await grill.locator("main.kitchen").waitFor()
    const handheld = await opened(await openPage(browser, hub.signIn(), "/handheld", phone))
    const table = tables.find(({ name }) => name === "5")
    await api.post("/plugins/orders/orders", {
      id: uuid(),
      type: "dineIn",
      tableId: table?.id,
      lines: [{ productId: productId("OS MOELLE"), quantity: 1 }],
      send: true,
    })
    await openTable(handheld, "5")
    const name = screens.find(({ stations }) => stations.includes("grill" as never))?.name
    await handheld.getByText("Shown, step 3 of 6").waitFor()
    await handheld.getByText(`on ${name}`).waitFor()
  })
})

describe("two windows of one device", () => {
  it("[UI-7] do not fight: the newer is live, the older says so and takes over when asked", async () => {
    const older = await kitchen()
    await older.getByText("Live", { exact: true }).waitFor()
    const newer = await older.context().newPage()
    newer.setDefaultTimeout(withinMs)
    await newer.goto(`${hub.url()}${grillPath()}`)
    await older.getByText(replaced).waitFor()
    await newer.getByText("Live", { exact: true }).waitFor()
    // Longer than the longest first pause before a reconnect, for each of them.
    await new Promise((later) => setTimeout(later, 1_200))
    expect(await newer.getByText(replaced).count()).toBe(0)
    expect(await older.getByText(replaced).count()).toBe(1)
    await older.getByRole("button", { name: "Use this one" }).click()
    await newer.getByText(replaced).waitFor()
    await older.getByText("Live", { exact: true }).waitFor()
  })
})

describe("a ticket that no screen shows", () => {
  const alarm = {
    kind: "notShown",
    ticketId: "0193f4c0-0000-7000-8000-700000000001",
    orderId: "0193f4c0-0000-7000-8000-800000000001",
    number: "12",
    table: "5",
    station: "grill",
    since: new Date(Date.now() - 14_000).toISOString(),
  }
  const stands = async (fake: FakeHub, page: Page) => {
    const note = page.getByRole("alert").filter({ hasText: "NOT SHOWN" })
    fake.views.set("alarms", "ticket/1", alarm)
    await note.getByText("No. 12 · Table 5 · Grill").waitFor()
    fake.views.set("alarms", "ticket/1", null)
    await note.waitFor({ state: "detached" })
  }

  it("[WAITER-21] stands in red on every handheld until somebody sees it", async () => {
    const orders = new BistroOrders()
    const fake = await startFakeHub(orders.answer)
    orders.open(fake.views)
    const page = await opened(await openPage(browser, fake, "/handheld", phone))
    await page.getByRole("button", { name: "Table 5:" }).waitFor()
    await stands(fake, page)
    await fake.close()
  })

  it("[WAITER-21] stands in red on the pass until somebody sees it", async () => {
    const fake = await startFakeHub()
    setUpRestaurant(fake.views)
    const page = await opened(await openPage(browser, fake, `/kds?screen=${pass}`))
    await page.locator("main.kitchen").waitFor()
    await stands(fake, page)
    await fake.close()
  })
})
