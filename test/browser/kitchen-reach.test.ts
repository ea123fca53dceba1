import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openBrowser, openPage } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { cook, grill, put, setUpRestaurant, ticket } from "./support/kitchen-fixture.ts"
import { illegibleTexts } from "./support/legibility.ts"
import { unreachable } from "./support/reach.ts"

let browser: Browser
let hub: FakeHub

beforeAll(async () => {
  hub = await startFakeHub(cook)
  setUpRestaurant(hub.views)
  for (const n of [1, 2, 3]) put(hub.views, ticket({ n, age: 200 * n }))
  const alarm = (id: string, name: string, more: object) =>
    hub.views.set("alarms", `alarm/printer/${id}`, {
      ...{ type: "alarm", kind: "printer", printerId: id, name, waiting: 3 },
      since: new Date().toISOString(),
      ...more,
    })
  alarm("a", "طابعة الشواية الكبيرة", { cause: "error", detail: "no_answer" })
  alarm("b", "バーのプリンター", { cause: "unreachable", backup: { name: "Froid" } })
  alarm("c", "Bar de la terrasse du jardin, près de la grande fontaine", { cause: "odd_code" })
  alarm("d", "Comptoir", { cause: "paper_out" })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await hub.close()
})

/** In the sheet that is open; the bar behind it has a button of the same name. */
const press = (page: Page, name: string) =>
  page.getByRole("button", { name, exact: true }).last().click()
const openKeys = async (page: Page) => {
  await press(page, "Settings")
  await press(page, "Keys")
}

/** Every place of a kitchen screen beside its tickets, and how to get there. */
const places: ReadonlyArray<readonly [string, (page: Page) => Promise<void>]> = [
  ["its printers that do not print", async () => undefined],
  ["its settings", (page) => press(page, "Settings")],
  [
    "its sounds",
    async (page) => {
      await press(page, "Settings")
      await press(page, "Sounds")
    },
  ],
  ["the legend of its keys", (page) => page.keyboard.press("?")],
  ["its keys", openKeys],
  [
    "a key that is taught",
    async (page) => {
      await openKeys(page)
      await press(page, "Teach a key: Bump 1")
    },
  ],
]

const looks = [
  { size: { width: 1280, height: 800 }, colorScheme: "dark" },
  { size: { width: 390, height: 844 }, colorScheme: "light" },
] as const

describe.each(places)("a kitchen screen at %s", (_, go) => {
  it("[KDS-5] has nothing to touch below 56 px, a name for all of it, and texts that read", async () => {
    const page = await openPage(browser, hub, `/kds?screen=${grill}`)
    page.setDefaultTimeout(8000)
    await page.getByRole("article").first().waitFor()
    await go(page)
    for (const { size, colorScheme } of looks) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme })
      expect(await unreachable(page, 56)).toEqual([])
      expect(await illegibleTexts(page)).toEqual([])
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(wide).toBe(size.width)
      // However many printers fail, the tickets stay in reach.
      const alarms = await page.locator(".printer-alarms").boundingBox()
      expect(alarms?.height).toBeLessThanOrEqual(size.height * 0.4)
    }
    await page.context().close()
  })
})
