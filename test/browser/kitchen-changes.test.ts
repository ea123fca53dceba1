import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { cook, grill, pass, put, setUpRestaurant, ticket } from "./support/kitchen-fixture.ts"
import { illegibleTexts } from "./support/legibility.ts"

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
    await expect.poll(sent).toEqual(["acknowledgeChange"])
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

describe("a ticket of which everything was taken back", () => {
  const voided = { quantity: 0, voided: 2, status: "voided" as const, note: "in two" }
  const gone = ticket({ n: 3, priority: 1, lines: [{ ...voided, modifiers: [medium] }] })

  it("[KDS-27] says VOID in its head, offers nothing to cook, and one button takes it off", async () => {
    put(hub.views, gone)
    await card(3).locator(".ticket__head").getByText("VOID").waitFor()
    const note = await card(3)
      .locator("q")
      .evaluate((it) => getComputedStyle(it).textDecorationLine)
    expect(note).toBe("line-through")
    expect(await card(3).textContent()).not.toMatch(/RUSH|CHANGED|Cooking|LATE/)
    expect(await card(3).locator("footer").getByRole("button").allTextContents()).toEqual([
      "Got it",
    ])
    await card(3).getByRole("button", { name: "Got it" }).click()
    await card(3).waitFor({ state: "detached" })
    await expect.poll(sent).toEqual(["bumpTicket"])
  })

  it("[KDS-27] differs from one of which something is still wanted", async () => {
    const change = { was: "", differences: [], ack: false }
    put(hub.views, ticket({ n: 4, lines: [{ ...voided, change }, { name: "Onglet" }] }))
    await card(4).getByText("DO NOT MAKE").waitFor()
    expect(await card(4).locator("footer").getByRole("button").allTextContents()).toEqual([
      "Start",
      "Bump",
    ])
  })

  it.each(["light", "dark"] as const)("[UI-5] reads well in %s colours", async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    put(hub.views, gone)
    put(hub.views, changed)
    const change = { was: "", differences: [], ack: false }
    put(hub.views, ticket({ n: 4, lines: [{ ...voided, change }, { name: "Onglet" }] }))
    await card(4).waitFor()
    expect(await illegibleTexts(page)).toEqual([])
  })
})

describe("how a dish is cooked", () => {
  it("[KDS-9] stands before what comes along, after allergies and what is left out", async () => {
    const modifiers = [
      option("add", "Fries", "Frites"),
      medium,
      milk,
      { name: "No onions", kind: "remove" as const },
    ]
    put(hub.views, ticket({ n: 5, lines: [{ modifiers }] }))
    await card(5).getByText("Medium").waitFor()
    expect(await card(5).locator(".modifier").allTextContents()).toEqual([
      "ALLERGYMilk",
      "NOonions",
      "Medium",
      "Fries",
    ])
    const weights = await card(5)
      .locator(".modifier")
      .evaluateAll((all) => all.map((one) => Number(getComputedStyle(one).fontWeight)))
    expect(Math.max(...weights)).toBe(weights[2])
  })
})

describe("the counts of the day", () => {
  it("[KDS-10] mark a dish on its tickets, then one way in which it is wanted", async () => {
    const rare = option("note", "Rare", "Saignant")
    put(hub.views, ticket({ n: 6, lines: [{ quantity: 3, modifiers: [rare] }] }))
    put(hub.views, ticket({ n: 7, lines: [{ quantity: 4, modifiers: [medium] }] }))
    await card(7).waitFor()
    await page.getByRole("button", { name: "All day" }).click()
    const counts = page.getByRole("complementary", { name: "All day" })
    const marked = page.locator('.line[data-highlighted="true"]')
    expect(await counts.getByRole("button").allTextContents()).toEqual(["Burger7"])
    await counts.getByRole("button", { name: "Burger 7" }).click()
    await expect.poll(() => marked.count()).toBe(2)
    await counts.getByRole("button", { name: "Rare 3" }).click()
    await expect.poll(() => marked.count()).toBe(1)
    await counts.getByRole("button", { name: "Rare 3" }).click()
    await expect.poll(() => marked.count()).toBe(0)
  })
})

describe("what a dish is called", () => {
  const names = { fr: "Burger Margaux", kitchen: "BRG" }
  const dish = { name: "Margaux burger", names }

  it("[KDS-28] is the kitchen's word on its tickets, in the counts and in the recall list", async () => {
    put(
      hub.views,
      ticket({ n: 8, lines: [dish, { name: "Flank steak", names: { fr: "Onglet" } }] }),
    )
    await page.evaluate(() => localStorage.setItem("heard.language", "fr"))
    await page.reload()
    await card(8).getByText("BRG").waitFor()
    await card(8).getByText("Onglet").waitFor()
    expect(await card(8).textContent()).not.toContain("Margaux")
    await page.getByRole("button", { name: "Totaux" }).click()
    await page.getByRole("complementary").getByText("BRG").waitFor()
    await page.keyboard.press("8")
    await card(8).waitFor({ state: "detached" })
    await page.getByRole("button", { name: "Rappel" }).click()
    await page.getByRole("dialog").getByText("2 BRG · 2 Onglet").waitFor()
  })

  it("[KDS-28] is both words at the pass, where cooks and waiters meet", async () => {
    put(hub.views, ticket({ n: 9, lines: [dish] }), pass)
    await page.goto(`${hub.url}/kds?screen=${pass}`)
    await card(9).getByText("BRG").waitFor()
    await card(9).getByText("Margaux burger").waitFor()
  })
})
