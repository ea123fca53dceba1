import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { BistroOrders } from "./support/bistro-orders.ts"
import { lineId, productId, tableId } from "./support/bistro-setup.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { addDish, openTable, phone } from "./support/waiter-taps.ts"

let browser: Browser
let hub: FakeHub
let orders: BistroOrders
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  orders = new BistroOrders()
  hub = await startFakeHub(orders.answer)
  orders.open(hub.views)
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  expect(takeComplaints()).toEqual([])
})

const open = async (): Promise<void> => {
  page = await openPage(browser, hub, "/handheld", { ...phone, ownClock: true })
  page.setDefaultTimeout(20_000)
  await page.getByRole("button", { name: "Table 5:" }).waitFor()
}

const placed = () => hub.commands.filter(({ op }) => op === "placeOrder")

describe("taking an order", () => {
  it("[WAITER-1] sends two dishes for table 5 as one order with the ids made here", async () => {
    await open()
    await openTable(page, "5")
    await page.getByRole("button", { name: "Seat 2" }).click()
    await addDish(page, "Starters", "French onion soup")
    await addDish(page, "Starters", "French onion soup")
    await addDish(page, "Soft drinks", "Craft cola 33 cl")
    await page.getByText("3 dishes · €22.30").waitFor()
    await page.getByRole("button", { name: "Send" }).click()
    await page.getByText("#41").waitFor()
    expect(placed()).toHaveLength(1)
    const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    expect(placed()[0]?.args).toEqual({
      id: uuid,
      type: "dineIn",
      tableId: tableId(5),
      send: true,
      lines: [
        {
          id: uuid,
          productId: productId("onion-soup"),
          quantity: 2,
          modifiers: [],
          seat: 2,
          course: 1,
        },
        { id: uuid, productId: productId("cola"), quantity: 1, modifiers: [], seat: 2 },
      ],
    })
    expect(orders.at(tableId(5))).toHaveLength(1)
  })

  it("[WAITER-2] adds no dish without the choice it needs, and offers the same choice the next time", async () => {
    await open()
    await openTable(page, "5")
    await addDish(page, "From the grill", "Margaux burger")
    const sheet = page.getByRole("dialog", { name: "Margaux burger" })
    await sheet.getByRole("button", { name: "Choose: Cooking" }).click()
    expect(await sheet.getByRole("button", { name: "Blue" }).evaluate(hasFocus)).toBe(true)
    await sheet.getByRole("button", { name: "Rare" }).click()
    await sheet.getByRole("button", { name: "Potato gratin" }).click()
    await sheet.getByRole("button", { name: "Nuts" }).click()
    await sheet.getByLabel("Note for the kitchen").fill("cut in half")
    await sheet.getByRole("button", { name: "Add 1 €19.40" }).click()
    await page.getByText("1 in the basket").waitFor()
    await addDish(page, "From the grill", "Margaux burger")
    await sheet.getByRole("button", { name: "Like last time: Rare, Potato gratin, Nuts" }).click()
    await sheet.getByRole("button", { name: "Add 1 €19.40" }).click()
    // Send lies where Add was, and a person is not that fast.
    await page.clock.fastForward(600)
    await page.getByRole("button", { name: "Send" }).click()
    await page.getByText("#41").waitFor()
    const chosen = ["cooking-rare", "side-potato-gratin", "allergy-nuts"]
    const modifiers = chosen.map((optionId) => ({ optionId }))
    expect(placed()[0]?.args["lines"]).toMatchObject([
      { quantity: 1, modifiers, note: "cut in half", course: 2 },
      { quantity: 1, modifiers, course: 2 },
    ])
  })

  it("[WAITER-3] fires the first course and holds the next, which is fired later with one tap", async () => {
    await open()
    await openTable(page, "5")
    await addDish(page, "Starters", "Country terrine")
    await addDish(page, "Desserts", "Floating island")
    await page.getByRole("button", { name: "Fire course 1" }).click()
    const dessert = page.getByRole("region", { name: "Course 3" })
    await dessert.getByText("Held, step 2 of 6").waitFor()
    expect(placed()[0]?.args["lines"]).toMatchObject([{ course: 1 }, { course: 3, hold: true }])
    await page.locator(".send").getByRole("button", { name: "Fire course 3" }).click()
    await dessert.getByText("Heard, step 2 of 6").waitFor()
    const { op, args } = hub.commands.at(-1) ?? {}
    expect([op, args?.["course"]]).toEqual(["fireCourse", 3])
  })

  it("[WAITER-8] shows at once what ran out, and does not send it", async () => {
    await open()
    await openTable(page, "5")
    await addDish(page, "Starters", "Devilled eggs")
    orders.available(productId("egg-mayo"), false)
    await page.getByText("Devilled eggs: out of stock, take it out").waitFor()
    expect(await page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true)
    const row = page.getByRole("listitem").filter({ hasText: "86 · Out of stock" })
    await row.getByText("Devilled eggs").click({ force: true })
    await page.getByText("1 dish ·").click()
    await page.getByRole("button", { name: "Take out" }).click()
    await page.getByText("Nothing ordered yet.").waitFor()
    expect(hub.commands).toEqual([])
  })

  it("keeps what was written down over another table and a reload", async () => {
    await open()
    await openTable(page, "5")
    await addDish(page, "Starters", "Devilled eggs")
    await page.getByRole("button", { name: "Back to the tables" }).click()
    await openTable(page, "6")
    await page.getByRole("button", { name: "Seat guests" }).waitFor()
    await page.goBack()
    await page.reload()
    await openTable(page, "5")
    await page.getByText("1 dish · €6.50").waitFor()
  })
})

describe("an order without a table", () => {
  it("[WAITER-13] is a takeaway with a name on it, followed by its number", async () => {
    await open()
    await page.getByRole("button", { name: "Takeaway" }).click()
    await page.getByRole("button", { name: "New takeaway" }).click()
    await addDish(page, "Starters", "Country terrine")
    await page.getByRole("button", { name: "Note on the order" }).click()
    await page.getByLabel("Note on the order").fill("Zoé, 20:15")
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: "Send" }).click()
    await page.getByRole("heading", { name: "#41" }).waitFor()
    expect(placed()[0]?.args).toMatchObject({ type: "takeaway", note: "Zoé, 20:15" })
    await page.getByRole("button", { name: "Back to the tables" }).click()
    await page.getByRole("button", { name: "Takeaway #41: Ordered" }).click()
    await page.getByText("Heard, step 2 of 6").waitFor()
    await page.getByRole("button", { name: "More" }).click()
    await page.getByRole("button", { name: "Close order" }).click()
    await page.getByText("The kitchen is not done with this order yet.").waitFor()
  })
})

describe("following an order", () => {
  const order = "0193f4c0-0000-7000-8000-800000000001"
  const burger = { id: lineId(1), productId: productId("mussels"), quantity: 2 }

  beforeEach(() => {
    orders.run("placeOrder", {
      id: order,
      type: "dineIn",
      tableId: tableId(5),
      lines: [burger],
      covers: 2,
    })
  })

  it("[WAITER-7] tells in words how far each dish is", async () => {
    await open()
    await openTable(page, "5")
    const line = page.getByRole("button", { name: "Mussels and fries" })
    await line.getByText("Heard, step 2 of 6").waitFor()
    orders.show(order)
    await line.getByText("Shown, step 3 of 6").waitFor()
    orders.run("startLines", { orderId: order, lineIds: [burger.id] })
    await line.getByText("Cooking, step 4 of 6").waitFor()
    orders.run("readyLines", { orderId: order, parts: [{ lineId: burger.id, quantity: 1 }] })
    await line.getByText("1 of 2 ready").waitFor()
    orders.run("readyLines", { orderId: order, lineIds: [burger.id] })
    await line.getByText("Ready, step 5 of 6").waitFor()
    await page.getByRole("button", { name: "Collected 2" }).click()
    await line.getByText("Served, step 6 of 6").waitFor()
    // It stands on the page before it is on its way.
    await expect
      .poll(() => hub.commands.at(-1))
      .toMatchObject({
        op: "serveLines",
        args: { orderId: order, parts: [{ lineId: burger.id, quantity: 2 }] },
      })
  })

  it("[WAITER-9] lists over all tables what is ready, and one tap collects it", async () => {
    orders.run("readyLines", { orderId: order, lineIds: [burger.id] })
    await open()
    const ready = page.getByRole("region", { name: "Ready to collect" })
    await ready.getByRole("button", { name: /Table 5 Ready 0:\d\d 2 Mussels and fries/ }).waitFor()
    await ready.getByRole("button", { name: "Collected" }).click()
    await ready.getByRole("button", { name: "Undo: Table 5" }).waitFor()
    await page.clock.fastForward(4000)
    await ready.waitFor({ state: "detached" })
    await page.getByRole("button", { name: "Table 5: Served" }).waitFor()
  })

  it("[WAITER-10] changes a dish, and shows when the station has seen it", async () => {
    await open()
    await openTable(page, "5")
    const line = page.getByRole("button", { name: "Mussels and fries" })
    await line.click()
    await page.getByRole("button", { name: "One more" }).click()
    await page.getByRole("button", { name: "Save change" }).click()
    await line.getByText("Friteuse has not seen this change").waitFor()
    expect(await line.locator(".difference").textContent()).toMatch(/was 2 ×.*now 3 ×$/)
    orders.run("acknowledgeChange", { orderId: order, lineIds: [burger.id] })
    await line.getByText("Seen by Friteuse").waitFor()
    expect(hub.commands.at(-1)).toMatchObject({
      op: "changeLine",
      args: { orderId: order, lineId: burger.id, quantity: 3 },
    })
  })

  it("[WAITER-24] leaves alone what a colleague changed while the dish was open", async () => {
    await open()
    await openTable(page, "5")
    await page.getByRole("button", { name: "Mussels and fries" }).click()
    const sheet = page.getByRole("dialog", { name: "Mussels and fries" })
    await sheet.getByText("2", { exact: true }).waitFor()
    orders.run("changeLine", { orderId: order, lineId: burger.id, quantity: 4 })
    await sheet.getByText("4", { exact: true }).waitFor()
    expect(await sheet.getByRole("button", { name: "Save change" }).count()).toBe(0)
    await sheet.getByLabel("Note for the kitchen").fill("no shells")
    await sheet.getByRole("button", { name: "Save change" }).click()
    const args = { orderId: order, lineId: burger.id, note: "no shells" }
    await expect.poll(() => hub.commands.at(-1)?.args).toEqual(args)
    expect(orders.order(order).lines[0]?.quantity).toBe(4)
  })

  it("takes a dish back with a reason, and strikes it through", async () => {
    await open()
    await openTable(page, "5")
    await page.getByRole("button", { name: "Mussels and fries" }).click()
    await page.getByRole("button", { name: "Void" }).click()
    await page.getByRole("radio", { name: "Changed mind" }).check()
    await page.getByRole("button", { name: "Void 2" }).click()
    await page.locator(".line--voided").waitFor()
    await expect
      .poll(() => hub.commands.at(-1))
      .toMatchObject({
        op: "voidLine",
        args: { orderId: order, lineId: burger.id, reason: "Changed mind" },
      })
  })

  it("[WAITER-11] says beside the dish why the hub refused, until somebody takes note of it", async () => {
    await open()
    await openTable(page, "5")
    await page.getByRole("button", { name: "Mussels and fries" }).click()
    await page.getByRole("button", { name: "Void" }).click()
    orders.run("serveLines", { orderId: order, lineIds: [burger.id] })
    await page.getByRole("radio", { name: "Wrong dish" }).check()
    await page.getByRole("button", { name: "Void 2" }).click()
    const refusal = page.getByRole("alert").filter({ hasText: "was collected already" })
    await refusal.waitFor()
    await page.reload()
    await refusal.getByRole("button", { name: "Got it" }).click()
    await refusal.waitFor({ state: "detached" })
  })

  it("brings the same round again without what ran out", async () => {
    orders.run("addLines", {
      orderId: order,
      lines: [
        { id: lineId(2), productId: productId("spritz"), quantity: 2 },
        { id: lineId(3), productId: productId("cola"), quantity: 1 },
      ],
    })
    orders.available(productId("cola"), false)
    await open()
    await openTable(page, "5")
    await page.getByRole("button", { name: "Again" }).click()
    await page.getByRole("button", { name: "Mussels and fries" }).last().click()
    await page.getByRole("button", { name: "Add 2" }).click()
    await page.getByRole("button", { name: "Send" }).click()
    await page.getByText("Not sent yet").waitFor({ state: "detached" })
    await expect.poll(() => hub.commands.at(-1)?.op).toBe("addLines")
    expect(hub.commands.at(-1)?.args["lines"]).toMatchObject([
      { productId: productId("spritz"), quantity: 2 },
    ])
  })
})

const hasFocus = (element: Element): boolean => document.activeElement === element
