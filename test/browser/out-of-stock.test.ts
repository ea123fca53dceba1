import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { openTable, phone } from "./support/waiter-taps.ts"

const hub = runningHub(["bistro"])

let browser: Browser
const pages: Array<Page> = []

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close()
  expect(takeComplaints()).toEqual([])
})

const open = async (path: string, options = {}): Promise<Page> => {
  const page = await openPage(browser, hub.signIn(), path, options)
  pages.push(page)
  return page
}

interface Named {
  readonly items: ReadonlyArray<{
    readonly id: string
    readonly name: string
    readonly names?: { readonly en?: string }
  }>
}
const idOf = async (collection: string, name: string): Promise<string> => {
  const { items } = await hub.restaurant().api.get<Named>(`/plugins/${collection}?size=200`)
  return (
    items.find((item) => (item.names?.en ?? item.name) === name)?.id ??
    `no ${name} in ${collection}`
  )
}
const isAvailable = async (dish: string): Promise<unknown> => {
  const id = await idOf("catalog_product/products", dish)
  const product = await hub
    .restaurant()
    .api.get<{ available: boolean }>(`/plugins/catalog_product/products/${id}`)
  return product.available
}
const grill = async () => open(`/kds?screen=${await idOf("kds/screens", "Grill")}`)
const handheld = () => open("/handheld", phone)
const sheet = (page: Page) => page.getByRole("dialog", { name: "Out of stock" })
const dish = (page: Page, name: string) => sheet(page).getByRole("group", { name }).first()
const say = (page: Page, name: string, state: "Out" | "In stock") =>
  dish(page, name).getByRole("button", { name: state, exact: true })

describe("a dish that runs out", () => {
  it("[STOCK-2] is out by two taps of the cook, and the waiter who looks at the menu sees it", async () => {
    const waiter = await handheld()
    await openTable(waiter, "1")
    await waiter.getByRole("button", { name: "Grill" }).click()
    await waiter.getByRole("button", { name: "Add Duck breast with honey" }).waitFor()
    const cook = await grill()
    await cook.getByRole("button", { name: "Out of stock (86)", exact: true }).click()
    await say(cook, "Duck breast with honey", "Out").click()
    await waiter.getByText("86 · Out of stock").waitFor()
    expect(await isAvailable("Duck breast with honey")).toBe(false)
    await sheet(cook).getByRole("button", { name: "Close" }).click()
    await cook.getByRole("button", { name: "Out of stock (86): 1 now" }).click()
    await say(cook, "Duck breast with honey", "In stock").click()
    await waiter.getByRole("button", { name: "Add Duck breast with honey" }).waitFor()
  })

  it("[STOCK-2] stays out by a second tap, in its place", async () => {
    const cook = await grill()
    await cook.getByRole("button", { name: /^Out of stock/ }).click()
    const before = await dish(cook, "Duck breast with honey").boundingBox()
    await say(cook, "Duck breast with honey", "Out").dblclick()
    await expect.poll(() => isAvailable("Duck breast with honey")).toBe(false)
    expect(await say(cook, "Duck breast with honey", "Out").getAttribute("aria-pressed")).toBe(
      "true",
    )
    expect(await dish(cook, "Duck breast with honey").boundingBox()).toEqual(before)
    await say(cook, "Duck breast with honey", "In stock").click()
    await expect.poll(() => isAvailable("Duck breast with honey")).toBe(true)
  })

  it("[STOCK-2] is found on a kitchen screen among its own station's dishes, or by search", async () => {
    const cook = await grill()
    await cook.getByRole("button", { name: /^Out of stock/ }).click()
    await dish(cook, "Duck breast with honey").waitFor()
    expect(await sheet(cook).getByRole("group", { name: "French onion soup" }).count()).toBe(0)
    await sheet(cook).getByRole("searchbox").fill("french on")
    await dish(cook, "French onion soup").waitFor()
  })

  it("[STOCK-2] falls back when the hub does not hear it, and the sheet says so", async () => {
    const waiter = await handheld()
    await openTable(waiter, "2")
    await waiter.getByRole("button", { name: /^Out of stock/ }).click()
    await waiter.context().setOffline(true)
    await say(waiter, "French onion soup", "Out").click()
    await sheet(waiter).getByText("The hub does not answer.").waitFor()
    expect(await say(waiter, "French onion soup", "Out").getAttribute("aria-pressed")).toBe("false")
    await waiter.context().setOffline(false)
    await say(waiter, "French onion soup", "Out").click()
    await expect.poll(() => isAvailable("French onion soup")).toBe(false)
    await say(waiter, "French onion soup", "In stock").click()
    await expect.poll(() => isAvailable("French onion soup")).toBe(true)
  })
})
