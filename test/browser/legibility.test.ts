import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openBrowser, openPage, type PageOptions } from "./support/browser.ts"
import { busyEvening } from "./support/busy-evening.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { cook, grill, put, setUpRestaurant } from "./support/kitchen-fixture.ts"
import { illegibleTexts } from "./support/legibility.ts"

let browser: Browser
let hub: FakeHub

beforeAll(async () => {
  browser = await openBrowser()
  hub = await startFakeHub(cook)
  setUpRestaurant(hub.views)
  for (const ticket of busyEvening()) put(hub.views, ticket)
  hub.views.set("board/main", "o1", order("41", "preparing"))
  hub.views.set("board/main", "o2", order("42", "ready"))
})
afterAll(async () => {
  await browser.close()
  await hub.close()
})

const order = (number: string, state: string) => ({
  number,
  state,
  since: new Date().toISOString(),
})

const screens = [
  { name: "tablet", viewport: { width: 1280, height: 800 } },
  { name: "phone", viewport: { width: 390, height: 844 } },
  { name: "wall", viewport: { width: 1920, height: 1080 } },
]
const kitchen = `/kds?screen=${grill}`
const paths = [kitchen, "/board", "/", "/kds?choose"]

const open = async (path: string, options: PageOptions): Promise<Page> => {
  const page = await openPage(browser, hub, path, options)
  await page.locator("article, li").first().waitFor()
  return page
}

/** Opens every page once for the tests of a group. */
const opened = (options: PageOptions = {}): ((path: string) => Page) => {
  const pages = new Map<string, Page>()
  beforeAll(async () => {
    await Promise.all(paths.map(async (path) => pages.set(path, await open(path, options))))
  })
  afterAll(async () => {
    for (const page of pages.values()) await page.context().close()
  })
  return (path) => {
    const page = pages.get(path)
    if (page === undefined) throw new Error(`${path} is not open`)
    return page
  }
}

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  const page = opened({ colorScheme })

  it.each(paths)("[UI-5] every text of %s reads against its ground", async (path) => {
    expect(await illegibleTexts(page(path))).toEqual([])
  })
})

describe.each(screens)("on a $name", ({ viewport }) => {
  const page = opened({ viewport })

  it.each(paths)("[UI-4] %s needs no scrolling sideways", async (path) => {
    const { scrollWidth, clientWidth } = await page(path).evaluate(() => ({
      scrollWidth: document.documentElement.scrollWidth,
      clientWidth: document.documentElement.clientWidth,
    }))
    expect(scrollWidth).toBe(clientWidth)
  })

  it("[KDS-5] nothing that a cook touches is smaller than 56 px, a bump or a line not lower than 64", async () => {
    const sizes = await page(kitchen).$$eval("button, a", (all) =>
      all
        .filter((one) => one.getClientRects().length > 0)
        .map((one) => {
          const { width, height } = one.getBoundingClientRect()
          const large = one.matches(".line__tap, [data-act]")
          return { name: one.textContent, width, height, least: large ? 64 : 56 }
        }),
    )
    expect(sizes.filter(({ width, height, least }) => width < 56 || height < least)).toEqual([])
  })

  it("[UI-6] every control has a name that can be read aloud", async () => {
    const nameless = await page(kitchen).$$eval(
      "button, a, input, dialog, article, nav, aside",
      (all) =>
        all
          .filter((one) => one.getClientRects().length > 0)
          .filter((one) => (one.getAttribute("aria-label") ?? one.textContent ?? "").trim() === "")
          .map((one) => one.outerHTML.slice(0, 120)),
    )
    expect(nameless).toEqual([])
  })
})
