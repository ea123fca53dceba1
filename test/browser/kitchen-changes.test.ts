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
  page = await openPage(browser, hub, `/kds?screen=${grill}`)
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  expect(takeComplaints()).toEqual([])
})

const card = (n: number) => page.getByRole("article", { name: `Table ${n}`, exact: true })
const sent = () => hub.commands.map(({ op }) => op)

const milk = { name: "Milk", names: { fr: "Lait" }, kind: "allergen" as const }
const option = (kind: "note" | "add", name: string, fr: string) => ({
  name,
  names: { fr },
  kind,
  quantity: 1,
})
const medium = option("note", "Medium", "À point")
const changed = ticket({
  n: 2,
  lines: [
    {
      quantity: 2,
      modifiers: [milk, medium],
      change: {
        was: "1 × Burger, Rare, + Avocado, ⚠ Milk",
        differences: [
          { kind: "quantity", was: 1, now: 2 },
          { kind: "modifier", was: option("note", "Rare", "Saignant"), now: medium },
          { kind: "modifier", was: option("add", "Avocado", "Avocat") },
        ],
        ack: false,
      },
    },
  ],
})

describe("a line that was changed", () => {
  it("[KDS-13] shows what is different in the device's language, until the cook acknowledges", async () => {
    put(hub.views, changed)
    const change = card(2).locator(".line__change")
    await change.getByText("Medium").waitFor()
    expect(await card(2).locator("s").allTextContents()).toEqual(["1 ×", "Rare", "Avocado"])
    expect(await change.textContent()).not.toContain("Milk")
    await page.evaluate(() => localStorage.setItem("heard.language", "fr"))
    await page.reload()
    await change.getByText("À point").waitFor()
    expect(await card(2).locator("s").allTextContents()).toEqual(["1 ×", "Saignant", "Avocat"])
    await card(2).getByRole("button", { name: "Vu" }).click()
    await change.waitFor({ state: "detached" })
    expect(sent()).toEqual(["acknowledgeChange"])
  })

  it("[KDS-13] strikes no allergy through: one that was taken away says so in words", async () => {
    const differences = [{ kind: "modifier" as const, was: { ...milk, quantity: 1 } }]
    const change = { was: "2 Burger, Milk", differences, ack: false }
    put(hub.views, ticket({ n: 2, lines: [{ change }] }))
    await card(2).getByText("ALLERGY TAKEN AWAY:").waitFor()
    expect(await card(2).locator(".line__change").textContent()).toContain("Milk")
    expect(await card(2).locator("s").count()).toBe(0)
  })
})
