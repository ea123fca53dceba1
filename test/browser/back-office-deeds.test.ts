import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, type RestRequest, startFakeHub } from "./support/fake-hub.ts"
import { officeRest } from "./support/fake-office.ts"

let browser: Browser
let hub: FakeHub
let asked: Array<Omit<RestRequest, "query" | "tenant">> = []

beforeAll(async () => {
  browser = await openBrowser()
  const rest = officeRest()
  hub = await startFakeHub(undefined, (request) => {
    const { method, path, body } = request
    if (method !== "GET" && !path.startsWith("/auth/")) asked.push({ method, path, body })
    return rest(request)
  })
})
afterAll(async () => {
  await browser.close()
  await hub.close()
})
beforeEach(() => {
  asked = []
  takeComplaints()
})

const at = async (path: string): Promise<Page> => {
  const page = await openPage(browser, hub, path)
  page.setDefaultTimeout(20_000)
  return page
}
const tenant = "/tenants/0193f4c0-0000-7000-8000-000000000001"
/** Once there is as much as expected; nothing more may come. */
const heard = (requests: ReadonlyArray<object>): Promise<void> =>
  expect.poll(() => asked).toEqual(requests)

describe("a plugin that fails", () => {
  it("[OFFICE-28] says what went wrong last, when, and in which request", async () => {
    const page = await at("/admin/plugins/printer")
    const notice = page.getByText("Last error").locator("..")
    await notice.getByText("Cannot read properties of undefined").waitFor()
    await notice.getByText("0193f4c0-5d1e-7c00-9a41-6f2b8c1d7e90").waitFor()
    await notice.getByRole("time").waitFor()
    await page.context().close()
  })
})

describe("a failed event", () => {
  it("[OFFICE-15] shows why it failed and what it says, and is tried again by one button", async () => {
    const page = await at("/admin/events?show=failed")
    const letter = page.getByRole("listitem").filter({ hasText: "· 4101" })
    await letter.getByText("reading 'station'").waitFor()
    await letter.getByText("tried 8 times").waitFor()
    await letter.getByText("What it says").click()
    await letter.getByText('"station": null').waitFor()
    await letter.getByRole("button", { name: "Try again" }).click()
    await heard([
      { method: "POST", path: `${tenant}/dead-letters/printer.chits/4101/retry`, body: {} },
    ])
    await page.context().close()
  })

  it("[OFFICE-16] is given up only after a second thought", async () => {
    const page = await at("/admin/events?show=failed")
    await page.getByRole("button", { name: "Give it up" }).first().click()
    await page.getByText("The handler never gets it").waitFor()
    await page.getByRole("button", { name: "Leave it" }).click()
    expect(asked).toEqual([])
    await page.getByRole("button", { name: "Give it up" }).first().click()
    await page.getByRole("dialog").getByRole("button", { name: "Give it up" }).click()
    await heard([
      { method: "POST", path: `${tenant}/dead-letters/printer.chits/4101/discard`, body: {} },
    ])
    await page.context().close()
  })

  it("[OFFICE-17] runs again with its whole range only after the events were counted", async () => {
    const page = await at("/admin/events?show=handlers")
    await page.getByRole("button", { name: "Run again…" }).first().click()
    await page.getByLabel("From position").fill("4100")
    await page.getByLabel("To position").fill("4111")
    await page.getByRole("button", { name: "Count them first" }).click()
    const path = `${tenant}/subscriptions/printer.chits/replay`
    const range = { from: 4100, to: 4111 }
    const counted = { method: "POST", path, body: { ...range, dryRun: true } }
    await page.getByText("12 events would run again.").waitFor()
    await heard([counted])
    // Another range is another count.
    await page.getByLabel("To position").fill("4112")
    expect(await page.getByText("12 events would run again.").count()).toBe(0)
    await page.getByLabel("To position").fill("4111")
    await page.getByRole("button", { name: "Count them first" }).click()
    await page.getByRole("button", { name: "Run 12 events again" }).click()
    await page.getByText("12 events run again.").waitFor()
    await heard([counted, counted, { method: "POST", path, body: { ...range, dryRun: false } }])
    await page.context().close()
  })
})

describe("settings of a plugin", () => {
  it("[OFFICE-27] are announced by what can be set", async () => {
    const page = await at("/admin/settings")
    const card = page.getByRole("link", { name: /^Restaurant/ }).last()
    await card.getByText("Greeting on the board · Warn after (minutes)").waitFor()
    expect(await card.textContent()).not.toContain("What Restaurant brings")
    await page.context().close()
  })

  it("[OFFICE-18] are a form made of their Schema, and what the hub refuses stands beside its field", async () => {
    const page = await at("/admin/settings/config")
    await page.getByLabel("Greeting on the board").fill("Welcome")
    await page.getByLabel("Warn after (minutes)").fill("500")
    await page.getByRole("checkbox", { name: "Sound for new tickets" }).uncheck()
    await page.getByLabel("Layout").selectOption("columns")
    await page.getByLabel("Opens at").fill("12:00")
    await page.getByRole("button", { name: "Remove: Taxes, Entry 1" }).click()
    await page.getByRole("button", { name: "Add: Taxes" }).click()
    await page.getByLabel("Name").last().fill("Service")
    await page.getByRole("button", { name: "Save" }).click()
    await page.getByText("Expected a value up to 120").waitFor()
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-invalid")))
      .toBe("true")
    await heard([
      {
        method: "PUT",
        path: `${tenant}/plugins/config/config`,
        body: {
          greeting: "Welcome",
          warnAfterMinutes: 500,
          sound: false,
          layout: "columns",
          opensAt: "12:00",
          taxes: [
            { name: "TVA alcool", rate: 2000, included: true },
            { name: "Service", rate: 0, included: false },
          ],
        },
      },
    ])
    await page.context().close()
  })
})

describe("an upgrade", () => {
  it("[OFFICE-19] says before it begins what each change of the data locks and how long it took when tried", async () => {
    const page = await at("/admin/plugins/catalog_product")
    await page.getByRole("button", { name: "Upgrade" }).click()
    await page.getByText("locks product for a moment").waitFor()
    await page.getByText("14 ms").waitFor()
    await page.getByText("locks nothing").waitFor()
    await page.getByRole("dialog").getByRole("button", { name: "Upgrade" }).click()
    await page.getByRole("region", { name: "Upgrading: Menu" }).waitFor()
    await page.getByText("Step 2 of 3").waitFor()
    const path = `${tenant}/plugins/catalog_product/upgrade`
    await heard([
      { method: "POST", path, body: { dryRun: true } },
      { method: "POST", path, body: {} },
    ])
    await page.context().close()
  })
})

describe("a plugin that was removed with its data", () => {
  it("[OFFICE-21] says until when it can be had back, in the language of the page", async () => {
    for (const [locale, sentence] of [
      ["en", /Its data will be deleted after .*2026/],
      ["fr", /Ses données seront effacées après le .*2026/],
    ] as const) {
      const page = await openPage(browser, hub, "/admin/plugins/loyalty", { locale })
      await page.getByText(sentence).waitFor()
      await page.context().close()
    }
  })
})

describe("somebody who works in several restaurants", () => {
  it("[OFFICE-13] goes over to another one and back without signing in again", async () => {
    const page = await at("/admin")
    for (const name of ["Le Zinc", "Chez Margaux"]) {
      await page.getByRole("button", { name: "Margaux Perrin" }).click()
      await page.getByRole("radio", { name }).click()
      await page.getByRole("banner").getByText(name).waitFor()
      const screens = page.getByRole("region", { name: "Screens of the restaurant" })
      await screens.waitFor({ state: name === "Le Zinc" ? "detached" : "visible" })
    }
    await page.context().close()
  })
})

describe("the audit log", () => {
  it("[OFFICE-20] proves itself at the press of a button", async () => {
    const page = await at("/admin/audit")
    await page.getByRole("button", { name: "Check the seals" }).click()
    await page.getByText("All 128 lines are as they were written.").waitFor()
    await page.context().close()
  })
})
