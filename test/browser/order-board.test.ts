import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"

let browser: Browser
let hub: FakeHub
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  hub = await startFakeHub()
  call("41", "preparing")
  call("40", "ready", 300)
  page = await openPage(browser, hub, "/board", { viewport: { width: 1920, height: 1080 } })
  await column("Ready").getByText("40").waitFor()
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  takeComplaints()
})

const column = (name: string) => page.getByRole("region", { name })
const call = (number: string, state: "preparing" | "ready", secondsAgo = 0) =>
  hub.views.set("board/main", `order ${number}`, {
    number,
    state,
    since: new Date(Date.now() - secondsAgo * 1000).toISOString(),
  })

it("[WALL-2] moves a number to Ready when its order is, first and marked as new", async () => {
  call("41", "ready")
  await column("Preparing").getByText("41").waitFor({ state: "detached" })
  const first = column("Ready").getByRole("listitem").first()
  expect(await first.textContent()).toMatch(/41\s*New/)
  expect(await column("Ready").getByText("New").count()).toBe(1)
})

it("[WALL-2] moves a number back when its order is recalled, and takes it off when collected", async () => {
  call("40", "preparing")
  await column("Preparing").getByText("40").waitFor()
  hub.views.set("board/main", "order 40", null)
  await page.getByText("40").waitFor({ state: "detached" })
})

it("[WALL-1] shows forty numbers at once, all of them in sight", async () => {
  for (let n = 100; n < 140; n++) call(String(n), n % 2 === 0 ? "ready" : "preparing", n)
  await column("Ready").getByText("138").waitFor()
  const hidden = await page.$$eval(
    ".order-board li b",
    (all) => all.filter((one) => one.getBoundingClientRect().bottom > innerHeight - 40).length,
  )
  expect(hidden).toBe(0)
})

it("[WALL-3] admits it when it is not live", async () => {
  hub.cut()
  await page.getByRole("alert").filter({ hasText: "NOT LIVE" }).waitFor({ timeout: 20_000 })
  expect(await column("Ready").getByText("40").count()).toBe(1)
})
