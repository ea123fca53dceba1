import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { BistroOrders } from "./support/bistro-orders.ts"
import { lineId, productId, tableId } from "./support/bistro-setup.ts"
import { openBrowser, openPage } from "./support/browser.ts"
import { type FakeHub, type Rest, startFakeHub } from "./support/fake-hub.ts"
import { illegibleTexts } from "./support/legibility.ts"
import { spokenBeside } from "./support/spoken-beside.ts"
import { addDish, openTable, phone } from "./support/waiter-taps.ts"

let browser: Browser
let hub: FakeHub

/** It became part of the one at table 3. */
const merged = "0193f4c0-0000-7000-8000-800000000099"

beforeAll(async () => {
  const orders = new BistroOrders()
  hub = await startFakeHub(orders.answer, noPin)
  orders.open(hub.views)
  const line = (n: number, key: string, rest = {}) => ({
    id: lineId(n),
    productId: productId(key),
    quantity: 2,
    ...rest,
  })
  orders.run("placeOrder", { id: merged, type: "takeaway", lines: [line(6, "cola")] })
  const place = (table: number, lines: ReadonlyArray<object>, minutes: number) => {
    const id = `0193f4c0-0000-7000-8000-8000000000${String(table).padStart(2, "0")}`
    const args = { id, type: "dineIn", tableId: tableId(table), lines }
    orders.run("placeOrder", args, Date.now() - minutes * 60_000)
    return id
  }
  const five = place(5, [line(1, "onion-soup"), line(2, "fondant", { course: 3, hold: true })], 5)
  orders.run("readyLines", { orderId: five, parts: [{ lineId: lineId(1), quantity: 1 }] })
  orders.run("changeLine", { orderId: five, lineId: lineId(1), quantity: 3 })
  place(6, [line(3, "cola")], 30)
  const served = place(7, [line(4, "cola")], 30)
  orders.run("serveLines", { orderId: served, lineIds: [lineId(4)] })
  place(8, [], 3)
  const into = place(3, [line(5, "cola")], 3)
  orders.run("mergeInto", { orderId: merged, intoOrderId: into })
  orders.available(productId("egg-mayo"), false)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await hub.close()
})

/** Nobody has this PIN. */
const noPin: Rest = ({ path }) => {
  if (path === "/auth/pin")
    return { status: 401, json: { code: "AUTH_INVALID", detail: "This PIN is wrong", meta: {} } }
  return path === "/auth/me" ? { status: 200, json: {} } : undefined
}

const openSplit = async (page: Page) => {
  await openTable(page, "5")
  await page.getByRole("button", { name: "More", exact: true }).click()
  await page.getByRole("button", { name: "Split" }).click()
}

/** Every place where a waiter stands still, and how to get there. */
const places: ReadonlyArray<readonly [string, (page: Page) => Promise<void>]> = [
  ["the tables", async () => undefined],
  ["an order", (page) => openTable(page, "5")],
  [
    "the menu with a full basket",
    async (page) => {
      await openTable(page, "10")
      await addDish(page, "Desserts", "Chocolate fondant")
      await addDish(page, "Starters", "Country terrine")
    },
  ],
  [
    "the options of a dish",
    async (page) => {
      await openTable(page, "10")
      await addDish(page, "From the grill", "Margaux burger")
      await page.getByRole("button", { name: "Nuts" }).click()
      await page.getByRole("button", { name: "Choose: Cooking" }).click()
    },
  ],
  [
    "what can be done with a dish",
    async (page) => {
      await openTable(page, "5")
      await page.getByRole("button", { name: "French onion soup" }).last().click()
    },
  ],
  [
    "the tables that an order may go to",
    async (page) => {
      await openTable(page, "5")
      await page.getByRole("button", { name: "More", exact: true }).click()
      await page.getByRole("button", { name: "Move to another table" }).click()
    },
  ],
  [
    "the orders that one may join",
    async (page) => {
      await openTable(page, "5")
      await page.getByRole("button", { name: "More", exact: true }).click()
      await page.getByRole("button", { name: "Join with another order" }).click()
    },
  ],
  [
    "the dishes that go to another order",
    async (page) => {
      await openSplit(page)
      await page.getByRole("dialog").getByRole("button", { name: "3 French onion soup" }).click()
    },
  ],
  [
    "the places that dishes may go to",
    async (page) => {
      await openSplit(page)
      await page.getByRole("button", { name: "Where to?" }).click()
    },
  ],
  [
    "an order that is part of another one",
    async (page) => {
      await page.evaluate((hash) => {
        location.hash = hash
      }, `order=${merged}`)
      await page.getByRole("heading", { name: "Part of #" }).waitFor()
    },
  ],
  [
    "the number pad after a wrong PIN",
    async (page) => {
      await page.getByRole("button", { name: "Nobody has this handheld" }).click()
      await page.keyboard.type("1234")
      await page.keyboard.press("Enter")
      await page.getByText("This PIN is wrong").waitFor()
    },
  ],
]

const visit = async (
  go: (page: Page) => Promise<void>,
  options: Parameters<typeof openPage>[3],
): Promise<Page> => {
  const page = await openPage(browser, hub, "/handheld", options)
  page.setDefaultTimeout(20_000)
  await page.getByRole("button", { name: "Table 5:" }).waitFor()
  await go(page)
  return page
}

describe.each(places)("at %s", (_, go) => {
  let page: Page
  beforeAll(async () => {
    page = await visit(go, phone)
  })
  afterAll(() => page.context().close())

  it.each(["light", "dark"] as const)(
    "[WAITER-12] every text reads against its ground in %s colours",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme })
      expect(await illegibleTexts(page)).toEqual([])
    },
  )

  it("[WAITER-12] a thumb hits everything, nothing scrolls sideways, and everything has a name", async () => {
    const found = await page.$$eval("button, a, input", (all) =>
      all
        .filter((one) => one.getClientRects().length > 0 && one.closest("label") === null)
        .map((one) => {
          const { width, height } = one.getBoundingClientRect()
          const primary = one.matches(".button--primary, .tile, .product__add, .line")
          const label = one.getAttribute("aria-label") ?? (one as HTMLInputElement).labels?.[0]
          const name = `${label instanceof Element ? label.textContent : (label ?? "")}${one.textContent}`
          return { name: name.trim(), width, height, least: primary ? 56 : 48 }
        }),
    )
    expect(
      found.filter(({ name, width, height, least }) => {
        return name === "" || width < 48 || height < least
      }),
    ).toEqual([])
    const [wide, shown] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      return [scrollWidth, clientWidth]
    })
    expect(wide).toBe(shown)
  })
})

describe("without a touch", () => {
  it("[WAITER-12] [UI-6] an order is taken by keyboard alone, and by ear: with prices, and how much is in the basket", async () => {
    const page = await visit(async () => undefined, {})
    const press = async (name: string | RegExp) => {
      const button = page.getByRole("button", { name }).first()
      await button.focus()
      await page.keyboard.press("Enter")
    }
    await press("Table 12:")
    await press("Add Country terrine")
    const terrine = page.getByRole("button", { name: "Add Country terrine" })
    await expect.poll(() => spokenBeside(terrine)).toMatch(/^€\S+ 1 in the basket$/)
    await press("Options for Salmon tartare")
    await page.getByRole("dialog").waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await press("Send")
    await page.getByText("Heard, step 2 of 6").waitFor()
    await page.context().close()
  })
})
