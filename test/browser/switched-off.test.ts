import type { Browser } from "playwright-core"
import { v7 as uuid } from "uuid"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Operation } from "#core/plugins/lifecycle/operation.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, openPage, type PageOptions, takeComplaints } from "./support/browser.ts"
import { addDish, phone } from "./support/waiter-taps.ts"

const hub = runningHub(["bistro", "brasserie", "cantine", "kiosk"])
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  // A view of a plugin that was just switched off is not there.
  expect(takeComplaints().filter((text) => !text.includes("404"))).toEqual([])
})

const open = async (slug: string, path: string, options: PageOptions = {}) => {
  const page = await openPage(browser, hub.signIn(slug), path, options)
  page.setDefaultTimeout(20_000)
  return page
}

// Each in a restaurant of its own, so that all wait for the hub's heartbeats at the same time.
describe.concurrent("a page whose plugin is switched off", () => {
  it("[OFFICE-14] says so on a kitchen screen, and comes back by itself", async () => {
    const screen = hub.restaurant("bistro").screenOf("grill").slice("screen/".length)
    const kitchen = await open("bistro", `/kds?screen=${screen}`)
    await kitchen.locator("main.kitchen").waitFor()
    await change("bistro", "kds", "disable", { cascade: true })
    await kitchen.getByRole("heading", { name: "The kitchen display is switched off" }).waitFor()
    for (const key of ["kds", "catalog_product", "printer"]) await change("bistro", key, "enable")
    await kitchen.locator("main.kitchen").waitFor({ timeout: 20_000 })
    await kitchen.context().close()
  })

  it("[WAITER-19] says so on a handheld, and comes back by itself", async () => {
    const handheld = await open("brasserie", "/handheld", phone)
    await handheld.getByRole("button", { name: "Table 5:" }).waitFor()
    await change("brasserie", "orders", "disable")
    await handheld.getByRole("heading", { name: "Ordering is switched off" }).waitFor()
    await change("brasserie", "orders", "enable")
    await handheld.getByRole("button", { name: "Table 5:" }).waitFor({ timeout: 20_000 })
    await handheld.context().close()
  })

  it("[WAITER-26] leaves the handheld what does not need it: takeaway without tables, collecting without a menu", async () => {
    const { api, productId } = hub.restaurant("kiosk")
    const handheld = await open("kiosk", "/handheld", { ...phone, ownClock: true })
    await handheld.getByRole("button", { name: "Table 5:" }).waitFor()
    await change("kiosk", "floor_plan", "disable")
    await handheld.getByText("Takeaway works without them.").waitFor()
    expect(await handheld.getByRole("button", { name: "Table 5:" }).count()).toBe(0)
    await handheld.getByRole("button", { name: "New takeaway" }).click()
    await addDish(handheld, "Starters", "French onion soup")
    await handheld.getByRole("button", { name: "Send" }).click()
    await handheld.getByText("Heard, step 2 of 6").waitFor()

    const line = { id: uuid(), productId: productId("SOUPE OIGNON"), quantity: 1 }
    const orders = "/plugins/orders/orders"
    const placed = { id: uuid(), type: "takeaway", lines: [line] }
    const { id } = await api.post<{ id: string }>(orders, placed)
    const args = { lineIds: [line.id] }
    await api.post(`${orders}/${id}/commands`, { cid: uuid(), op: "readyLines", args })
    await change("kiosk", "catalog_product", "disable")
    await handheld.getByRole("button", { name: "Back to the tables" }).click()
    await handheld.getByText("The menu is switched off").waitFor()
    expect(await handheld.getByRole("button", { name: "New takeaway" }).count()).toBe(0)
    await handheld.getByRole("button", { name: "Collected" }).click()
    await handheld.getByRole("button", { name: "Takeaway #1: Ordered" }).click()
    await handheld.getByText("Heard, step 2 of 6").waitFor()
    expect(await handheld.getByRole("button", { name: "Add dishes" }).count()).toBe(0)
    const served = async () => (await api.get<Followed>(`${orders}/${id}`)).lines[0]?.status
    await expect.poll(served).toBe("served")
    await handheld.context().close()
  })
})

it("[KDS-17] leaves a kitchen screen its tickets when it is the menu that was switched off", async () => {
  const { screenOf, screens } = hub.restaurant("cantine")
  const kitchen = await open("cantine", `/kds?screen=${screenOf("grill").slice("screen/".length)}`)
  await kitchen.locator("main.kitchen").waitFor()
  const ticket = kitchen.getByRole("article", { name: "Table 5" })
  for (const count of [1, 2]) {
    await order("cantine", "OS MOELLE")
    await expect.poll(() => ticket.count()).toBe(count)
  }
  const menuIsRefused = kitchen.waitForResponse(/plugins\/kds\/screens/)
  await change("cantine", "catalog_product", "disable", { cascade: true })
  await menuIsRefused
  expect(await ticket.count()).toBe(2)
  await kitchen.reload()
  await ticket.last().waitFor()
  await kitchen.getByRole("button", { name: "Bump Table 5" }).first().click()
  await expect.poll(() => ticket.count()).toBe(1)

  await kitchen.goto(`${hub.url()}/kds?choose`)
  for (const { name } of screens) await kitchen.getByRole("link", { name }).waitFor()
  const pass = screens.find(({ kind }) => kind === "expo")?.name ?? ""
  await kitchen.getByRole("link", { name: pass }).click()
  // By its stations, as a pass stands, and as people call them.
  await ticket.getByRole("heading", { name: "Grill" }).first().waitFor()
  await kitchen.context().close()
})

it.each([
  ["bistro", "with its menu"],
  // Where the test before left it so.
  ["cantine", "without a menu"],
])(
  "[KDS-23] says in %s, %s, that a screen is not set up any more, and lets another be chosen",
  async (slug) => {
    const { api, screenOf, screens } = hub.restaurant(slug)
    const id = screenOf("grill").slice("screen/".length)
    const path = `/plugins/kds/screens/${id}`
    const { name, kind, stations } = await api.get<StoredScreen>(path)
    const kitchen = await open(slug, `/kds?screen=${id}`)
    await kitchen.locator("main.kitchen").waitFor()
    expect((await api.send("DELETE", path)).status).toBe(204)
    await kitchen.getByText("This screen is not set up any more.").waitFor({ timeout: 3_000 })
    expect(await kitchen.locator("main.kitchen, article").count()).toBe(0)
    expect(await kitchen.locator(`a[href*="${id}"]`).count()).toBe(0)
    const pass = screens.find((one) => one.kind === "expo")?.name ?? ""
    await kitchen.getByRole("link", { name: pass }).waitFor()

    await api.post("/plugins/kds/screens", { id, name, kind, stations })
    await kitchen.locator("main.kitchen").waitFor()
    await kitchen.context().close()
  },
)

it("[WAITER-34] leaves an order the name of its table that was deleted, and goes on with it", async () => {
  const { api, tables } = hub.restaurant("brasserie")
  const path = `/plugins/floor_plan/tables/${tables.find(({ name }) => name === "5")?.id}`
  const { id, name, roomId, seats } = await api.get<StoredTable>(path)
  await order("brasserie", "OS MOELLE")
  const handheld = await open("brasserie", "/handheld", phone)
  const tile = handheld.getByRole("button", { name: "Table 5: Ordered" })
  await tile.click()
  await handheld.getByRole("heading", { name: "Table 5" }).waitFor()
  expect((await api.send("DELETE", path)).status).toBe(204)
  // Whoever looks at it keeps it.
  await handheld.getByText(/step \d of 6/).waitFor()
  await handheld.getByRole("heading", { name: "Table 5" }).waitFor()
  await handheld.getByRole("button", { name: "Back to the tables" }).click()
  await tile.waitFor({ state: "detached" })
  await handheld.getByRole("button", { name: "Takeaway", exact: true }).click()
  await handheld.getByText("#1 · table removed").waitFor()
  await tile.click()
  await handheld.getByRole("heading", { name: "Table 5" }).waitFor()
  await handheld.getByRole("button", { name: "Add dishes" }).click()
  await addDish(handheld, "Starters", "French onion soup")
  await handheld.getByRole("button", { name: "Send" }).click()
  await expect.poll(() => handheld.getByText(/step \d of 6/).count()).toBe(2)

  await api.post("/plugins/floor_plan/tables", { id, name, roomId, seats })
  await handheld.getByRole("button", { name: "Back to the tables" }).click()
  await handheld.getByRole("navigation").getByRole("button").first().click()
  await tile.waitFor()
  await handheld.context().close()
})

interface StoredTable {
  readonly id: string
  readonly name: string
  readonly roomId: string
  readonly seats: number
}

interface StoredScreen {
  readonly name: string
  readonly kind: string
  readonly stations: ReadonlyArray<string>
}

/** One dish for table 5. */
const order = async (slug: string, dish: string): Promise<void> => {
  const { api, productId, tables } = hub.restaurant(slug)
  await api.post("/plugins/orders/orders", {
    id: uuid(),
    type: "dineIn",
    tableId: tables.find(({ name }) => name === "5")?.id,
    lines: [{ productId: productId(dish), quantity: 1 }],
    send: true,
  })
}

interface Followed {
  readonly lines: ReadonlyArray<{ readonly status: string }>
}

/** As the button of the back office does it; resolves when it is over. */
const change = async (slug: string, key: string, kind: string, body: object = {}) => {
  const { api, tenantId } = hub.restaurant(slug)
  const path = `/tenants/${tenantId}`
  const { id } = await api.post<{ id: string }>(`${path}/plugins/${key}/${kind}`, body)
  await expect
    .poll(async () => (await api.get<Operation>(`${path}/operations/${id}`)).status, {
      timeout: 15_000,
    })
    .toBe("succeeded")
}
