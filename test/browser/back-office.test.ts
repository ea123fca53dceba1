import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, takeComplaints } from "./support/browser.ts"

const hub = runningHub(["bistro"])
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
})
afterEach(() => {
  takeComplaints()
})

/** The owner's browser. */
const owner = async (path: string, options: BrowserContextOptions = {}): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const { tenant, password } = hub.signIn()
  await page.goto(`${hub.url()}${path}#${new URLSearchParams({ access: password, tenant })}`)
  return page
}

/** The bar over every page of the back office says so. */
const ended = (page: Page, title: string): Promise<void> =>
  page.getByRole("region", { name: title }).waitFor()

describe("what the restaurant runs", () => {
  it("[OFFICE-3] a plugin is disabled and enabled again while a kitchen screen stays live", async () => {
    const page = await owner("/admin/plugins/printer")
    const screen = hub.restaurant().screenOf("grill").slice("screen/".length)
    const kitchen = await page.context().newPage()
    await kitchen.goto(`${hub.url()}/kds?screen=${screen}`)
    await kitchen.locator("main.kitchen").waitFor()

    await page.getByRole("button", { name: "Disable" }).click()
    const sheet = page.getByRole("dialog", { name: "Disable “Kitchen printers”?" })
    await sheet.getByText("Nothing is deleted").waitFor()
    await sheet.getByRole("button", { name: "Disable" }).click()
    await ended(page, "Kitchen printers was disabled")
    await page.getByRole("button", { name: "Enable" }).waitFor()
    expect(await kitchen.getByText("NOT LIVE").count()).toBe(0)

    await page.getByRole("button", { name: "Enable" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Enable" }).click()
    await ended(page, "Kitchen printers was enabled")
    expect(await kitchen.getByText("NOT LIVE").count()).toBe(0)
    await page.context().close()
  })

  it("[OFFICE-4] [OFFICE-29] whoever disables what others need is told who and what will lack, and takes them along knowingly", async () => {
    const page = await owner("/admin/plugins/devices")
    await page.getByRole("button", { name: "Disable" }).click()
    const sheet = page.getByRole("dialog")
    await sheet.getByText("No screen, handheld or printer can be let in or sent away").waitFor()
    await sheet.getByText("These go off along with it").waitFor()
    await sheet.getByText("Nothing is printed in the kitchen.").waitFor()
    await sheet.getByText("Kitchen printers").waitFor()
    const confirm = sheet.getByRole("button", { name: "Disable" })
    expect(await confirm.isDisabled()).toBe(true)
    await sheet.getByRole("checkbox", { name: "Yes, disable them too" }).check()
    await confirm.click()
    await ended(page, "Devices was disabled")

    await page.goto(`${hub.url()}/admin/plugins/printer`)
    await page.getByRole("button", { name: "Enable" }).click()
    await page.getByRole("dialog").getByText("These come along").waitFor()
    await page.getByRole("dialog").getByRole("button", { name: "Enable" }).click()
    await ended(page, "Kitchen printers was enabled")
    await page.goto(`${hub.url()}/admin/plugins/devices`)
    await page.getByRole("button", { name: "Disable" }).waitFor()
    await page.context().close()
  })

  it("[OFFICE-5] a plugin is disabled and enabled by keyboard alone", async () => {
    const page = await owner("/admin/plugins")
    await page.getByRole("link", { name: /^Floor plan/ }).waitFor()
    await page.keyboard.press("Tab")
    expect(await focused(page)).toBe("To the content")
    await page.keyboard.press("Enter")
    await tabTo(page, /^Floor plan/)
    await page.keyboard.press("Enter")
    await page.getByRole("button", { name: "Disable" }).waitFor()
    await tabTo(page, /^Disable$/)
    await page.keyboard.press("Enter")
    await page.getByRole("dialog").waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    expect(await focused(page)).toBe("Disable")
    await page.keyboard.press("Enter")
    await page.getByRole("dialog").waitFor()
    // What confirms has the focus at once.
    expect(await focused(page)).toBe("Disable")
    await page.keyboard.press("Enter")
    await ended(page, "Floor plan was disabled")
    await tabTo(page, /^Enable$/)
    await page.keyboard.press("Enter")
    await page.getByRole("dialog").waitFor()
    await page.keyboard.press("Enter")
    await ended(page, "Floor plan was enabled")
    await page.context().close()
  })
})

describe("what a plugin puts into another's page", () => {
  it("[OFFICE-6] breaks alone, and says whose it is", async () => {
    const { api, tables, products } = hub.restaurant()
    const table = tables[0]
    await api.post("/plugins/orders/orders", {
      type: "dineIn",
      tableId: table?.id,
      lines: [{ productId: products[0]?.id, quantity: 1 }],
      send: true,
    })
    const page = await owner("/", { viewport: { width: 390, height: 844 } })
    await page.route("**/assets/ticket-timeline-slot-*.js", (route) =>
      route.fulfill({
        contentType: "text/javascript",
        body: "export default () => { throw new Error('no stove') }",
      }),
    )
    await page.goto(`${hub.url()}/handheld`)
    await page.getByRole("button", { name: `Table ${table?.name}:` }).click()
    await page.getByText("The plugin “kds” could not show its part here.").waitFor()
    await page.getByText("Heard, step").first().waitFor()

    await page.unrouteAll()
    await page.reload()
    await page.getByText("In the kitchen: 1 ticket").click()
    await page.getByText("fired").first().waitFor()
    await page.context().close()
  })
})

describe.concurrent("who sees what", () => {
  const person = async (username: string, role: string): Promise<Page> => {
    const { api } = hub.restaurant()
    await api.post("/plugins/users/users", {
      username,
      password: "a pot of good soup",
      fullName: `The ${username}`,
      role,
    })
    const page = await browser.newPage({ locale: "en-GB" })
    page.setDefaultTimeout(20_000)
    await page.goto(`${hub.url()}/admin`)
    await page.getByLabel("Restaurant").fill("bistro")
    await page.getByLabel("User name").fill(username)
    await page.getByLabel("Password").fill("a pot of good soup")
    await page.keyboard.press("Enter")
    await page.getByRole("heading", { name: "Overview" }).waitFor()
    return page
  }
  const sections = (page: Page): Promise<ReadonlyArray<string>> =>
    page.getByRole("navigation", { name: "Sections" }).getByRole("link").allTextContents()

  it("[OFFICE-7] a waiter finds nothing in the back office that only says no", async () => {
    const page = await person("ludivine", "waiter")
    expect(await sections(page)).toEqual(["Overview", "Orders"])
    await page.goto(`${hub.url()}/admin/audit`)
    await page.getByRole("heading", { name: "There is no such page here" }).waitFor()
    await page.getByRole("link", { name: "Back to the overview" }).click()
    await page.getByRole("heading", { name: "Overview" }).waitFor()
    await page.close()
  })

  it("[OFFICE-8] whoever may look but not change is told so instead of given buttons", async () => {
    const { api } = hub.restaurant()
    await api.post("/plugins/users/roles", {
      key: "auditor",
      name: "Auditor",
      permissions: ["core.plugins.read", "core.audit.read", "core.events.read", "users.read"],
    })
    const page = await person("tom", "auditor")
    await page.getByRole("link", { name: "Plugins" }).click()
    await page.getByRole("link", { name: /^Kitchen display/ }).click()
    await page.getByText("Your role lets you look at plugins, not change them.").waitFor()
    expect(await page.getByRole("button", { name: "Disable" }).count()).toBe(0)
    await page.getByRole("link", { name: "People" }).click()
    await page.getByText("Your role lets you look at people, not change them.").waitFor()
    expect(await page.getByRole("button", { name: "Add a person" }).count()).toBe(0)
    await page.close()
  })

  it("[OFFICE-9] signing out leaves nothing behind that signs in again", async ({ expect }) => {
    const page = await person("youssef", "manager")
    const { accessToken, refreshToken } = JSON.parse(
      await page.evaluate(() => localStorage.getItem("heard.session.person") ?? "{}"),
    )
    await page.getByRole("button", { name: "The youssef" }).click()
    await page.getByRole("button", { name: "Sign out" }).click()
    await page.getByLabel("Password").waitFor()
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("eyJ")
    await page.reload()
    await page.getByLabel("Password").waitFor()
    // The page does not wait for the hub before it shows the door.
    await expect.poll(() => statusOfMe(accessToken)).toBe(401)
    const renewed = await fetch(`${hub.url()}/api/auth/refresh`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ refreshToken }),
    })
    expect(renewed.status).toBe(401)
    await page.close()
  })
})

describe.concurrent("people and roles", () => {
  it("[OFFICE-10] a person is added, given another role and shut out in a browser", async () => {
    const page = await owner("/admin/people")
    await page.getByRole("button", { name: "Add a person" }).click()
    await page.getByLabel("Name", { exact: true }).fill("Aminata Diallo")
    await page.getByLabel("User name").fill("aminata")
    await page.getByLabel("Password").fill("password")
    await page.getByLabel("PIN for handhelds").fill("2468")
    await page.getByRole("button", { name: "Save" }).click()
    await page.getByText("one of the passwords that are tried first").first().waitFor()
    await page.getByLabel("Password").fill("braised leeks on toast")
    await page.getByRole("button", { name: "Save" }).click()

    await page.getByRole("button", { name: "Change Aminata Diallo" }).click()
    await page.getByLabel("Role").selectOption("chef")
    await page.getByRole("checkbox", { name: /^Disabled/ }).check()
    await page.getByRole("button", { name: "Save" }).click()
    const row = page.getByRole("listitem").filter({ hasText: "Aminata Diallo" })
    await row.getByText("disabled").waitFor()
    await row.getByText("Chef").waitFor()
    await row.getByText("has a PIN").waitFor()

    await page.getByRole("button", { name: "Change Aminata Diallo" }).click()
    await page.getByRole("button", { name: "Remove from the restaurant" }).click()
    await page.getByText("Remove Aminata Diallo?").waitFor()
    await page.getByRole("button", { name: "Remove from the restaurant" }).click()
    await row.waitFor({ state: "detached" })
    await page.context().close()
  })

  it("[OFFICE-11] a role is ticked together plugin by plugin", async () => {
    const page = await owner("/admin/roles")
    await page.getByRole("button", { name: "Add a role" }).click()
    await page.getByLabel("Name", { exact: true }).fill("Runner")
    await page.getByLabel("Short name").fill("runner")
    await page.getByRole("checkbox", { name: "Mark dishes as collected" }).check()
    const kitchen = page.getByRole("group", { name: "Kitchen display" })
    await kitchen.getByRole("checkbox", { name: "Everything" }).check()
    await page.getByRole("button", { name: "Save" }).click()
    const row = page.getByRole("listitem").filter({ hasText: "Runner" })
    await row.getByText("2 permissions").waitFor()
    await page.context().close()
  })
})

const statusOfMe = async (accessToken: string): Promise<number> => {
  const headers = { authorization: `Bearer ${accessToken}` }
  return (await fetch(`${hub.url()}/api/auth/me`, { headers })).status
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent?.trim() ?? "")

/** Far enough for the longest of these pages; a trap of the focus would end here. */
const mostTabs = 60

const tabTo = async (page: Page, text: RegExp): Promise<void> => {
  for (let n = 0; n < mostTabs; n++) {
    if (text.test(await focused(page))) return
    await page.keyboard.press("Tab")
  }
  throw new Error(`Tab never reached ${text}`)
}
