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
  put(hub.views, ticket({ n: 4, lines: [{ name: long, quantity: 3 }] }))
  put(hub.views, ticket({ n: 5, ...bumped, lines: [{ name: arabic }, { name: "Onglet" }] }))
  put(hub.views, ticket({ n: 6, ...bumped, lines: [{ name: long }] }))
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

const long = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
const arabic = "شاورما لحم بالطحينة"
const bumped = { status: "bumped", bumpedAt: new Date().toISOString() } as const

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
  ["its counts of the day", (page) => press(page, "All day")],
  ["its recall list", (page) => press(page, "Recall")],
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
    page.setDefaultTimeout(20_000)
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

/** What of these stands outside the place that it belongs to, or is not as wide as its words. */
const outside = (page: Page, what: string, place: string) =>
  page.$$eval(
    what,
    (all, place) =>
      all
        .filter((one) => {
          const own = one.getBoundingClientRect()
          const around = one.closest(place)?.getBoundingClientRect() ?? new DOMRect()
          const leaves = own.left < around.left - 1 || own.right > around.right + 1
          return leaves || one.scrollWidth > one.clientWidth + 1
        })
        .map((one) => one.textContent),
    place,
  )

describe.each(looks)(
  "a dish with a very long name, or in another script ($size.width px)",
  (look) => {
    const opened = async (panel: string): Promise<Page> => {
      const page = await openPage(browser, hub, `/kds?screen=${grill}`)
      await page.getByRole("article").first().waitFor()
      await press(page, panel)
      await page.setViewportSize(look.size)
      return page
    }

    it("[KDS-19] hides no count of the day", async () => {
      const page = await opened("All day")
      await page.locator(".all-day").getByText(long).waitFor()
      const parts = ".all-day b, .all-day__held, .all-day__dish"
      expect(await outside(page, parts, ".all-day")).toEqual([])
      await page.context().close()
    })

    it("[KDS-19] leaves the recall button its word, and every quantity before its dish", async () => {
      const page = await opened("Recall")
      await page.getByRole("dialog").getByText(long).waitFor()
      expect(await outside(page, ".recall .button, .recall p", ".recall")).toEqual([])
      const [quantity, name, another, itsName, ...more] = await page
        .getByRole("dialog")
        .getByText(arabic)
        .evaluate(leftsInLine)
      expect(more).toEqual([])
      expect(quantity).toBeLessThan(name ?? 0)
      expect(another).toBeLessThan(itsName ?? 0)
      await page.context().close()
    })
  },
)

/** Of a line of dishes: where each quantity begins, and each name. */
const leftsInLine = (dish: Element): ReadonlyArray<number> => {
  const texts = document.createTreeWalker(dish.closest("p") ?? dish, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  const lefts: Array<number> = []
  while (texts.nextNode()) {
    if (!/[\p{L}\d]/u.test(texts.currentNode.textContent ?? "")) continue
    range.selectNodeContents(texts.currentNode)
    lefts.push(range.getBoundingClientRect().left)
  }
  return lefts
}

it("[KDS-11] loses no tap to the bar that changes when the first one brings the sound", async () => {
  const page = await openPage(browser, hub, `/kds?screen=${grill}`, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  })
  page.setDefaultTimeout(20_000)
  await page.getByRole("button", { name: "Sound off: tap" }).waitFor()
  const bar = await page.getByRole("button", { name: "All day" }).boundingBox()
  if (bar === null) throw new Error("no bar")
  // As a finger that rests a moment: long enough for the sound to come before it is lifted.
  await page.mouse.move(bar.x + bar.width / 2, bar.y + bar.height / 2)
  await page.mouse.down()
  await page.evaluate(() => new Promise((rested) => setTimeout(rested, 150)))
  await page.mouse.up()
  await page.getByRole("complementary", { name: "All day" }).waitFor()
  await page.getByRole("button", { name: "Sound on", exact: true }).waitFor()
  await page.context().close()
})

it("[KDS-22] leaves a ticket whose guests moved where it is, with both names of its tables whole", async () => {
  const page = await openPage(browser, hub, `/kds?screen=${grill}`)
  page.setDefaultTimeout(20_000)
  const left = async (name: string) =>
    (await page.getByRole("article", { name, exact: true }).boundingBox())?.x
  await page.getByRole("article", { name: "Table 2", exact: true }).waitFor()
  const before = await left("Table 2")
  put(
    hub.views,
    ticket({ n: 2, table: "شرفة ٣", movedFrom: long, promisedAt: "2026-12-24T19:30:00.000Z" }),
  )
  const was = page.getByText(`MOVED FROM ${long}`)
  await was.waitFor()
  await page.getByText(/^FOR (Dec 24, )?\d\d:30$/).waitFor()
  expect(await left("Table شرفة ٣")).toBe(before)
  expect(await was.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  expect(await illegibleTexts(page)).toEqual([])
  await page.context().close()
})
