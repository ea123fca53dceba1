import type { Browser, BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { showMenu } from "./support/bistro-setup.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { officeRest } from "./support/fake-office.ts"
import { illegibleTexts } from "./support/legibility.ts"
import { devicesAtWork } from "./support/office-devices.ts"
import { unreachable } from "./support/reach.ts"

let browser: Browser
let hub: FakeHub
let signedIn: BrowserContext

beforeAll(async () => {
  browser = await openBrowser()
  hub = await startFakeHub(undefined, officeRest())
  devicesAtWork(hub.views)
  showMenu(hub.views)
  const page = await openPage(browser, hub, "/admin", { hasTouch: true })
  await page.locator("h1").first().waitFor()
  signedIn = page.context()
  await page.close()
})
afterAll(async () => {
  await browser.close()
  await hub.close()
  expect(takeComplaints().filter((one) => !one.includes("422"))).toEqual([])
})

const none = async () => undefined
const press = (name: string | RegExp) => async (page: Page) =>
  page.getByRole("button", { name }).first().click()

const unfold = (page: Page) => page.getByText("Questions that come with dishes").click()

/** Every page where a manager stands still, with something on it, and how to get there. */
const places: ReadonlyArray<readonly [string, string, (page: Page) => Promise<unknown>]> = [
  ["the overview", "/admin", none],
  ["the plugins", "/admin/plugins", none],
  ["a plugin that fails", "/admin/plugins/printer", none],
  ["a change of a plugin", "/admin/plugins/catalog_product", press("Upgrade")],
  ["a plugin whose data is to go", "/admin/plugins/loyalty", none],
  ["an install", "/admin/plugins/loyalty", press("Install")],
  ["the log", "/admin/events", (page) => page.locator(".event summary").first().click()],
  ["the handlers", "/admin/events?show=handlers", none],
  ["events to run again", "/admin/events?show=handlers", press("Run again…")],
  ["what failed", "/admin/events?show=failed", none],
  ["the settings of a plugin", "/admin/settings/config", none],
  ["the orders", "/admin/orders", none],
  ["an order", "/admin/orders", press(/Grande table/)],
  ["the people", "/admin/people", none],
  ["a person", "/admin/people", press("Change Youssef Amrani")],
  ["the roles", "/admin/roles", none],
  ["a role", "/admin/roles", press("Change the role Chef")],
  ["the restaurant", "/admin/restaurant", none],
  ["the devices", "/admin/devices", none],
  ["a device", "/admin/devices", press("Details of Print agent grill")],
  ["what asks to come in", "/admin/devices?code=BCDF-GHJK", none],
  ["what can be added", "/admin/devices", press("Add a device")],
  ["the printers", "/admin/printers", none],
  ["the papers of a printer", "/admin/printers", press("Papers of Grill")],
  ["a printer", "/admin/printers", press("Change Grill")],
  ["the menu", "/admin/menu", none],
  ["a category", "/admin/menu", press("Change Starters")],
  ["a dish", "/admin/menu", press(/^Country terrine/)],
  ["a dish to be added", "/admin/menu", press("Add a dish to Starters")],
  ["the questions", "/admin/menu", unfold],
  [
    "a question",
    "/admin/menu",
    async (page) => {
      await unfold(page)
      await press("Change Side")(page)
      await page.getByText("In other languages").first().click()
    },
  ],
  [
    "a question to be added",
    "/admin/menu",
    async (page) => {
      await unfold(page)
      await press("Add a question")(page)
    },
  ],
  ["the floor", "/admin/floor", none],
  ["a room", "/admin/floor", press("Change Terrasse")],
  ["a table", "/admin/floor", press("Table T1, 4 chairs")],
  ["tables to be added", "/admin/floor", press("Add tables to Terrasse")],
  ["the kitchen", "/admin/kitchen", none],
  ["a station", "/admin/kitchen", press("Change Grill")],
  ["a station that nothing names", "/admin/kitchen", press("Change محطة المشاوي")],
  ["a station to be added", "/admin/kitchen", press("Add a station")],
  ["a screen", "/admin/kitchen", press("Change شاشة المطبخ")],
  ["a screen to be added", "/admin/kitchen", press("Add a screen")],
  ["the audit log", "/admin/audit", (page) => page.locator(".event summary").first().click()],
  ["the account", "/admin", press("Margaux Perrin")],
  ["the set-up", "/setup", none],
  ["a device that belongs to nobody", "/pair", none],
]

/** From a phone by day to a desk in the evening, without loading the page again. */
const looks = [
  { size: { width: 390, height: 844 }, colorScheme: "light" },
  { size: { width: 1280, height: 800 }, colorScheme: "dark" },
] as const

const visit = async (path: string, go: (page: Page) => Promise<unknown>): Promise<Page> => {
  const page = await signedIn.newPage()
  page.setDefaultTimeout(20_000)
  await page.setViewportSize(looks[0].size)
  await page.goto(hub.url + path)
  await page.locator("h1").first().waitFor()
  // On a phone the account stands behind the menu.
  if (path === "/admin") await page.getByRole("button", { name: "Menu", exact: true }).click()
  await go(page)
  await page.waitForLoadState("networkidle")
  return page
}

describe.each(places)("at %s", { concurrent: true }, (_, path, go) => {
  it("[OFFICE-12] everything reads, has a name, is 44 px and needs no scrolling sideways", async () => {
    const page = await visit(path, go)
    for (const { size, colorScheme } of looks) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme })
      expect(await illegibleTexts(page)).toEqual([])
      expect(await unreachable(page, 44)).toEqual([])
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width).toBe(size.width)
    }
    await page.close()
  })
})
