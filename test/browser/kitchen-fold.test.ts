import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { cook, grill, put, setUpRestaurant, ticket } from "./support/kitchen-fixture.ts"

let browser: Browser
let hub: FakeHub
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  hub = await startFakeHub(cook)
  setUpRestaurant(hub.views)
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  expect(takeComplaints()).toEqual([])
})

const open = async (width = 1280, height = 800): Promise<void> => {
  page = await openPage(browser, hub, `/kds?screen=${grill}`, { ownClock: true })
  page.setDefaultTimeout(20_000)
  await page.setViewportSize({ width, height })
  await card(1).waitFor()
}
const card = (n: number) => page.getByRole("article", { name: `Table ${n}`, exact: true })
const ops = () => hub.commands.map(({ op }) => op)
const tall = Array.from({ length: 4 }, (_, n) => ({ name: `Dish ${n + 1}`, note: "cut in two" }))

describe("what lies below the edge of a kitchen screen", () => {
  it("[KDS-31] is counted at its foot, one tap leads there, and all that fits needs no word", async () => {
    for (const n of [1, 2, 3]) put(hub.views, ticket({ n }))
    await open()
    const below = page.getByRole("button", { name: /on below/ })
    expect(await below.count()).toBe(0)
    for (const n of [4, 5, 6, 7, 8]) put(hub.views, ticket({ n, lines: tall }))
    // The tickets come one by one.
    await expect
      .poll(async () => Number.parseInt((await below.textContent()) ?? "", 10))
      .toBeGreaterThanOrEqual(4)
    while ((await below.count()) > 0) {
      const at = await page.evaluate(() => scrollY)
      await below.click()
      await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(at)
      await page.waitForTimeout(600)
    }
    expect(await page.evaluate(() => innerHeight + scrollY)).toBeGreaterThan(1_000)
  })

  it("[KDS-32] is not bumped by a key that nobody could mean: the first press leads there", async () => {
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) put(hub.views, ticket({ n, lines: tall }))
    await open()
    await page.keyboard.press("7")
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0)
    expect(ops()).toEqual([])
    // Longer than a trembling contact.
    await page.waitForTimeout(100)
    await page.keyboard.press("7")
    await card(7).waitFor({ state: "detached" })
    expect(ops()).toEqual(["bumpTicket"])
  })
})

describe("tickets that change their places by themselves", () => {
  it("[KDS-33] are not bumped by a tap or a key that was on its way to another", async () => {
    for (const n of [1, 2, 3]) put(hub.views, ticket({ n }))
    await open()
    const bump = card(2).getByRole("button", { name: "Bump" })
    const { x = 0, y = 0, width = 0, height = 0 } = (await bump.boundingBox()) ?? {}
    // The board closes up: table 3 stands where table 2 stood.
    put(hub.views, ticket({ n: 2, slot: 0 }))
    put(hub.views, ticket({ n: 3, slot: 1 }))
    put(hub.views, ticket({ n: 1, slot: 2 }))
    await expect.poll(async () => (await card(3).boundingBox())?.x).toBeLessThan(x + width)
    await page.mouse.click(x + width / 2, y + height / 2)
    await page.keyboard.press("1")
    expect(ops()).toEqual([])
    await page.waitForTimeout(700)
    await page.mouse.click(x + width / 2, y + height / 2)
    await card(3).waitFor({ state: "detached" })
    expect(ops()).toEqual(["bumpTicket"])
  })
})

it("[KDS-34] a wall board of 3840 pixels shows what one of 1920 shows, twice as large", async () => {
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) put(hub.views, ticket({ n }))
  await open(1920, 1080)
  const width = async () => (await card(1).boundingBox())?.width ?? 0
  await expect.poll(width).toBeLessThan(340)
  const small = await width()
  await page.setViewportSize({ width: 3840, height: 2160 })
  await expect.poll(width).toBeGreaterThan(1.8 * small)
  await expect.poll(width).toBeLessThan(2.2 * small)
})

it("[KDS-35] no word of a button is cut on a tablet, in French neither", async () => {
  for (const n of [1, 2, 3, 4]) put(hub.views, ticket({ n }))
  page = await openPage(browser, hub, `/kds?screen=${grill}`, { ownClock: true, locale: "fr-FR" })
  page.setDefaultTimeout(20_000)
  for (const width of [960, 1180, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 })
    await page.waitForTimeout(200)
    const cut = await page.locator(".ticket").evaluateAll((tickets) =>
      tickets.flatMap((one) => {
        const edge = one.getBoundingClientRect().right
        return [...one.querySelectorAll(".ticket__foot button")]
          .filter(
            (button) =>
              button.getBoundingClientRect().right > edge - 4 ||
              button.scrollWidth > button.clientWidth,
          )
          .map((button) => button.textContent)
      }),
    )
    expect(cut, `at ${width}`).toEqual([])
  }
  await page.setViewportSize({ width: 1180, height: 820 })
})
