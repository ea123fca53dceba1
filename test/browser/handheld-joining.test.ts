import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { BistroOrders } from "./support/bistro-orders.ts"
import { lineId, productId, tableId } from "./support/bistro-setup.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, type Rest, startFakeHub } from "./support/fake-hub.ts"
import { addDish, openTable, phone } from "./support/waiter-taps.ts"

let browser: Browser
let hub: FakeHub
let orders: BistroOrders
let page: Page

const five = "0193f4c0-0000-7000-8000-800000000001"
const two = "0193f4c0-0000-7000-8000-800000000002"
const besideFive = "0193f4c0-0000-7000-8000-800000000003"
const soup = { id: lineId(2), productId: productId("onion-soup"), quantity: 1 }

/** Whatever PIN is entered, it is Ana's. */
const anasPin: Rest = ({ path }) => {
  const ana = { kind: "user", id: "0193f4c0-0000-7000-8000-900000000001", name: "Ana" }
  if (path === "/auth/pin")
    return { status: 200, json: { accessToken: "a", refreshToken: "b", expiresIn: 900 } }
  return path === "/auth/me"
    ? { status: 200, json: { principal: ana, fullName: "Ana", permissions: ["*"] } }
    : undefined
}

const place = (id: string, table: number, lines: ReadonlyArray<object>, rest = {}) =>
  orders.run("placeOrder", { id, type: "dineIn", tableId: tableId(table), lines, ...rest })

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  orders = new BistroOrders()
  hub = await startFakeHub(orders.answer, anasPin)
  orders.open(hub.views)
  const mussels = { id: lineId(1), productId: productId("mussels"), quantity: 3 }
  place(five, 5, [mussels, soup], { covers: 4, server: "Carla" })
  place(two, 2, [{ id: lineId(3), productId: productId("cola"), quantity: 2 }])
  page = await openPage(browser, hub, "/handheld", phone)
  page.setDefaultTimeout(20_000)
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  const own = takeComplaints().filter((text) => !text.startsWith("WebSocket connection to"))
  expect(own).toEqual([])
})

const button = (name: string | RegExp, exact = false) => page.getByRole("button", { name, exact })
const dialog = (name: string) => page.getByRole("dialog", { name })
/** A name in a sentence keeps its own direction. */
const named = (name: string) => `\u2068${name}\u2069`

const openFive = async () => {
  await openTable(page, "5")
  await button("Mussels and fries").waitFor()
}
const ask = async (deed: string) => {
  await button("More", true).click()
  await button(deed, true).click()
}
const asked = () => hub.commands.map(({ op, args }) => ({ op, args }))
const cut = async () => {
  hub.cut()
  await page.getByText("NOT LIVE").waitFor({ timeout: 20_000 })
}

describe("guests who sit down together", () => {
  const sheet = () => dialog("Join with which order?")

  it("[WAITER-28] share an order after three taps, and the handheld goes there with what is not sent yet", async () => {
    place(besideFive, 5, [soup])
    await openFive()
    await button("Menu").click()
    await addDish(page, "Starters", "Country terrine")
    await button(/^Order/).click()
    await ask("Join with another order")
    const offered = await sheet()
      .getByRole("button", { name: /#\d/ })
      .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")))
    expect(offered).toEqual([
      `Table ${named("5")}, #43, 1 dish`,
      `Table ${named("2")}, #42, 2 dishes`,
    ])
    await sheet().getByRole("button", { name: "#42" }).click()
    await expect
      .poll(asked)
      .toEqual([{ op: "mergeInto", args: { orderId: five, intoOrderId: two } }])
    await page.getByRole("heading", { name: "Table 2" }).waitFor()
    await button("Send").click()
    await expect.poll(() => orders.order(two).lines.length).toBe(4)
    expect(orders.order(two).covers).toBe(4)
    await button("Mussels and fries").waitFor()
    await button("Back to the tables").click()
    await button("Table 5: Ordered").waitFor()
  })

  it("[WAITER-28] keep what is written down when their order joins one at the same table", async () => {
    place(besideFive, 5, [soup])
    await openFive()
    await button("Menu").click()
    await addDish(page, "Starters", "Country terrine")
    await button(/^Order/).click()
    await ask("Join with another order")
    await sheet().getByRole("button", { name: "#43" }).click()
    await button("Send").click()
    await expect.poll(() => orders.order(besideFive).lines.length).toBe(4)
  })

  it("[WAITER-28] share an order when the hub is back, and once", async () => {
    await openFive()
    await cut()
    await ask("Join with another order")
    await sheet().getByRole("button", { name: "#42" }).click()
    await page.getByRole("heading", { name: "Part of #42 now" }).waitFor()
    await page.getByText("Not at the hub yet").waitFor()
    expect(orders.order(five).status).toBe("open")
    hub.restore()
    await expect.poll(() => orders.order(five).status, { timeout: 20_000 }).toBe("merged")
    await button("Go to #42").click()
    await button("Mussels and fries").waitFor()
    expect(new Set(hub.commands.map(({ cid }) => cid)).size).toBe(1)
  })

  it("[WAITER-28] are told that the orders were not joined, where the handheld went", async () => {
    await openFive()
    await ask("Join with another order")
    await sheet().getByRole("button", { name: "#42" }).waitFor()
    // While the finger is on its way.
    orders.run("serveLines", { orderId: two, lineIds: [lineId(3)] })
    const row = hub.views.get("floor", tableId(2)) ?? {}
    orders.run("close", { orderId: two })
    hub.views.set("floor", tableId(2), row)
    await sheet().getByRole("button", { name: "#42" }).click()
    const refusal = page.getByRole("alert").filter({ hasText: "The orders were not joined" })
    await refusal.getByRole("button", { name: "Got it" }).click()
    await refusal.waitFor({ state: "detached" })
  })

  it("[WAITER-28] whose order a colleague joined: the handheld says with which, and goes there with what is not sent", async () => {
    await openFive()
    await button("Menu").click()
    await addDish(page, "Starters", "Country terrine")
    orders.run("mergeInto", { orderId: five, intoOrderId: two })
    await page.getByRole("heading", { name: "Part of #42 now" }).waitFor()
    await page.getByText("1 not sent yet comes along.").waitFor()
    const offered = await page
      .locator(".place button")
      .evaluateAll((all) =>
        all
          .filter((one) => one.checkVisibility())
          .map((one) => one.getAttribute("aria-label") ?? one.textContent),
      )
    expect(offered).toEqual(["Back to the tables", "Go to #42"])
    await button("Go to #42").click()
    await page.getByRole("heading", { name: "Table 2" }).waitFor()
    await button("Send").click()
    await expect.poll(() => orders.order(two).lines.length).toBe(4)
  })

  it("[WAITER-28] who order just when a colleague joins their order get their dishes back, and the way", async () => {
    await openFive()
    await button("Menu").click()
    await addDish(page, "Starters", "Country terrine")
    await cut()
    await button("Send").click()
    orders.run("mergeInto", { orderId: five, intoOrderId: two })
    hub.restore()
    const refusal = page.getByRole("alert").filter({ hasText: "This order is part of #42 now." })
    await refusal.getByRole("button", { name: "Back to the basket" }).click({ timeout: 20_000 })
    await button("Go to #42").click()
    await button("Send").click()
    await expect.poll(() => orders.order(two).lines.length).toBe(4)
  })
})

describe("guests who pay apart", () => {
  const sheet = () => dialog("What goes to another order?")
  const row = (dish: string) => sheet().getByRole("listitem").filter({ hasText: dish })
  const status = () => sheet().locator(".split__sum").textContent()
  const carryOut = () => sheet().getByRole("button", { name: "Split", exact: true })
  const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)

  it("[WAITER-29] get an order of their own at the same table, of some of a dish and all of another", async () => {
    await openFive()
    await ask("Split")
    expect(await status()).toBe("Choose what goes.")
    expect(await carryOut().isDisabled()).toBe(true)
    await row("Mussels").getByRole("button", { name: "One more" }).click()
    await row("onion soup").getByRole("button", { name: "1 French onion soup" }).click()
    await row("Mussels").getByText("1 of 3 goes").waitFor()
    expect(await status()).toBe("2 dishes · €25.80")
    await carryOut().click()
    await expect.poll(asked).toEqual([
      {
        op: "splitTo",
        args: {
          orderId: five,
          toOrderId: uuid,
          lineIds: [soup.id],
          parts: [{ lineId: lineId(1), quantity: 1 }],
        },
      },
    ])
    const made = String(hub.commands[0]?.args["toOrderId"])
    expect(orders.order(made)).toMatchObject({ tableId: tableId(5), number: "43" })
    // The handheld stays with the order that was split.
    await page.getByRole("navigation", { name: "2 orders" }).waitFor()
    expect(await page.getByRole("button", { name: "#41" }).getAttribute("aria-current")).toBe(
      "page",
    )
    expect(await button("French onion soup").count()).toBe(0)
    expect(await page.locator(".line__quantity").textContent()).toBe("2")
  })

  it("[WAITER-29] cannot take everything along: it says what to do instead, until something stays", async () => {
    await openFive()
    await ask("Split")
    const all = row("Mussels").getByRole("button", { name: "3 Mussels and fries" })
    await all.click()
    expect(await all.getAttribute("aria-pressed")).toBe("true")
    await row("onion soup").getByRole("button").click()
    expect(await status()).toBe("That is everything. Move or join the whole order instead.")
    expect(await carryOut().isDisabled()).toBe(true)
    await all.click()
    expect(await status()).toBe("1 dish · €8.90")
    expect(await row("Mussels").getByRole("button", { name: "One less" }).isDisabled()).toBe(true)
    expect(await carryOut().isEnabled()).toBe(true)
  })

  it("[WAITER-29] go to another order at the table, or to another table", async () => {
    place(besideFive, 5, [soup])
    await openFive()
    const split = async (where: string) => {
      await ask("Split")
      await row("Mussels").getByRole("button", { name: "One more" }).click()
      await sheet().getByRole("button", { name: "Where to?" }).click()
      await dialog("Where to?").getByRole("button", { name: where }).click()
      await carryOut().click()
      await sheet().waitFor({ state: "detached" })
    }
    await split("#43")
    await expect.poll(() => orders.order(besideFive).lines.length).toBe(2)
    await page.locator(".line__quantity", { hasText: "2" }).waitFor()
    await split("Table 8")
    await expect.poll(() => orders.at(tableId(8))).toMatchObject([{ lines: [{ quantity: 1 }] }])
    await page.getByRole("heading", { name: "Table 5" }).waitFor()
  })

  it("[WAITER-29] are split when the hub is back, and once", async () => {
    await openFive()
    await cut()
    await ask("Split")
    await row("Mussels").getByRole("button", { name: "One more" }).click()
    await carryOut().click()
    await page.getByText("Not at the hub yet").waitFor()
    const line = button("Mussels and fries")
    await line.getByText("Some of it goes to another order").waitFor()
    expect(await page.locator(".line__quantity").first().textContent()).toBe("2")
    hub.restore()
    await expect.poll(() => orders.at(tableId(5)).length, { timeout: 20_000 }).toBe(2)
    await line.getByText("Heard, step 2 of 6").waitFor()
    expect(await page.locator(".line__quantity").first().textContent()).toBe("2")
    expect(new Set(hub.commands.map(({ cid }) => cid)).size).toBe(1)
  })

  it("[WAITER-29] are not offered to split a single dish", async () => {
    place(besideFive, 8, [soup])
    await openTable(page, "8")
    await button("French onion soup").waitFor()
    await button("More", true).click()
    await button("Join with another order").waitFor()
    expect(await button("Split", true).count()).toBe(0)
  })
})

describe("an order of a colleague", () => {
  it("[WAITER-30] is taken over in two taps, and says who looks after it", async () => {
    await page.locator(".who").click()
    await page.keyboard.type("4711")
    await page.keyboard.press("Enter")
    await page.locator(".who", { hasText: "Ana" }).waitFor()
    await openFive()
    await page.getByText(`${named("Carla")} looks after it`).waitFor()
    await ask("I take this order")
    await page.getByText(`${named("Ana")} looks after it`).waitFor()
    await expect.poll(asked).toEqual([{ op: "transferTo", args: { orderId: five } }])
    expect(orders.order(five).server).toBe("Ana")
    await button("More", true).click()
    await button("Join with another order").waitFor()
    expect(await button("I take this order").count()).toBe(0)
  })
})
