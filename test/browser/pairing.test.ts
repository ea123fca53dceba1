import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"

const hub = runningHub(["bistro"])
let browser: Browser
let office: Page
let tablet: Page

beforeAll(async () => {
  browser = await openBrowser()
  office = await openPage(browser, hub.signIn(), "/admin/devices")
  office.setDefaultTimeout(20_000)
})
afterAll(() => browser.close())
afterEach(async () => {
  await tablet.context().close()
  // A code that nobody approved yet, and one that is over, are requests that fail, which a browser notes.
  expect(takeComplaints().filter((text) => !/428|410|401/.test(text))).toEqual([])
})

/** A browser that belongs to nobody. */
const unknownTablet = async (path = "/pair"): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(hub.url() + path)
  return page
}
const device = (name: string) => office.getByRole("listitem").filter({ hasText: name })
const choose = async (label: string, option: string) =>
  office.getByRole("dialog").getByLabel(label).selectOption({ label: option })

describe("a tablet that belongs to nobody", () => {
  it("[PAIRPAGE-1] [PAIRPAGE-4] [PAIRPAGE-5] [FLEETPAGE-2] shows a code, is let in as the screen that the manager chose, waits while it is suspended, and is out when it is revoked", async () => {
    const [screen] = hub.restaurant().screens.filter(({ kind }) => kind === "station")
    tablet = await unknownTablet()
    await tablet.getByLabel("Name of this device").fill("New tablet")
    await tablet.getByRole("button", { name: "Kitchen screen" }).click()
    const code = (await tablet.locator(".pair__code").textContent()) ?? ""
    expect(code).toMatch(/^[A-Z]{4}-[A-Z]{4}$/)

    // What the QR code opens on the manager's phone.
    await office.goto(`${hub.url()}/pair#code=${code}`)
    const asks = office.getByRole("dialog", { name: "A device asks to come in" })
    await asks.getByText("New tablet").waitFor()
    await asks.getByLabel("Name").fill("Écran du grill")
    await choose("Screen it shows", screen?.name ?? "")
    await asks.getByRole("button", { name: "Let it in" }).click()
    await asks.getByText(/Écran du grill\W+may come in\./).waitFor()
    await asks.getByRole("button", { name: "Close" }).last().click()

    await tablet.waitForURL(`**/kds?screen=${screen?.id}`)
    const bar = tablet.locator(".kitchen-bar__open ~ .chip--ok")
    await bar.waitFor()
    await device("Écran du grill")
      .getByText(/^connected/)
      .waitFor()

    await office.getByRole("button", { name: "Details of Écran du grill" }).click()
    const details = office.getByRole("dialog", { name: "Écran du grill" })
    for (const deed of ["Suspend", "Let it work again"]) {
      await details.getByRole("button", { name: deed }).click()
      await details.locator(".notice").getByRole("button", { name: deed }).click()
      const state = deed === "Suspend" ? tablet.getByText("A manager suspended") : bar
      await state.waitFor()
    }
    await details.getByRole("button", { name: "Take out for good" }).click()
    await details.getByText("can never come back").waitFor()
    await details.getByRole("button", { name: "Take out for good" }).click()
    await details.getByText("taken out").waitFor()
    await tablet.getByText("A manager took this device out.").waitFor()
    await tablet.getByRole("link", { name: "Pair it anew" }).click()
    await tablet.getByRole("heading", { name: "What is this device?" }).waitFor()
    await office.keyboard.press("Escape")
  })

  it("[PAIRPAGE-7] that reloads shows the same code, and is let in by it", async () => {
    const { api, screens } = hub.restaurant()
    tablet = await unknownTablet()
    const keptWhenShown = tablet.evaluate(keptWhenCodeAppears)
    await tablet.getByRole("button", { name: "Kitchen screen" }).click()
    expect(await keptWhenShown).toBe(true)
    const shown = tablet.locator(".pair__code")
    const code = await shown.textContent()
    await tablet.reload()
    await shown.waitFor()
    expect(await shown.textContent()).toBe(code)

    // The manager is quicker than the tablet.
    await tablet.context().setOffline(true)
    const body = { name: "Reloaded", screenId: screens[0]?.id }
    await api.post(`/plugins/devices/pairings/${code}/approve`, body)
    await device("Reloaded").getByText("let in, waiting for the device").waitFor()
    await tablet.context().setOffline(false)
    await tablet.waitForURL(`**/kds?screen=${screens[0]?.id}`)
    await device("Reloaded")
      .getByText(/^connected/)
      .waitFor()
    expect(await tablet.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(code)
  })

  it("[PAIRPAGE-6] shows the screen that a manager gives it later, and keeps what was chosen on it", async () => {
    const { api, screens } = hub.restaurant()
    const [first, second] = screens
    const claim = await api.post<Record<string, string>>("/plugins/devices/claims", {
      ...{ kind: "kds", name: "Moves about", screenId: first?.id },
    })
    tablet = await unknownTablet(`/pair#claim=${claim["claim"]}`)
    await tablet.getByRole("button", { name: "Become that device" }).click()
    const at = (id: string | undefined) => tablet.waitForURL(`**/kds?screen=${id}`)
    const live = () => tablet.locator(".kitchen-bar__open ~ .chip--ok").waitFor()
    await at(first?.id)
    await live()
    const device = `/plugins/devices/devices/${claim["deviceId"]}`
    await expect
      .poll(() => tablet.evaluate(() => Object.keys(localStorage).join(" ")))
      .toContain("heard.given")
    await api.send("PATCH", device, { screenId: second?.id })
    await at(second?.id)
    await live()
    await tablet.goto(`${hub.url()}/kds?screen=${first?.id}`)
    await live()
    await api.send("PATCH", device, { name: "Still here" })
    await tablet.reload()
    await live()
    expect(tablet.url()).toContain(first?.id)
  })

  it("[PAIRPAGE-3] [FLEETPAGE-3] becomes the device whose code a manager made, by typing it, once", async () => {
    await office.getByRole("button", { name: "Add a device" }).click()
    await office.getByRole("button", { name: /with a code from me/ }).click()
    await choose("What is it?", "Order board")
    await office.getByRole("dialog").getByLabel("Name").fill("Tableau")
    await office.getByRole("button", { name: "Make it" }).click()
    const code = (await office.locator(".fleet__big").textContent()) ?? ""
    await office.keyboard.press("Escape")

    tablet = await unknownTablet()
    const type = async () => {
      await tablet.getByRole("button", { name: "I have a code" }).click()
      await tablet.getByLabel("Eight letters").fill(code.toLowerCase())
      await tablet.getByRole("button", { name: "Become that device" }).click()
    }
    await type()
    await tablet.waitForURL("**/board")
    await device("Tableau")
      .getByText(/^connected/)
      .waitFor()

    await tablet.goto(`${hub.url()}/pair`)
    await type()
    await tablet.getByText("This code does not work.").waitFor()
  })
})

/** In the browser: whether a reload would find the code at the very moment it can be seen. */
const keptWhenCodeAppears = (): Promise<boolean> =>
  new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      const code = document.querySelector(".pair__code")?.textContent
      if (code === undefined) return
      observer.disconnect()
      resolve(JSON.stringify(sessionStorage).includes(code))
    })
    observer.observe(document.body, { childList: true, subtree: true })
  })
