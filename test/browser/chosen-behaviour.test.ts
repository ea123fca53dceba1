import type { Browser, Page } from "playwright-core"
import { v7 as uuid } from "uuid"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, openPage, type PageOptions, takeComplaints } from "./support/browser.ts"

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

const open = async (path: string, options: PageOptions = {}): Promise<Page> => {
  const page = await openPage(browser, hub.signIn(), path, options)
  page.setDefaultTimeout(20_000)
  pages.push(page)
  return page
}

/** Counts every tone that the page plays. */
const countTones = (page: Page) =>
  page.evaluate(() => {
    const counted = { tones: 0 }
    Object.assign(window, { counted })
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (...at) {
      counted.tones += 1
      return start.apply(this, at)
    }
  })
const tones = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { counted: { tones: number } }).counted.tones)

const soup = () => {
  const { api, productId } = hub.restaurant()
  const lines = [{ productId: productId("SOUPE OIGNON"), quantity: 1 }]
  return api.post<{ id: string }>("/plugins/orders/orders", {
    id: uuid(),
    type: "takeaway",
    lines,
  })
}

describe("what the manager saves", () => {
  it("[KDS-16] holds on a kitchen screen at once", async () => {
    const order = await soup()
    const screen = await screenWith(order.id)
    const kitchen = await open(`/kds?screen=${screen}`, { ownClock: true })
    const tickets = kitchen.locator(".ticket-grid").first()
    await tickets.locator(".ticket").first().waitFor()
    const columns = () => tickets.evaluate((grid) => grid.style.gridTemplateColumns)
    expect(await columns()).toMatch(/repeat\([34]/)

    const office = await open("/admin/settings/kds", { locale: "fr-FR" })
    await office.getByLabel("Bons côte à côte, au plus").fill("2")
    await office.getByLabel("Annulation (secondes)").fill("12")
    await office.getByLabel("Répéter le son jusqu’à ce que quelqu’un touche l’écran").check()
    await office.getByRole("button", { name: "Enregistrer" }).click()
    await office.getByText("Enregistré").waitFor()

    await expect.poll(columns).toMatch(/repeat\(2,/)
    await kitchen.locator(".kitchen-bar__open").click()
    await kitchen.getByRole("button", { name: "Sound on", exact: true }).waitFor()
    await countTones(kitchen)
    await soup()
    await expect.poll(() => tones(kitchen)).toBe(2)
    await kitchen.clock.fastForward(15_000)
    await expect.poll(() => tones(kitchen)).toBe(4)
    await kitchen.getByRole("button", { name: /^Bump/ }).first().click()
    const undo = kitchen.getByRole("button", { name: "Undo" })
    await undo.waitFor()
    await kitchen.clock.fastForward(6000)
    // What a timer took away would be gone from the screen by then.
    await kitchen.waitForTimeout(300)
    expect(await undo.isVisible()).toBe(true)
    await undo.click()
  })
})

/** A screen that shows the order. */
const screenWith = async (orderId: string): Promise<string> => {
  const { api, screens } = hub.restaurant()
  const { tickets } = await api.get<{ tickets: ReadonlyArray<{ station: string }> }>(
    `/plugins/orders/orders/${orderId}`,
  )
  const found = screens.find(({ stations }) => stations.includes(tickets[0]?.station as never))
  return found?.id ?? ""
}
