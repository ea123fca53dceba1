import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { phone } from "./support/waiter-taps.ts"

const hub = runningHub()
let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
})
afterEach(async () => {
  await page.context().close()
  // The browser itself writes down what the hub refused.
  expect(takeComplaints().filter((one) => !/409|422/.test(one))).toEqual([])
})

const open = async (path: string, options = {}) => {
  page = await openPage(browser, hub.signIn(), path, options)
  page.setDefaultTimeout(20_000)
}
const sheet = () => page.getByRole("dialog")
const field = (label: string) => sheet().getByLabel(label, { exact: true })
const press = (name: string | RegExp) => page.getByRole("button", { name }).first().click()
const save = () => sheet().getByRole("button", { name: "Save", exact: true }).click()
/** What has the focus, and is in sight as a whole. */
const focused = () =>
  page.evaluate(() => {
    const element = document.activeElement
    const box = element?.getBoundingClientRect()
    const seen = box !== undefined && box.top >= 0 && box.bottom <= innerHeight
    return seen ? (element?.getAttribute("name") ?? element?.getAttribute("role")) : "out of sight"
  })
const isFocused = (what: string) => expect.poll(focused).toBe(what)

describe("a save that was refused", () => {
  for (const [device, options] of [
    ["a desk", {}],
    ["a phone", phone],
  ] as const)
    it(`[OFFICE-60] shows the wrong field of a dish on ${device}, each time anew`, async () => {
      await open("/admin/menu", options)
      await press(/^Add a dish to/)
      await field("Name").fill("Marrow bone")
      await field("Price (EUR)").fill("abc")
      for (const _ of ["first", "second"]) {
        await field("Allergens").focus()
        await save()
        await isFocused("price")
      }
      await sheet().getByText("An amount such as 12.50").waitFor()
    })

  it("[OFFICE-60] shows the wrong answer of a question", async () => {
    await open("/admin/menu")
    await page.getByText("Questions that come with dishes").click()
    await press("Add a question")
    await field("Question").fill("Sauce")
    const answer = sheet().getByRole("group", { name: "Answer 1", exact: true })
    await answer.getByLabel("Name", { exact: true }).fill("Pepper")
    const price = answer.getByLabel("Costs more (EUR)")
    await price.fill("1,505")
    const other = sheet().getByRole("group", { name: "Answer 2", exact: true })
    await other.getByLabel("Name", { exact: true }).fill("Blue cheese")
    await save()
    await isFocused((await price.getAttribute("name")) ?? "")
  })

  it("[OFFICE-60] shows the field that the hub named", async () => {
    await open("/admin/people", phone)
    await press("Add a person")
    await field("Name").fill("\u00a0")
    await field("User name").fill("aminata")
    await field("Password").fill("un-mot-de-passe")
    await save()
    await isFocused("fullName")
  })

  it("[PEOPLE-60] says everything that is wrong with a person at once, each at its field", async () => {
    await open("/admin/people")
    await press("Add a person")
    await field("Name").fill("\u00a0")
    await field("User name").fill("ada lovelace")
    await field("Password").fill("password1")
    await save()
    await isFocused("fullName")
    for (const wrong of ["tried first$", "Expected 1 to 200"])
      expect(await sheet().getByText(new RegExp(wrong)).count(), wrong).toBe(1)
    expect(await sheet().getByRole("alert").count()).toBe(0)
    await field("Name").fill("Ada")
    await field("User name").fill("ada")
    await save()
    await isFocused("password")
    expect(await sheet().getByText("PASSWORD_WEAK").count()).toBe(0)
  })

  it("[OFFICE-60] shows the message where no field is wrong", async () => {
    await open("/admin/roles")
    await press("Add a role")
    await field("Name").fill("Sommelier")
    await sheet().getByLabel("Short name").fill("waiter")
    await save()
    await isFocused("alert")
  })

  it("[OFFICE-60] shows which stations a screen lacks", async () => {
    await open("/admin/kitchen")
    await press("Add a screen")
    await field("Name").fill("Pastry")
    await save()
    await isFocused("stations")
  })
})
