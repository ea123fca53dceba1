import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { officeRest } from "./support/fake-office.ts"

let browser: Browser
let hub: FakeHub
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
  hub = await startFakeHub(undefined, officeRest())
})
afterAll(async () => {
  await browser.close()
  await hub.close()
})
afterEach(async () => {
  await page.context().close()
  expect(takeComplaints()).toEqual([])
})

const open = async (path: string) => {
  page = await openPage(browser, hub, path)
  page.setDefaultTimeout(20_000)
}
/** Far from every sheet. */
const beside = { x: 12, y: 400 }
const question = () => page.getByText("Close without saving?")

describe("a sheet", () => {
  const addPerson = async () => {
    await open("/admin/people")
    await page.getByRole("button", { name: "Add a person" }).click()
  }
  const sheet = () => page.getByRole("dialog", { name: "Add a person" })
  const name = () => sheet().getByLabel("Name", { exact: true })
  /** Marking the text from its end to its beginning, and a little further. */
  const dragOut = async () => {
    const box = await name().boundingBox()
    if (box === null) throw new Error("No field")
    await page.mouse.move(box.x + 60, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(beside.x, beside.y, { steps: 5 })
    await page.mouse.up()
  }

  it("[OFFICE-23] stays when text is marked beyond its edge", async () => {
    await addPerson()
    await dragOut()
    await name().fill("Aminata")
    await dragOut()
    expect(await name().inputValue()).toBe("Aminata")
    expect(await question().count()).toBe(0)
  })

  it("[OFFICE-23] that nothing was typed into closes at a touch beside it", async () => {
    await addPerson()
    await page.mouse.click(beside.x, beside.y)
    await sheet().waitFor({ state: "detached" })
  })

  it("[OFFICE-23] asks before it throws away what was typed, and goes on where it was", async () => {
    await addPerson()
    await name().fill("Aminata")
    await page.mouse.click(beside.x, beside.y)
    await question().waitFor()
    await page.getByRole("button", { name: "Keep editing" }).click()
    await question().waitFor({ state: "detached" })
    expect(await name().evaluate((field) => field === document.activeElement)).toBe(true)
    // Twice, as somebody presses who wants to be sure: the browser must not close it behind our back.
    await page.keyboard.press("Escape")
    await question().waitFor()
    await page.keyboard.press("Escape")
    await question().waitFor({ state: "detached" })
    expect(await name().inputValue()).toBe("Aminata")
    await sheet().getByRole("button", { name: "Close", exact: true }).click()
    await page.getByRole("button", { name: "Close without saving" }).click()
    await sheet().waitFor({ state: "detached" })
  })
})

describe("a page with a form", () => {
  const name = () => page.getByLabel("Name", { exact: true }).first()
  const leaving = () => page.getByRole("dialog", { name: "Leave without saving?" })

  it("[OFFICE-23] asks before another section, Back or a reload takes what was typed", async () => {
    await open("/admin/people")
    await page.getByRole("link", { name: "Restaurant" }).click()
    await name().fill("Chez Aminata")
    await page.getByRole("link", { name: "People" }).click()
    await leaving().getByRole("button", { name: "Stay here" }).click()
    expect(await name().inputValue()).toBe("Chez Aminata")

    await page.goBack()
    await leaving().getByRole("button", { name: "Stay here" }).click()
    expect(new URL(page.url()).pathname).toBe("/admin/restaurant")
    expect(await name().inputValue()).toBe("Chez Aminata")

    const asked = page.waitForEvent("dialog")
    const reloading = page.evaluate(() => location.reload())
    const dialog = await asked
    expect(dialog.type()).toBe("beforeunload")
    await dialog.dismiss()
    await reloading

    await page.goBack()
    await leaving().getByRole("button", { name: "Leave without saving" }).click()
    await page.getByRole("heading", { name: "People" }).waitFor()
    await page.getByRole("link", { name: "Restaurant" }).click()
    await expect.poll(() => name().inputValue()).toBe("Chez Margaux")
  })

  it("[OFFICE-23] asks nothing when nothing was changed", async () => {
    await open("/admin/settings/config")
    await page.getByLabel("Warn after (minutes)").fill("15")
    await page.getByRole("link", { name: "People" }).click()
    await leaving().getByRole("button", { name: "Stay here" }).click()
    await page.getByRole("button", { name: "Undo" }).click()
    await page.getByRole("link", { name: "People" }).click()
    await page.getByRole("heading", { name: "People" }).waitFor()
  })
})
