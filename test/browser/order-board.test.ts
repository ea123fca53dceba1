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
  page = await openPage(browser, hub, "/board", {
    viewport: { width: 1920, height: 1080 },
    ownClock: true,
  })
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

/** Of the numbers that a guest sees now, which are not whole. */
const cut = () =>
  page.$$eval(".called li:not(.only-read) b", (all) =>
    all
      .filter((one) => {
        const { top, bottom, left, right } = one.getBoundingClientRect()
        const list = one.closest("ul")?.getBoundingClientRect() ?? new DOMRect()
        const outside = top < list.top || bottom > list.bottom + 1
        return outside || left < list.left - 1 || right > list.right + 1
      })
      .map((one) => one.textContent),
  )
const seen = () =>
  page.$$eval(".called li:not(.only-read) b", (all) => all.map((one) => one.textContent ?? ""))

it("[WALL-4] cuts no number, however many there are, and shows each of them in turn", async () => {
  const last = 60
  for (let n = 1; n <= last; n++) {
    call(`R${n}`, "ready", n)
    if (n <= 46) call(`P${n}`, "preparing", n)
  }
  await column("Ready").getByText(`R${last}`, { exact: true }).waitFor({ state: "attached" })
  for (const [width, height] of [
    [1920, 1080],
    [1280, 720],
    [390, 844],
    [844, 390],
  ] as const) {
    await page.setViewportSize({ width, height })
    const shown = new Set<string>()
    const everybody = last + 46 + 2
    await expect
      .poll(
        async () => {
          expect(await cut()).toEqual([])
          for (const number of await seen()) shown.add(number)
          await page.clock.fastForward(8000)
          return shown.size
        },
        { timeout: 20_000 },
      )
      .toBe(everybody)
  }
  await column("Ready").getByText("/", { exact: false }).first().waitFor()
})

it("[WALL-3] admits it when it is not live", async () => {
  hub.cut()
  await page.getByRole("alert").filter({ hasText: "NOT LIVE" }).waitFor({ timeout: 20_000 })
  expect(await column("Ready").getByText("40").count()).toBe(1)
})
