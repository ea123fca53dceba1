import type { Browser, Page } from "playwright-core"
import { v7 as uuid } from "uuid"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { silenceMs } from "#core/client/link.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { haltClock } from "./support/standing-clock.ts"
import { addDish, openTable, phone } from "./support/waiter-taps.ts"

const hub = runningHub(["bistro"])
const ana = { fullName: "Ana Étienne-Desrosiers", role: "waiter", pin: "4711" }
const ben = { fullName: "Ben", role: "waiter", pin: "08152" }
const password = "correct horse battery staple"
const cook = { fullName: "Carla", role: "cook", pin: "3333" }

let browser: Browser
let page: Page
const pages: Array<Page> = []

beforeAll(async () => {
  browser = await openBrowser()
  for (const person of [ana, ben, cook])
    await hub.restaurant().api.post("/plugins/users/users", {
      ...person,
      username: person.pin,
      password,
    })
})
afterAll(() => browser.close())
afterEach(async () => {
  for (const open of pages.splice(0)) await open.context().close()
  await choose({})
  // A wrong PIN is a request that fails, which a browser notes.
  expect(takeComplaints().filter((text) => !/40[13]|429/.test(text))).toEqual([])
})

const choose = async (chosen: object) => {
  const { api, tenantId } = hub.restaurant()
  const answer = await api.send("PUT", `/tenants/${tenantId}/plugins/orders/config`, chosen)
  expect(answer).toMatchObject({ status: 200 })
}

const open = async (): Promise<void> => {
  page = await openPage(browser, hub.signIn(), "/handheld", { ...phone, ownClock: true })
  page.setDefaultTimeout(20_000)
  pages.push(page)
  await page.locator(".who, .pin").first().waitFor()
}

const sheet = () => page.getByRole("dialog", { name: "Whose handheld is this?" })
/** A name in a sentence keeps its own direction. */
const inText = ({ fullName }: { fullName: string }) => `\u2068${fullName}\u2069`
const who = (name: string) => page.locator(".who", { hasText: name })
const tapPin = async (pin: string) => {
  for (const digit of pin) await page.getByRole("button", { name: digit, exact: true }).click()
  await page.getByRole("button", { name: "That is me" }).click()
}
const takeOver = async ({ pin, fullName }: { pin: string; fullName: string }) => {
  await page.locator(".who").click()
  await tapPin(pin)
  await who(fullName).waitFor()
}
/** What stands there in place of everything that can be ordered. */
const locked = () => page.getByText("This handheld is locked.")
const goOnAsNobody = async () => {
  await page.getByRole("button", { name: "Go on without a name" }).click()
  await who("Nobody").waitFor()
}
const order = async (table: string) => {
  await openTable(page, table)
  await addDish(page, "Starters", "French onion soup")
  await page.getByRole("button", { name: "Send" }).click()
}

/** The Wi-Fi goes away for longer than the hub is ever silent. */
const cut = async () => {
  await page.context().setOffline(true)
  await page.clock.fastForward(silenceMs + 1000)
  await page.getByText("NOT LIVE").waitFor()
}
/** As the manager does who gives somebody a new password. */
const endSessionsOf = async ({ pin }: { pin: string }) => {
  const people = "/plugins/users/users"
  const { api } = hub.restaurant()
  const { items } = await api.get<{ items: ReadonlyArray<{ id: string; username: string }> }>(
    people,
  )
  const id = items.find(({ username }) => username === pin)?.id
  const answer = await api.send("PATCH", `${people}/${id}`, {
    password: "another long pass phrase",
  })
  expect(answer.status).toBe(200)
}

interface Told {
  readonly type: string
  readonly by: { readonly name: string }
}

interface PlacedOrder {
  readonly table?: string
  readonly server?: string
}
const serverAt = async (table: string) => {
  const { items } = await hub
    .restaurant()
    .api.get<{ items: ReadonlyArray<PlacedOrder> }>("/plugins/orders/orders?size=100")
  return items.filter((one) => one.table === table).map(({ server }) => server)
}

describe("a handheld that changes hands", () => {
  it("[WAITER-14] sends orders in the name of whoever entered their PIN", async () => {
    await open()
    await takeOver(ana)
    await openTable(page, "1")
    await page.getByText(`${ana.fullName} · New order`).waitFor()
    await page.getByRole("button", { name: "Back to the tables" }).click()
    await order("1")
    await expect.poll(() => serverAt("1")).toEqual([ana.fullName])
    await page.getByRole("button", { name: "Back to the tables" }).click()
    await takeOver(ben)
    await order("2")
    await expect.poll(() => serverAt("2")).toEqual([ben.fullName])
  })

  it("[WAITER-14] is theirs who signed it in with their password, until it is locked", async () => {
    const { url, tenant } = hub.signIn()
    const context = await browser.newContext({ ...phone, locale: "en-GB" })
    page = await context.newPage()
    pages.push(page)
    await page.goto(`${url}/handheld`)
    await page.getByLabel("Restaurant").fill(tenant)
    await page.getByLabel("User name").fill(ana.pin)
    await page.getByLabel("Password").fill(password)
    await page.getByRole("button", { name: "Sign in" }).click()
    await who(ana.fullName).waitFor()
    await order("8")
    await expect.poll(() => serverAt("8")).toEqual([ana.fullName])
    await page.reload()
    await page.getByRole("button", { name: "Back to the tables" }).click()
    await who(ana.fullName).click()
    await sheet().getByRole("button", { name: "Lock" }).click()
    await locked().waitFor()
    await tapPin(ben.pin)
    await who("Ben").waitFor()
  })

  it("[WAITER-14] is typed on a keyboard too, and stays over a reload", async () => {
    await open()
    await page.locator(".who").press("Enter")
    await page.keyboard.type(ben.pin)
    await page.getByText("5 digits entered").waitFor({ state: "attached" })
    await page.keyboard.press("Enter")
    await who("Ben").waitFor()
    await page.reload()
    await who("Ben").waitFor()
  })

  it("[WAITER-15] is nobody's after a tap on Lock, for the hub too", async () => {
    await open()
    await takeOver(ana)
    await page.locator(".who").click()
    await sheet().getByRole("button", { name: "Lock" }).click()
    await locked().waitFor()
    await goOnAsNobody()
    await order("3")
    await expect.poll(() => serverAt("3")).toEqual([expect.stringMatching(/^handheld /)])
  })

  it("[WAITER-15] locks itself when nobody touches it, also while it sleeps", async () => {
    await choose({ idleLockMinutes: 1 })
    await open()
    await takeOver(ana)
    await openTable(page, "7")
    await addDish(page, "Starters", "French onion soup")
    await page.clock.fastForward(61_000)
    await locked().waitFor()
    await page.reload()
    await locked().waitFor()
    expect(await page.getByRole("button", { name: "Table 7:" }).count()).toBe(0)
    await page.getByText("What is not sent is kept.").waitFor()
    await tapPin(ana.pin)
    await who(ana.fullName).waitFor()
    await openTable(page, "7")
    await page.getByRole("button", { name: "Send" }).click()
    await expect.poll(() => serverAt("7")).toEqual([ana.fullName])
  })

  it("[WAITER-15] [WAITER-35] is passed on locked: with PINs required nobody goes on without one, whatever the hub says", async () => {
    await choose({ pinRequired: true })
    await open()
    await tapPin(ana.pin)
    await who(ana.fullName).click()
    await sheet().getByRole("button", { name: "Lock" }).click()
    await locked().waitFor()
    const asNobody = page.getByRole("button", { name: "Go on without a name" })
    expect(await asNobody.count()).toBe(0)
    await page.routeWebSocket(/\/ws/, () => {})
    await page.reload()
    await page.getByText("Enter your PIN to take orders.").waitFor()
    expect(await asNobody.count()).toBe(0)
    await tapPin(ben.pin)
    await who("Ben").waitFor()
  })

  it("[WAITER-23] says what was collected in the name of who collected it, before it is locked", async () => {
    const { api, productId } = hub.restaurant()
    const lines = [{ id: uuid(), productId: productId("SOUPE OIGNON"), quantity: 1 }]
    const orders = "/plugins/orders/orders"
    const { id } = await api.post<{ id: string }>(orders, { id: uuid(), type: "takeaway", lines })
    const ready = { cid: uuid(), op: "readyLines", args: { lineIds: lines.map((one) => one.id) } }
    await api.post(`${orders}/${id}/commands`, ready)
    await open()
    await takeOver(ana)
    await haltClock(page)
    await page.getByRole("button", { name: "Collected" }).click()
    await page.getByRole("button", { name: "Undo: #" }).waitFor()
    await page.locator(".who").click()
    await sheet().getByRole("button", { name: "Lock" }).click()
    await locked().waitFor()
    const { items } = await api.get<{ items: ReadonlyArray<Told> }>(`${orders}/${id}/history`)
    expect(items.at(-1)).toMatchObject({ type: "LinesServed@1", by: { name: ana.fullName } })
  })

  it("[WAITER-16] says in plain words that a PIN is wrong, that the person may not, and how long to wait", async () => {
    await open()
    await takeOver(ana)
    await page.locator(".who").click()
    await tapPin("9999")
    await sheet().getByText("This PIN is wrong. Try again.").waitFor()
    await tapPin(cook.pin)
    await page.getByText(`${inText(cook)} may not take orders. Ask the manager.`).waitFor()
    await locked().waitFor()
    for (const _ of Array.from({ length: 5 })) {
      await tapPin("9999")
      await page.getByText("This PIN is wrong").waitFor()
    }
    await tapPin("9999")
    await page
      .getByText(/takes the next one in \d+ s/)
      .last()
      .waitFor()
    expect(await page.getByRole("button", { name: "1", exact: true }).isDisabled()).toBe(true)
  })

  it("[WAITER-17] keeps what was asked without a connection for the name that asked it", async () => {
    await open()
    await takeOver(ana)
    await page.getByRole("button", { name: "Table 4:" }).waitFor()
    await cut()
    await order("4")
    await page.getByRole("button", { name: "Back to the tables" }).click()
    await page.locator(".who").click()
    await tapPin(ben.pin)
    await sheet()
      .getByText(`1 of ${inText(ana)} still wait here to be sent`)
      .waitFor()
    await page.context().setOffline(false)
    await sheet().getByRole("button", { name: "Close" }).click()
    await expect.poll(() => serverAt("4"), { timeout: 20_000 }).toEqual([ana.fullName])
    await takeOver(ben)
  })

  it("[WAITER-17] sends nobody's wishes in another name when a session ended meanwhile", async () => {
    await open()
    await takeOver(ana)
    await page.getByRole("button", { name: "Table 6:" }).waitFor()
    await cut()
    await order("6")
    await page.getByRole("button", { name: "Back to the tables" }).click()
    await endSessionsOf(ana)
    await page.context().setOffline(false)
    await page.getByText(`1 of ${inText(ana)} wait here`).waitFor({ timeout: 20_000 })
    await locked().waitFor()
    expect(await serverAt("6")).toEqual([])
    await tapPin(ben.pin)
    await who("Ben").waitFor()
    await page.getByText(`1 of ${inText(ana)} wait here`).waitFor()
    await takeOver(ana)
    await expect.poll(() => serverAt("6"), { timeout: 20_000 }).toEqual([ana.fullName])
    await page.getByText("wait here").waitFor({ state: "detached" })
  })

  it("[WAITER-18] takes no order before a PIN where the restaurant wants to know whose it is", async () => {
    await choose({ pinRequired: true, askSeats: false })
    await open()
    await page.getByText("Enter your PIN to take orders.").waitFor()
    expect(await page.getByRole("button", { name: "Table 5:" }).count()).toBe(0)
    await tapPin(ben.pin)
    await openTable(page, "5")
    await addDish(page, "Starters", "French onion soup")
    expect(await page.getByRole("button", { name: "Seat 1" }).count()).toBe(0)
    await choose({ pinRequired: true, askSeats: true })
    await page.getByRole("button", { name: "Seat 1" }).waitFor()
  })
})
