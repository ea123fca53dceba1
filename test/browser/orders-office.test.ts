import { randomUUID } from "node:crypto"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"

const hub = runningHub(["bistro", "rival"])
let browser: Browser
let office: Page
let soup: OrderView
let takeaway: OrderView

const ordersPath = "/plugins/orders/orders"
const place = (rest: object, slug = "bistro") => {
  const { api, productId } = hub.restaurant(slug)
  const line = { productId: productId("SOUPE OIGNON"), quantity: 3 }
  const body = { id: randomUUID(), type: "takeaway", lines: [line], ...rest }
  return api.post<OrderView>(ordersPath, body)
}
const command = (order: OrderView, op: string, args: object = {}) =>
  hub.restaurant().api.post(`${ordersPath}/${order.id}/commands`, { cid: randomUUID(), op, args })

beforeAll(async () => {
  const { tables, productId } = hub.restaurant()
  const modifiers = [{ optionId: "allergy-2" }]
  const soups = { productId: productId("SOUPE OIGNON"), quantity: 3, modifiers, note: "Sans sel" }
  const tableId = tables.find(({ name }) => name === "7")?.id
  soup = await place({ type: "dineIn", tableId, covers: 2, lines: [soups] })
  const [line] = soup.lines
  await command(soup, "startLines", { lineIds: [line?.lineId] })
  await command(soup, "voidLine", { lineId: line?.lineId, quantity: 1, reason: "Renversé" })
  await command(soup, "readyLines", { lineIds: [line?.lineId] })
  await command(soup, "bumpTicket", { ticketId: soup.tickets[0]?.ticketId })
  takeaway = await place({})
  await command(takeaway, "cancel", { reason: "Nobody came" })
  await place({}, "rival")
  browser = await openBrowser()
  office = await openPage(browser, hub.signIn(), "/admin/orders")
  office.setDefaultTimeout(20_000)
})
afterAll(async () => {
  await browser.close()
  expect(takeComplaints()).toEqual([])
})

const rows = () => office.locator(".orders__row")
const row = (order: OrderView) => rows().filter({ hasText: `#${order.number} ` })
const press = (name: string) => office.getByRole("button", { name, exact: true }).click()
const sheet = () => office.getByRole("dialog")
const openOrder = async (order: OrderView) => {
  await row(order).getByRole("button").click()
  await sheet().getByText("What happened").waitFor()
}
const look = (text: string) => office.getByRole("searchbox").fill(text)
const plain = async () =>
  (await sheet().allInnerTexts())
    .join(" ")
    .replaceAll(/[\u2066-\u2069]/g, "")
    .replaceAll(/\s+/g, " ")

describe("a manager who looks for the orders of today", () => {
  it("[OFFICE-70] finds each with its table, state and what was voided, the newest first", async () => {
    await row(soup).waitFor()
    expect(await rows().count()).toBe(2)
    const first = (await rows().first().allInnerTexts()).join(" ")
    expect(first).toContain("Takeaway")
    expect(first).toContain("Cancelled")
    const shown = (await row(soup).allInnerTexts()).join(" ").replaceAll(/[\u2066-\u2069]/g, "")
    expect(shown).toContain(`#${soup.number} · Table 7`)
    for (const text of ["Open", "1 voided", "€17.80"]) expect(shown).toContain(text)
  })

  it("[OFFICE-70] chooses them by state, and by number or table, and the address keeps it", async () => {
    await press("Cancelled")
    await row(soup).waitFor({ state: "detached" })
    expect(await rows().count()).toBe(1)
    await office.reload()
    await row(takeaway).waitFor()
    expect(await rows().count()).toBe(1)
    await press("All")
    await look(`#${soup.number}`)
    await row(takeaway).waitFor({ state: "detached" })
    await look("no such table")
    await office.getByText("No such order among those shown here.").waitFor()
    await press("Clear")
    await row(takeaway).waitFor()
  })

  it("[OFFICE-71] [OFFICE-72] reads what was ordered, what was voided by whom and why, and when it was cooked", async () => {
    await openOrder(soup)
    const text = await plain()
    expect(text).toContain("2 × French onion soup ALLERGY Nuts “Sans sel”")
    expect(text).toMatch(
      /Voided 1 × French onion soup \S.*, \d\d:\d\d · “?Renversé”? The kitchen had begun/,
    )
    expect(text).toMatch(/Cold.* Fired \d\d:\d\d Started \d\d:\d\d after 0:\d\d Ready .* Bumped/)
    expect(text).toContain("Total €17.80")
    // All of it by keys alone.
    expect(await sheet().locator(".sheet__body").getAttribute("tabindex")).toBe("0")
  })

  it("[OFFICE-73] reads all that happened in sentences of their language", async () => {
    const text = await plain()
    expect(text).toMatch(/took the order of table 7: 3 × French onion soup/)
    expect(text).toMatch(/voided 1 × French onion soup, “Renversé”/)
    expect(text).toMatch(/bumped the ticket of Cold/)
    expect(text).not.toMatch(/LinesVoided|TicketBumped/)
    await press("Close")
    const french = await openPage(browser, hub.signIn(), `/admin/orders?order=${soup.id}`, {
      locale: "fr-FR",
    })
    await french.getByText(/a annulé 1 × .Soupe à l'oignon gratinée., « .Renversé. »/).waitFor()
    await french.context().close()
  })

  it("[OFFICE-74] opens a closed order again, and the list knows at once", async () => {
    await command(soup, "close")
    await row(soup).getByText("Closed").waitFor()
    await openOrder(soup)
    await press("Open again")
    await sheet().getByText("opened the order again").waitFor()
    await press("Close")
    await row(soup).getByText("Open").waitFor()
    expect(await hub.restaurant().api.get<OrderView>(`${ordersPath}/${soup.id}`)).toMatchObject({
      status: "open",
    })
  })

  it("[OFFICE-70] turns to older pages, which stay as they were while orders come", async () => {
    for (let n = 0; n < 26; n += 1) await place({})
    await press("Reload")
    await office.getByText("1 to 25 of 28").waitFor()
    await press("Older")
    await office.getByText("26 to 28 of 28").waitFor()
    await row(soup).waitFor()
    await place({})
    await press("Reload")
    await row(soup).waitFor()
    expect(await rows().count()).toBe(3)
    await press("Newer")
    await office.getByText("1 to 25 of 29").waitFor()
  })
})
