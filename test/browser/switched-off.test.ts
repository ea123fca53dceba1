import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Operation } from "#core/plugins/lifecycle/operation.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, openPage, type PageOptions, takeComplaints } from "./support/browser.ts"
import { phone } from "./support/waiter-taps.ts"

const hub = runningHub(["bistro", "brasserie"])
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  // A view of a plugin that was just switched off is not there.
  expect(takeComplaints().filter((text) => !text.includes("404"))).toEqual([])
})

const open = async (slug: string, path: string, options: PageOptions = {}) => {
  const page = await openPage(browser, hub.signIn(slug), path, options)
  page.setDefaultTimeout(20_000)
  return page
}

// Each in a restaurant of its own, so that both wait for the hub's heartbeats at the same time.
describe.concurrent("a page whose plugin is switched off", () => {
  it("[OFFICE-14] says so on a kitchen screen, and comes back by itself", async () => {
    const screen = hub.restaurant("bistro").screenOf("grill").slice("screen/".length)
    const kitchen = await open("bistro", `/kds?screen=${screen}`)
    await kitchen.locator("main.kitchen").waitFor()
    await change("bistro", "kds", "disable", { cascade: true })
    await kitchen.getByRole("heading", { name: "The kitchen display is switched off" }).waitFor()
    for (const key of ["kds", "catalog_product", "printer"]) await change("bistro", key, "enable")
    await kitchen.locator("main.kitchen").waitFor({ timeout: 20_000 })
    await kitchen.context().close()
  })

  it("[WAITER-19] says so on a handheld, and comes back by itself", async () => {
    const handheld = await open("brasserie", "/handheld", phone)
    await handheld.getByRole("button", { name: "Table 5:" }).waitFor()
    await change("brasserie", "orders", "disable")
    await handheld.getByRole("heading", { name: "Ordering is switched off" }).waitFor()
    await change("brasserie", "orders", "enable")
    await handheld.getByRole("button", { name: "Table 5:" }).waitFor({ timeout: 20_000 })
    await handheld.context().close()
  })
})

/** As the button of the back office does it; resolves when it is over. */
const change = async (slug: string, key: string, kind: string, body: object = {}) => {
  const { api, tenantId } = hub.restaurant(slug)
  const path = `/tenants/${tenantId}`
  const { id } = await api.post<{ id: string }>(`${path}/plugins/${key}/${kind}`, body)
  await expect
    .poll(async () => (await api.get<Operation>(`${path}/operations/${id}`)).status, {
      timeout: 15_000,
    })
    .toBe("succeeded")
}
