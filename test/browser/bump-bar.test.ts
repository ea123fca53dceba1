import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type FakeHub, startFakeHub } from "./support/fake-hub.ts"
import { cook, grill, put, setUpRestaurant, ticket } from "./support/kitchen-fixture.ts"

let browser: Browser
let hub: FakeHub
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  hub = await startFakeHub(cook)
  setUpRestaurant(hub.views)
  for (const n of [1, 2, 3]) put(hub.views, ticket({ n }))
  page = await openPage(browser, hub, `/kds?screen=${grill}`, { ownClock: true })
  page.setDefaultTimeout(20_000)
  await card(1).waitFor()
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  expect(takeComplaints()).toEqual([])
})

const card = (n: number) => page.getByRole("article", { name: `Table ${n}`, exact: true })
const gone = (n: number) => card(n).waitFor({ state: "detached" })
const ops = () => hub.commands.map(({ op }) => op)
const legend = () => page.getByRole("complementary", { name: "Keys" })
const teach = async (meaning: string) =>
  page.getByRole("button", { name: `Teach a key: ${meaning}`, exact: true }).click()

describe("a bump bar", () => {
  it("[BAR-3] [BAR-6] is taught by pressing its keys, says what a key meant already, and still knows after a reload", async () => {
    await page.keyboard.press("?")
    await legend().getByText("cannot tell whether a bar is plugged in").waitFor()
    await page.getByRole("button", { name: "Teach keys" }).click()
    await teach("Bump 1")
    await page.keyboard.press("F9")
    await teach("Bump 2")
    await page.keyboard.press("r")
    await page.getByText("The key R already means “Recall a bumped ticket”.").waitFor()
    await page.getByRole("button", { name: "Take R for this" }).click()
    await teach("Recall a bumped ticket")
    await page.keyboard.press("Tab")
    await page.getByText("Tab and Escape stay as they are").waitFor()
    await page.keyboard.press("KeyG")
    await page.getByRole("button", { name: "Teach a key: Bump 1", exact: true }).waitFor()
    expect(ops()).toEqual([])

    await page.reload()
    await legend().locator("kbd", { hasText: "F9" }).waitFor()
    expect(await card(2).locator("kbd").textContent()).toBe("R")
    await page.keyboard.press("KeyR")
    await gone(2)
    await page.keyboard.press("F9")
    await gone(1)
    expect(await legend().locator("kbd[data-heard]").allTextContents()).toContain("F9")
  })

  it("[BAR-4] whose contact trembles, or whose key is held down, bumps one ticket", async () => {
    await page.evaluate(() => {
      const key = (type: string, repeat = false) =>
        dispatchEvent(new KeyboardEvent(type, { code: "Numpad1", key: "1", repeat }))
      key("keydown")
      key("keydown", true)
      key("keyup")
      key("keydown")
    })
    await gone(1)
    await page.waitForTimeout(200)
    expect(ops()).toEqual(["bumpTicket"])
  })

  it("[BAR-5] does everything in a sheet too, and nothing behind it", async () => {
    for (const key of ["1", "2"]) await page.keyboard.press(key)
    await gone(2)
    await page.keyboard.press("r")
    const sheet = page.getByRole("dialog", { name: "Recall" })
    await sheet.waitFor()
    await page.keyboard.press("3")
    await page.keyboard.press("s")
    await page.keyboard.press("Backspace")
    await sheet.waitFor({ state: "detached" })
    expect(await card(3).count()).toBe(1)
    await page.waitForTimeout(60)
    await page.keyboard.press("r")
    await sheet.waitFor()
    await page.keyboard.press("2")
    await sheet.waitFor({ state: "detached" })
    await card(1).getByText("RECALLED").waitFor()
    expect(ops()).toEqual(["bumpTicket", "bumpTicket", "recallTicket"])
  })
})

/** Counts every tone that the page plays from now on. */
const countTones = () =>
  page.evaluate(() => {
    const counted = { tones: 0 }
    Object.assign(window, { counted })
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (...at) {
      counted.tones += 1
      return start.apply(this, at)
    }
  })
const tones = (): Promise<number> =>
  page.evaluate(() => (window as unknown as { counted: { tones: number } }).counted.tones)

describe("a kitchen screen", () => {
  it("[SOUND-3] [SOUND-4] calls as this screen chose until somebody answers, and the answer bumps nothing", async () => {
    await card(1).getByRole("heading").first().click()
    await page.getByRole("button", { name: "Settings" }).click()
    await page.getByRole("button", { name: "Sounds" }).click()
    const sounds = page.getByRole("dialog", { name: "Sounds of this screen" })
    await sounds.getByLabel("New ticket", { exact: true }).selectOption("Three knocks")
    await sounds.getByLabel("New ticket: again every 15 s").check()
    await countTones()
    await sounds.getByRole("button", { name: "Test: New ticket" }).click()
    await expect.poll(tones).toBe(3)
    await page.keyboard.press("Escape")
    await sounds.waitFor({ state: "detached" })

    put(hub.views, ticket({ n: 9, slot: 8 }))
    const call = page.getByText("New ticket. Sounds again until you touch the screen")
    await call.waitFor()
    await expect.poll(tones).toBe(6)
    await page.clock.fastForward(15_000)
    await expect.poll(tones).toBe(9)
    await page.getByRole("button", { name: "Heard" }).click()
    await call.waitFor({ state: "detached" })
    await page.clock.fastForward(16_000)
    await page.waitForTimeout(100)
    expect(await tones()).toBe(9)
    expect(ops()).toEqual([])
  })

  it("[SOUND-5] sounds once when a ticket gets late in front of it", async () => {
    await card(1).getByRole("heading").first().click()
    await countTones()
    // Fired a minute ago and due in nine: three tickets get late at the same moment.
    await page.clock.fastForward(541_000)
    await card(1).getByText("LATE").waitFor()
    await expect.poll(tones).toBe(2)
    await page.waitForTimeout(1200)
    expect(await tones()).toBe(2)
  })
})
