import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { officeRest } from "./support/fake-office.ts"
import { devices, devicesAtWork } from "./support/office-devices.ts"
import { plugins } from "./support/office-plugins.ts"

let browser: Browser
let hub: FakeHub
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  const rest = officeRest()
  // Plugins and events are well, so that what is wrong is wrong with the restaurant.
  const well = plugins.filter(({ key }) => key === "kds" || key === "devices")
  hub = await startFakeHub(undefined, (request) => {
    if (request.path.endsWith("/plugins")) return { status: 200, json: { items: well } }
    if (request.path.endsWith("/subscriptions")) return { status: 200, json: { items: [] } }
    return rest(request)
  })
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  expect(takeComplaints()).toEqual([])
})

const open = async () => {
  page = await openPage(browser, hub, "/admin")
  page.setDefaultTimeout(20_000)
}
const attention = () => page.getByRole("region", { name: "Needs your attention" })
const well = () => page.getByText("All is well.")
const calm = devices.filter(({ deviceId }) => deviceId === "d4")

describe("the first page of the back office", () => {
  it("[OFFICE-22] names tickets that nobody sees and devices that need somebody, the worst first", async () => {
    devicesAtWork(hub.views)
    hub.views.set("alarms", "ticket/t1", {
      kind: "notShown",
      ticketId: "t1",
      number: "41",
      table: "7",
      station: "grill",
      since: new Date().toISOString(),
    })
    await open()
    await attention().getByText("No cook sees 1 ticket").waitFor()
    await attention()
      .getByText(/Grill\W+has no paper\. Its tickets go to/)
      .waitFor()
    await attention().getByText("1 device has never been here").waitFor()
    const links = attention().getByRole("link")
    expect(await links.first().textContent()).toMatch(/No\. 41 \(table 7\) waits longest/)
    expect(await well().count()).toBe(0)

    await attention()
      .getByRole("link", { name: /has no paper/ })
      .click()
    await page.getByRole("dialog", { name: "Print agent grill" }).waitFor()
  })

  it("[OFFICE-22] says that all is well once that is true, and no longer", async () => {
    for (const device of calm) hub.views.set("devices", device.deviceId, device)
    await open()
    await well().waitFor()
    await page.getByText("1 of 1 connected").waitFor()
    const [printer] = devices
    hub.views.set("devices", "d1", { ...printer, faults: printer?.faults.slice(2) })
    await attention()
      .getByText(/4 papers wait for \W*Grill\W+, the first for 1:15\./)
      .waitFor()
    await page.getByText("2 of 2 connected · 1 needs somebody").waitFor()
    expect(await well().count()).toBe(0)
  })

  it("[OFFICE-22] says of devices that were never here just that", async () => {
    for (const n of [1, 2])
      hub.views.set("devices", `n${n}`, {
        deviceId: `n${n}`,
        kind: "kds",
        name: `Screen ${n}`,
        status: "active",
        present: false,
        faults: [],
      })
    await open()
    await attention().getByText("2 devices have never been here").click()
    await page.getByText("2 devices have never been here.").waitFor()
    expect(await page.getByText("nothing wrong").count()).toBe(0)
  })
})
