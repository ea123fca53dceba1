import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { grill, put, setUpRestaurant, ticket } from "./support/kitchen-fixture.ts"

let browser: Browser
let hub: FakeHub
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
  hub = await startFakeHub()
  setUpRestaurant(hub.views)
  put(hub.views, ticket({ n: 1 }))
})
afterAll(async () => {
  await browser.close()
  await hub.close()
})
afterEach(async () => {
  await page.context().close()
  takeComplaints()
})

/** A browser that has never been here. */
const stranger = async (path: string): Promise<Page> => {
  const context = await browser.newContext({ locale: "en-GB" })
  const fresh = await context.newPage()
  await fresh.goto(hub.url + path)
  return fresh
}

describe("a device that comes to the hub", () => {
  it("[UI-1] is signed in by the code it scanned, which leaves the address and the history", async () => {
    page = await openPage(browser, hub, `/kds?screen=${grill}`)
    await page.getByRole("article", { name: "Table 1" }).waitFor()
    expect(page.url()).toBe(`${hub.url}/kds?screen=${grill}`)
    await page.reload()
    await page.getByRole("article", { name: "Table 1" }).waitFor()
  })

  it("[UI-2] is asked once, and told in a sentence when the password is wrong", async () => {
    page = await stranger(`/kds?screen=${grill}`)
    await page.getByLabel("Restaurant").fill("demo")
    await page.getByLabel("User name").fill("owner")
    await page.getByLabel("Password").fill("wrong")
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.getByRole("alert").getByText("password is wrong").waitFor()
    await page.getByLabel("Password").fill("right")
    await page.keyboard.press("Enter")
    await page.getByRole("article", { name: "Table 1" }).waitFor()
  })

  it("[UI-3] finds on the start page every screen with a code for another device", async () => {
    page = await openPage(browser, hub, "/")
    await page.getByRole("heading", { name: "Passe" }).waitFor()
    expect(
      await page.getByRole("img", { name: "Scan to open on another device: Grill" }).count(),
    ).toBe(1)
    await page.getByRole("article").filter({ hasText: "Grill" }).first().getByRole("link").click()
    await page.getByRole("article", { name: "Table 1" }).waitFor()
  })

  it("chooses its screen once and is that screen from then on", async () => {
    page = await openPage(browser, hub, "/kds")
    await page.getByRole("link", { name: /^Grill/ }).click()
    await page.getByRole("article", { name: "Table 1" }).waitFor()
    await page.goto(`${hub.url}/kds`)
    await page.getByRole("article", { name: "Table 1" }).waitFor()
  })

  it("gets a way back from an address that is no page", async () => {
    page = await stranger("/kitchen")
    await page.getByRole("link", { name: "To the start page" }).waitFor()
  })

  it("speaks the language of the device, and another one when asked", async () => {
    page = await openPage(browser, hub, `/kds?screen=${grill}`, { locale: "fr-FR" })
    await page.getByRole("button", { name: "Envoyer Table 1" }).waitFor()
    await page.getByRole("button", { name: "Réglages" }).click()
    await page.getByRole("button", { name: "English" }).click()
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: "Bump Table 1" }).waitFor()
    expect(await page.locator("html").getAttribute("lang")).toBe("en")
  })
})
