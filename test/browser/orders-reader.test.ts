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
  hub = await startFakeHub(undefined, officeRest(["orders.order.read"]))
})
afterAll(async () => {
  await browser.close()
  await hub.close()
})
afterEach(async () => {
  hub.restore()
  await page.context().close()
  // The browser itself writes down that a hub which is away takes no socket.
  expect(takeComplaints().filter((one) => !one.includes("WebSocket"))).toEqual([])
})

const open = async () => {
  page = await openPage(browser, hub, "/admin/orders")
  page.setDefaultTimeout(20_000)
  await page.getByRole("heading", { name: /Grande table/ }).waitFor()
}

describe("whoever may read orders and no more", () => {
  it("[OFFICE-74] reads that they may not change them, and finds nothing to press", async () => {
    await open()
    await page.getByText("You may look at orders here, not change them.").waitFor()
    await page.getByRole("button", { name: /شرفة/ }).click()
    const sheet = page.getByRole("dialog")
    await sheet.getByText("What happened").waitFor()
    expect(await sheet.getByRole("button").allInnerTexts()).toEqual([""])
    expect(await sheet.locator("footer").count()).toBe(0)
  })

  it("[OFFICE-5] opens an order by keyboard, and comes back to where it was", async () => {
    await open()
    const row = page.getByRole("button", { name: /Grande table/ })
    await row.focus()
    await page.keyboard.press("Enter")
    await page.getByRole("dialog").waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    expect(await row.evaluate((one) => one === document.activeElement)).toBe(true)
  })

  it("[OFFICE-73] is told of an event that this page has no words for, and never its code", async () => {
    await open()
    await page.getByRole("button", { name: /Grande table/ }).click()
    const sheet = page.getByRole("dialog")
    await sheet.getByText(/did something that this page has no words for/).waitFor()
    expect(await sheet.getByText("SongSung").count()).toBe(0)
    await sheet.getByText("Sans croûtons").first().waitFor()
  })

  it("[OFFICE-75] keeps the last list while the hub is away, and asks again", async () => {
    await open()
    hub.cut()
    await page.getByRole("button", { name: "Reload" }).click()
    await page.getByText("The hub does not answer.").waitFor()
    expect(await page.getByRole("heading", { name: /Grande table/ }).count()).toBe(1)
    // Of others nothing is known.
    await page.getByRole("button", { name: "Cancelled" }).click()
    await page.getByRole("heading", { name: /Grande table/ }).waitFor({ state: "detached" })
    hub.restore()
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByRole("heading", { name: /Takeaway/ }).waitFor()
    await page.getByText("The hub does not answer.").waitFor({ state: "detached" })
  })
})
