import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { Category, Product } from "#core/kitchen/menu.ts"
import { everyItem } from "#test/support/hub-api.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { phone } from "./support/waiter-taps.ts"

const hub = runningHub(["bistro", "rival"])
let browser: Browser
let office: Page

beforeAll(async () => {
  browser = await openBrowser()
  office = await openPage(browser, hub.signIn(), "/admin/menu")
  office.setDefaultTimeout(20_000)
})
beforeEach(async () => {
  await category("Starters").waitFor()
})
afterAll(async () => {
  await browser.close()
  expect(takeComplaints()).toEqual([])
})

const category = (name: string) => office.getByRole("region", { name, exact: true })
const press = (name: string | RegExp) => office.getByRole("button", { name, exact: true }).click()
const sheet = () => office.getByRole("dialog")
const field = (label: string) => sheet().getByLabel(label, { exact: true })
const save = (name = "Save") => sheet().getByRole("button", { name, exact: true }).click()
const closed = () => sheet().waitFor({ state: "detached" })
const dishes = (slug = "bistro") =>
  everyItem<Product>(hub.restaurant(slug).api, "/plugins/catalog_product/products")

describe("a manager who writes the menu alone", () => {
  it("[MENUPAGE-1] adds a category and a dish, and the waiter can order it", async () => {
    const waiter = await openPage(browser, hub.signIn(), "/handheld", phone)
    const before = (await dishes("rival")).length
    await press("Add a category")
    await field("Name").fill("Specials")
    await field("Cooked at").selectOption({ label: "Grill" })
    await field("Course").selectOption({ label: "Course 2" })
    await save()
    await category("Specials").getByText("handhelds do not show it").waitFor()
    await press("Add a dish to Specials")
    await field("Name").fill("Côte de bœuf")
    await field("Price (EUR)").fill("34,5")
    await field("In English").fill("Rib of beef")
    await field("In the kitchen").fill("COTE BOEUF")
    await field("Minutes until it is ready").fill("18")
    await field("Allergens").fill("milk, mustard")
    await field("Ask one more").selectOption({ label: "Cooking" })
    await save()
    await category("Specials").getByRole("button", { name: "Rib of beef €34.50" }).waitFor()
    expect((await dishes()).find(({ name }) => name === "Côte de bœuf")).toMatchObject({
      names: { en: "Rib of beef" },
      kitchenName: "COTE BOEUF",
      price: 3450,
      targetSeconds: 1080,
      allergens: ["milk", "mustard"],
      modifierGroupIds: [expect.any(String)],
    })
    await waiter.getByRole("button", { name: "Table 5:" }).click()
    const menu = waiter.getByRole("navigation", { name: "Menu" })
    await menu.getByRole("button", { name: "Specials" }).click()
    await waiter.getByRole("button", { name: "Add Rib of beef" }).waitFor()
    await waiter.context().close()
    expect(await dishes("rival")).toHaveLength(before)
  })

  it("[MENUPAGE-1] is told what is no price, and nothing is stored", async () => {
    const before = (await dishes()).length
    await press("Add a dish to Specials")
    await field("Name").fill("Marrow bone")
    await field("Price (EUR)").fill("12.505")
    await save()
    await sheet().getByText("An amount such as 12.50").waitFor()
    expect(await dishes()).toHaveLength(before)
    await save("Cancel")
    await closed()
  })

  it("[MENUPAGE-2] changes a dish twice, and keeps what the form does not ask", async () => {
    const { api } = hub.restaurant()
    const known = (await dishes()).find(({ name }) => name === "Côte de bœuf")
    const address = `/plugins/catalog_product/products/${known?.id}`
    await api.send("PATCH", address, { names: { en: "Rib of beef", de: "Rinderkotelett" } })
    for (const [price, shown] of [
      ["36", "€36.00"],
      ["38.20", "€38.20"],
    ] as const) {
      await category("Specials")
        .getByRole("button", { name: /^Rib of beef/ })
        .click()
      await field("Price (EUR)").fill(price)
      await field("Minutes until it is ready").fill("")
      await save()
      await category("Specials")
        .getByRole("button", { name: `Rib of beef ${shown}` })
        .waitFor()
    }
    const now = (await dishes()).find(({ id }) => id === known?.id)
    expect(now?.names).toEqual({ en: "Rib of beef", de: "Rinderkotelett" })
    expect(now).not.toHaveProperty("targetSeconds")
  })

  it("[MENUPAGE-2] orders the categories, moves a dish and removes what is empty", async () => {
    const names = () => office.getByRole("heading", { level: 2 }).allInnerTexts()
    const at = async () => (await names()).indexOf("Specials")
    const before = await at()
    await press("Specials earlier")
    await expect.poll(at).toBe(before - 1)
    await press("Change Specials")
    await sheet().getByText("A category with dishes cannot be removed").waitFor()
    await save("Cancel")
    await category("Specials")
      .getByRole("button", { name: /^Rib of beef/ })
      .click()
    await field("Category").selectOption({ label: "Starters" })
    await save()
    await category("Starters")
      .getByRole("button", { name: /^Rib of beef/ })
      .click()
    await save("Remove")
    await sheet().getByText("Nobody orders it any more.").waitFor()
    await save("Remove")
    await category("Starters")
      .getByRole("button", { name: /^Rib of beef/ })
      .waitFor({ state: "detached" })
    await press("Change Specials")
    await save("Remove")
    await save("Remove")
    await category("Specials").waitFor({ state: "detached" })
    const { api } = hub.restaurant()
    const left = await everyItem<Category>(api, "/plugins/catalog_product/categories")
    expect(left.map(({ name }) => name)).not.toContain("Specials")
  })
})
