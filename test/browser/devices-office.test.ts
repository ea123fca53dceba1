import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, type RestRequest, startFakeHub } from "./support/fake-hub.ts"
import { officeRest } from "./support/fake-office.ts"
import { grill, put, setUpRestaurant, ticket } from "./support/kitchen-fixture.ts"
import { coldPrinter, devicesAtWork, grillPrinter } from "./support/office-devices.ts"
import { phone } from "./support/waiter-taps.ts"

let browser: Browser
let hub: FakeHub
let page: Page
let asked: Array<Omit<RestRequest, "query" | "tenant">>

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  asked = []
  const rest = officeRest()
  hub = await startFakeHub(undefined, (request) => {
    const { method, path, body } = request
    if (method !== "GET" && !path.startsWith("/auth/")) asked.push({ method, path, body })
    return rest(request)
  })
  devicesAtWork(hub.views)
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  expect(takeComplaints()).toEqual([])
})

const open = async (path: string, options = {}) => {
  page = await openPage(browser, hub, path, options)
  page.setDefaultTimeout(20_000)
}

describe("the page of the devices", () => {
  it("[FLEETPAGE-1] puts what is wrong first, says what to do, and follows what happens", async () => {
    await open("/admin/devices")
    await page.getByText(/Grill\W+has no paper\. Its tickets go to \W*Froid/).waitFor()
    const rows = page.locator(".fleet__device")
    expect(await rows.first().textContent()).toMatch(/Put a roll in; nothing old will be printed/)
    expect(await rows.last().textContent()).toContain("taken out")
    hub.views.set("devices", "d1", { ...hub.views.get("devices", "d1"), faults: [] })
    await page.getByText(/has no paper/).waitFor({ state: "detached" })
    await page.getByText("3 of 7 need somebody.").waitFor()
  })

  it("[FLEETPAGE-4] changes what a device is called, shows and may, and says only what is new", async () => {
    await open("/admin/devices")
    await page.getByRole("button", { name: "Details of شاشة الشواية" }).click()
    const details = page.getByRole("dialog", { name: "شاشة الشواية" })
    await details.getByRole("button", { name: "Change" }).click()
    const screen = details.getByLabel("Screen it shows")
    await expect.poll(() => screen.inputValue()).toBe("s1")
    await expect.poll(() => details.getByLabel("Station").inputValue()).toBe("grill")
    await screen.selectOption("")
    await details.getByLabel("Name").fill("Grill 2")
    await details.getByRole("button", { name: "Save" }).click()
    const path = "/plugins/devices/devices/d2"
    const body = { name: "Grill 2", screenId: null }
    await expect.poll(() => asked).toEqual([{ method: "PATCH", path, body }])
    await details.getByRole("button", { name: "Suspend" }).waitFor()
  })

  it("[FLEETPAGE-5] calls stations and roles as the reader's language does", async () => {
    await open("/admin/devices?code=BCDF-GHJK")
    const asks = page.getByRole("dialog")
    const choices = (label: string) => asks.getByLabel(label).getByRole("option").allTextContents()
    await asks.getByLabel("Station it stands at").waitFor()
    const stations = async (label: string) => (await choices(label)).slice(0, 3)
    await expect.poll(() => stations("Station it stands at")).toEqual(["None", "Grill", "Cold"])
    await page.evaluate(() => localStorage.setItem("heard.language", "fr"))
    await page.reload()
    await asks.getByLabel("Poste où il se trouve").waitFor()
    await expect.poll(() => stations("Poste où il se trouve")).toEqual(["Aucun", "Grill", "Froid"])
    await expect.poll(() => choices("Droits")).toContain("Serveur")
  })

  it("[FLEETPAGE-3] gives a command to copy for a new print agent, told once", async () => {
    await open("/admin/devices")
    await page.getByRole("button", { name: "Add a device" }).click()
    await page.getByRole("button", { name: /^Print agent/ }).click()
    await page.getByLabel("Name").fill("Pi")
    await page.getByRole("button", { name: "Make it" }).click()
    const command = (port: string) =>
      page.getByText(
        new RegExp(`^HEARD_HUB=http\\S+ HEARD_CLAIM=x7Rk\\w+ HEARD_PRINTER=${port} npm run agent$`),
      )
    await command("usb:///dev/usb/lp0").waitFor()
    await page.getByLabel("How the printer hangs on that machine").selectOption("serial")
    await command("'serial:///dev/ttyUSB0.baud=19200'").waitFor()
    const body = { name: "Pi", kind: "printerAgent" }
    expect(asked).toEqual([{ method: "POST", path: "/plugins/devices/claims", body }])
  })
})

describe("the page of the printers", () => {
  it("[PRINTPAGE-1] [PRINTPAGE-2] says why a printer does not print, and asks first what nobody knows", async () => {
    await open("/admin/printers")
    const row = page.getByRole("listitem").filter({ hasText: "Print agent (USB" })
    await row.getByText("Does not print: no paper.").waitFor()
    await row.getByText("for 2 min").waitFor()
    expect(await row.textContent()).toMatch(/Its tickets go to \W*Froid/)
    await row.getByRole("button", { name: "Papers of Grill" }).click()
    const papers = page.getByRole("dialog", { name: "Papers of Grill" })
    await papers.getByText("Did these come out?").waitFor()
    await papers
      .getByText("nobody knows: the power went while it was printed. Look whether it came out.")
      .waitFor()
    await papers.getByRole("button", { name: "It came out: Ticket No. 40, table 7" }).click()
    const path = "/plugins/printer/jobs/j2/confirm"
    await expect.poll(() => asked).toEqual([{ method: "POST", path, body: {} }])
  })
})

describe("a printer in the network", () => {
  it("[OFFICE-61] shows where it listens, and is told from one that was never reached", async () => {
    await open("/admin/printers", phone)
    const row = page.getByRole("listitem").filter({ hasText: "Network, " })
    await row.getByText(/Network, \W*192\.168\.1\.50:9100/).waitFor()
    const trouble = { cause: "never_reached", since: new Date().toISOString() }
    hub.views.set(`printer/${coldPrinter}`, "status", {
      ...{ type: "status", device: "lost", waiting: 0, asks: [], trouble },
    })
    await row.getByText("Does not print: it was never reached.").waitFor()
    await row.getByText("Check its address: its self-test prints it.").waitFor()
  })
})

describe("a printer that does not print", () => {
  const alarm = {
    type: "alarm",
    kind: "printer",
    printerId: grillPrinter,
    name: "Grill",
    cause: "paper_out",
    since: new Date().toISOString(),
    waiting: 2,
  }

  it("[SOUND-6] stands over the kitchen screen and calls, until somebody took note, and again when it gets worse", async () => {
    setUpRestaurant(hub.views)
    put(hub.views, ticket({ n: 1 }))
    await open(`/kds?screen=${grill}`)
    await page.getByRole("article").waitFor()
    hub.views.set("alarms", "printer", { ...alarm, backup: { name: "Froid" } })
    await page.getByText(/no paper\. Put a roll in.* Its tickets go to \W*Froid/).waitFor()
    await page.getByText(/^Alarm: printer or screen/).waitFor()
    await page.getByRole("button", { name: "Got it: Grill does not print" }).click()
    await page.getByText(/Its tickets go to \W*Froid/).waitFor({ state: "detached" })
    hub.views.set("alarms", "printer", alarm)
    await page.getByText("Nobody prints instead: 2 wait.").waitFor()
    hub.views.set("alarms", "printer", null)
    await page.getByText("Nobody prints instead").waitFor({ state: "detached" })
  })

  it("[SOUND-6] stands on the handheld", async () => {
    await open("/handheld")
    await page.getByText(/Grill\W+does not print: no paper\./).waitFor()
  })
})
