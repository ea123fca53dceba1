import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { ModifierGroup, Product } from "#core/kitchen/menu.ts"
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
  await office.getByText("Questions that come with dishes").click()
})
beforeEach(async () => {
  await question("Cooking").waitFor()
})
afterAll(async () => {
  await browser.close()
  // The browser itself writes down what the hub refused.
  expect(takeComplaints().filter((one) => !/40[49]|412/.test(one))).toEqual([])
})

const question = (name: string) =>
  office
    .getByRole("listitem")
    .filter({ has: office.getByRole("button", { name: `Change ${name}` }) })
const press = (name: string | RegExp) => office.getByRole("button", { name }).first().click()
const sheet = () => office.getByRole("dialog")
const field = (label: string) => sheet().getByLabel(label, { exact: true })
const answer = (n: number) => sheet().getByRole("group", { name: `Answer ${n}`, exact: true })
const answerField = (n: number, label: string) => answer(n).getByLabel(label, { exact: true })
const save = (name = "Save") => sheet().getByRole("button", { name, exact: true }).click()
const closed = () => sheet().waitFor({ state: "detached" })
const groups = (slug = "bistro") =>
  everyItem<ModifierGroup>(hub.restaurant(slug).api, "/plugins/catalog_product/modifierGroups")
const stored = async (name: string) => (await groups()).find((one) => one.name === name)
const terrine = async () => {
  const all = await everyItem<Product>(hub.restaurant().api, "/plugins/catalog_product/products")
  return all.find(({ names }) => names?.["en"] === "Country terrine")
}

describe("a manager who writes what is asked with the dishes", () => {
  it("[MENUPAGE-3] adds a question with its answers", async () => {
    const before = await groups("rival")
    await press("Add a question")
    await field("Question").fill("Pain")
    await sheet().getByLabel("In English").first().fill("Bread")
    await field("Answers, at least").fill("1")
    await answerField(1, "Name").fill("Baguette")
    await answerField(2, "Name").fill("خبز")
    await answerField(2, "Costs more (EUR)").fill("1,505")
    await save()
    await answer(2).getByText("An amount such as 1.50").waitFor()
    await answerField(2, "Costs more (EUR)").fill("1,5")
    await save("Add an answer")
    expect(await answerField(3, "Name").evaluate((one) => one === document.activeElement)).toBe(
      true,
    )
    await answerField(3, "Name").fill("Sans pain")
    await answerField(3, "For the kitchen").selectOption({ label: "Something less (NO …)" })
    await save()
    await question("Bread").getByText("one answer · asked with no dish").waitFor()
    expect(await stored("Pain")).toMatchObject({
      names: { en: "Bread" },
      min: 1,
      max: 1,
      options: [
        { name: "Baguette", kind: "add", price: 0 },
        { name: "خبز", kind: "add", price: 150 },
        { name: "Sans pain", kind: "remove", price: 0 },
      ],
    })
    expect(await groups("rival")).toEqual(before)
  })

  it("[MENUPAGE-3] orders, takes out and renames answers, which stay the same ones", async () => {
    const before = await stored("Pain")
    await press("Change Bread")
    await answer(2).getByRole("button", { name: "Answer 2 earlier" }).click()
    await answer(3).getByRole("button", { name: "Take Answer 3 out" }).click()
    await answerField(2, "Name").fill("Baguette de tradition")
    await answer(2).getByText("In other languages").click()
    await answerField(2, "In English").fill("Traditional baguette")
    await field("Answers, at least").fill("3")
    await save()
    await sheet().getByText("More than there are answers").waitFor()
    await field("Answers, at least").fill("0")
    await field("Answers, at most").fill("2")
    await save()
    await question("Bread").getByText("up to 2 answers").waitFor()
    const [baguette, bread] = before?.options ?? []
    expect((await stored("Pain"))?.options).toEqual([
      bread,
      {
        ...baguette,
        name: "Baguette de tradition",
        names: { en: "Traditional baguette" },
      },
    ])
  })

  it("[MENUPAGE-3] does not overwrite what somebody else changed meanwhile", async () => {
    const { api } = hub.restaurant()
    await press("Change Bread")
    await field("Answers, at most").fill("1")
    const address = `/plugins/catalog_product/modifierGroups/${(await stored("Pain"))?.id}`
    await api.send("PATCH", address, { max: 3 })
    await save()
    await sheet().getByText("Somebody changed this meanwhile.").waitFor()
    expect((await stored("Pain"))?.max).toBe(3)
    await save("Cancel")
    await closed()
  })

  it("[MENUPAGE-3] is asked before an answer that was only moved is lost", async () => {
    await press("Change Bread")
    await answer(2).getByRole("button", { name: "Answer 2 earlier" }).click()
    await office.keyboard.press("Escape")
    await sheet().getByText("Close without saving?").waitFor()
    await save("Close without saving")
    await closed()
  })

  it("[MENUPAGE-4] chooses what a dish asks and in which order, and the waiter is asked so", async () => {
    const waiter = await openPage(browser, hub.signIn(), "/handheld", phone)
    await press(/^Country terrine/)
    await field("Ask one more").selectOption({ label: "Cooking" })
    await field("Ask one more").selectOption({ label: "Bread" })
    await sheet().getByRole("button", { name: "Bread earlier" }).click()
    await save()
    await closed()
    await question("Bread").getByText("asked with 1 dish").waitFor()
    const asked = (await terrine())?.modifierGroupIds ?? []
    const bread = (await stored("Pain"))?.id
    const cooking = (await stored("Cuisson"))?.id
    expect(asked.filter((id) => id === bread || id === cooking)).toEqual([bread, cooking])
    await waiter.getByRole("button", { name: "Table 5:" }).click()
    await waiter
      .getByRole("navigation", { name: "Menu" })
      .getByRole("button", { name: "Starters" })
      .click()
    await waiter.getByRole("button", { name: "Add Country terrine" }).click()
    await waiter
      .getByRole("group", { name: /^Bread/ })
      .getByText("خبز")
      .waitFor()
    const titles = await waiter.locator(".options__title").allInnerTexts()
    const at = (name: string) => titles.findIndex((title) => title.startsWith(name))
    expect(at("Bread")).toBeLessThan(at("Cooking"))
    await waiter.context().close()
  })

  it("[MENUPAGE-3] [MENUPAGE-4] says which dishes ask a question, and removes it when none does", async () => {
    await press("Change Bread")
    await sheet()
      .getByText(/It cannot be removed while dishes ask it: .Country terrine/)
      .waitFor()
    expect(await sheet().getByRole("button", { name: "Remove" }).count()).toBe(0)
    await save("Cancel")
    await closed()
    await press(/^Country terrine/)
    await sheet().getByRole("button", { name: "Take Bread out" }).click()
    await save()
    await closed()
    await question("Bread").getByText("asked with no dish").waitFor()
    await press("Change Bread")
    await save("Remove")
    await sheet().getByText("No dish asks it.").waitFor()
    await save("Remove")
    await question("Bread").waitFor({ state: "detached" })
    expect(await stored("Pain")).toBeUndefined()
  })
})
