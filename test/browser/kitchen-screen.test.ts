import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { type Answer, type FakeHub, Nack, startFakeHub } from "./support/fake-hub.ts"
import {
  cook,
  grill,
  pass,
  put,
  setUpRestaurant,
  ticket,
  ticketId,
} from "./support/kitchen-fixture.ts"

let browser: Browser
let hub: FakeHub
let page: Page
let refuse: Nack | undefined
let permissions: ReadonlyArray<string> | undefined

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  refuse = undefined
  permissions = undefined
  const answer: Answer = (command, views) => {
    if (refuse !== undefined) throw refuse
    return cook(command, views)
  }
  hub = await startFakeHub(answer, ({ path }) =>
    path === "/auth/me" && permissions !== undefined
      ? { status: 200, json: { permissions } }
      : undefined,
  )
  setUpRestaurant(hub.views)
  put(hub.views, ticket({ n: 1, lines: [{}, { name: "Onglet", quantity: 1 }] }))
  put(hub.views, ticket({ n: 2, lines: [{ name: "Magret", quantity: 1 }] }))
  put(hub.views, ticket({ n: 3, status: "held", lines: [{ name: "Entrecôte" }] }))
  page = await openPage(browser, hub, `/kds?screen=${grill}`, { ownClock: true })
  await card(1).waitFor()
})
afterEach(async () => {
  await page.context().close()
  await hub.close()
  expect(takeComplaints()).toEqual([])
})

const card = (n: number) => page.getByRole("article", { name: `Table ${n}`, exact: true })
const line = (n: number, name: string) => card(n).getByRole("button", { name })
const gone = (n: number) => card(n).waitFor({ state: "detached" })
const sent = () => hub.commands.map(({ op, args }) => ({ op, args }))

describe("a line on a kitchen screen", () => {
  it("[KDS-1] becomes ready by one tap, not ready by the next, and both reach the hub", async () => {
    await line(1, "Burger").click()
    await expect.poll(() => line(1, "Burger").getAttribute("aria-pressed")).toBe("true")
    await line(1, "Burger").click()
    await expect.poll(() => line(1, "Burger").getAttribute("aria-pressed")).toBe("false")
    const lineIds = [expect.stringMatching(/100$/)]
    await expect.poll(sent).toEqual([
      { op: "readyLines", args: { ticketId: ticketId(1), lineIds } },
      { op: "unreadyLines", args: { ticketId: ticketId(1), lineIds } },
    ])
  })

  it("[KDS-1] falls back when the hub refuses, and the ticket says why", async () => {
    refuse = new Nack("LINE_VOIDED", "This line was taken back by Ana")
    await line(1, "Burger").click()
    await card(1).getByRole("alert").filter({ hasText: "taken back by Ana" }).waitFor()
    expect(await line(1, "Burger").getAttribute("aria-pressed")).toBe("false")
  })

  it("[KDS-9] says allergy, without and more by word and shape, not by colour alone", async () => {
    const modifiers = [
      { name: "peanut", kind: "allergen" as const },
      { name: "onion", kind: "remove" as const },
      { name: "bacon", kind: "add" as const },
    ]
    put(hub.views, ticket({ n: 2, lines: [{ modifiers }] }))
    await card(2).getByText("peanut").waitFor()
    const text = await card(2).textContent()
    expect(text).toMatch(/ALLERGY\s*peanut/)
    expect(text).toMatch(/NO\s*onion/)
    expect(await card(2).locator(".modifier svg").count()).toBe(2)
  })
})

describe("bumping", () => {
  it("[KDS-2] takes the ticket off at once and brings it back by undo", async () => {
    await card(1).getByRole("button", { name: "Bump Table 1" }).click()
    await gone(1)
    await page.getByRole("button", { name: "Undo" }).click()
    await card(1).getByText("RECALLED").waitFor()
    await expect.poll(() => sent().map(({ op }) => op)).toEqual(["bumpTicket", "recallTicket"])
  })

  it("[KDS-2] can be taken back from the recall list when undo is over", async () => {
    await page.keyboard.press("2")
    await gone(2)
    const undo = page.getByRole("button", { name: "Undo" })
    await undo.waitFor()
    await page.clock.fastForward(5000)
    await undo.waitFor({ state: "detached", timeout: 2000 })
    await page.getByRole("button", { name: "Recall" }).click()
    await page.getByRole("dialog").getByText("1 Magret").waitFor()
    await page.keyboard.press("Enter")
    await card(2).waitFor()
  })

  it("[KDS-21] says why a ticket does not come back, until somebody takes note of it", async () => {
    put(hub.views, ticket({ n: 2, status: "bumped", bumpedAt: new Date().toISOString() }))
    refuse = new Nack("ORDER_CLOSED", "The order is closed: reopen it.")
    await page.getByRole("button", { name: "Recall" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Recall" }).click()
    const note = page.getByRole("alert").filter({ hasText: "Table 2 did not come back:" })
    await note.getByText("The order is closed").waitFor()
    await note.getByRole("button", { name: "Dismiss" }).click()
    await note.waitFor({ state: "detached" })
  })

  it("[KDS-6] moves no other ticket and draws none of them again", async () => {
    const places = () =>
      page.$$eval(".ticket", (all) =>
        all.map((one) => {
          const { x, y } = one.getBoundingClientRect()
          return [one.getAttribute("aria-label"), x, y]
        }),
      )
    for (const n of [4, 5, 6, 7, 8]) put(hub.views, ticket({ n, age: 5, slot: n - 2 }))
    await card(8).waitFor()
    const before = await places()
    await page.evaluate(() => {
      const drawn: Array<string> = []
      Object.assign(window, { drawn })
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement
          if (element?.closest(".ticket__head") === null)
            drawn.push(element.closest(".ticket")?.getAttribute("aria-label") ?? "")
        }
      }).observe(document.querySelector(".ticket-grid") as Element, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      })
    })
    await page.keyboard.press("1")
    await gone(1)
    await line(4, "Burger").click()
    await page.waitForTimeout(300)
    const still = before.filter(([name]) => name !== "Table 1")
    expect(await places()).toEqual(still)
    const drawn: ReadonlyArray<string> = await page.evaluate("window.drawn")
    expect(new Set(drawn.filter((name) => name !== ""))).toEqual(new Set(["Table 4"]))
  })
})

describe("whoever may look but not cook", () => {
  it("[KDS-20] is told why a bump was refused, in the screen's language, and not that it was done", async () => {
    await page.evaluate(() => localStorage.setItem("heard.language", "fr"))
    await page.reload()
    refuse = new Nack("AUTH_FORBIDDEN", "You may not do this")
    await card(1).getByRole("button", { name: "Envoyer Table 1" }).click()
    await card(1).getByRole("alert").filter({ hasText: "Vous n’avez pas ce droit." }).waitFor()
    await page.getByText("Table 1 envoyé").waitFor({ state: "detached" })
    expect(await page.getByRole("button", { name: "Annuler" }).count()).toBe(0)
    refuse = undefined
    await card(1).getByRole("button", { name: "Envoyer Table 1" }).click()
    await page.getByText("Table 1 envoyé").waitFor()
  })

  it("[KDS-20] reads that once the hub said so, and finds nothing to press", async () => {
    permissions = ["kds.*", "orders.order.read"]
    put(hub.views, ticket({ n: 2, status: "bumped", bumpedAt: new Date().toISOString() }))
    await page.reload()
    await page.getByText("You may look at this screen, but not cook on it.").waitFor()
    expect(await line(1, "Burger").isDisabled()).toBe(true)
    expect(await page.getByRole("button", { name: /Bump|Start/ }).count()).toBe(0)
    await page.keyboard.press("1")
    await page.getByRole("button", { name: "Recall" }).click()
    await page.getByRole("dialog").getByText("Table 2").waitFor()
    expect(await page.getByRole("dialog").getByRole("button", { name: "Recall" }).count()).toBe(0)
    expect(sent()).toEqual([])
  })
})

describe("the keyboard", () => {
  it("[KDS-4] reaches a line, makes it ready, starts and bumps the ticket without a touch", async () => {
    for (const key of ["ArrowRight", "ArrowDown", "ArrowDown", "Enter", "s"]) {
      await page.keyboard.press(key)
      // Nobody presses a key twice within 50 ms: that is a trembling contact.
      await page.waitForTimeout(60)
    }
    await expect.poll(() => line(1, "Onglet").getAttribute("aria-pressed")).toBe("true")
    await page.keyboard.press("b")
    await gone(1)
    await expect
      .poll(() => sent().map(({ op }) => op))
      .toEqual(["readyLines", "startLines", "bumpTicket"])
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(
      "Table 2",
    )
  })
})

describe("what a screen claims", () => {
  it("[KDS-7] tells the hub up to which number it has painted", async () => {
    const view = `screen/${grill}`
    put(hub.views, ticket({ n: 4 }))
    await card(4).waitFor()
    await expect
      .poll(() => hub.seen.filter((one) => one.view === view).at(-1)?.seq)
      .toBe(hub.views.seq(view))
  })

  it("[KDS-3] says NOT LIVE in red when the hub is gone, keeps its picture, and sends a bump once when it is back", async () => {
    hub.cut()
    const bar = page.getByRole("alert").filter({ hasText: "NOT LIVE" })
    await bar.waitFor({ timeout: 20_000 })
    expect((await bar.boundingBox())?.width).toBe(1280)
    expect(await bar.textContent()).toMatch(/since \d\d:\d\d/)
    await card(2).getByRole("button", { name: "Bump Table 2" }).click()
    await gone(2)
    await page.getByText("1 waiting to be sent").waitFor()
    hub.restore()
    await bar.waitFor({ state: "detached", timeout: 20_000 })
    await expect.poll(() => sent().map(({ op }) => op)).toEqual(["bumpTicket"])
    expect(await card(2).count()).toBe(0)
    // The browser itself reports the refused connections.
    expect(takeComplaints().every((one) => one.includes("WebSocket"))).toBe(true)
  })

  it("[KDS-12] shows a held ticket after the others, says so, and offers no bump", async () => {
    expect(await card(3).textContent()).toContain("HELD")
    expect(await card(3).getByRole("button", { name: /Bump/ }).count()).toBe(0)
    expect(await line(3, "Entrecôte").isDisabled()).toBe(true)
    expect(await page.getByRole("article").last().getAttribute("aria-label")).toBe("Table 3")
  })

  it("[KDS-11] says that sound is off until the first touch arms it", async () => {
    await page.getByRole("button", { name: "Sound off: tap" }).waitFor()
    const strip = page.getByText("No sound yet. Touch the screen once.")
    await strip.waitFor()
    await card(1).getByRole("heading").first().click()
    await page.getByRole("button", { name: "Sound on", exact: true }).waitFor()
    await strip.waitFor({ state: "detached" })
  })
})

describe("further pages", () => {
  it("[KDS-18] say what presses there, and one tap leads to it", async () => {
    for (let n = 4; n <= 37; n++) put(hub.views, ticket({ n }))
    const pages = page.getByRole("navigation", { name: "Page 1 of 4" })
    await pages.getByText("25 on other pages").waitFor()
    expect(await pages.getByRole("button", { name: "most urgent" }).count()).toBe(0)
    put(hub.views, ticket({ n: 15, age: 700 }))
    put(hub.views, ticket({ n: 36, priority: 1 }))
    await pages.getByRole("button", { name: "1 RUSH, 1 late: show the most urgent" }).click()
    await page.getByRole("navigation", { name: "Page 3 of 4" }).waitFor()
    await expect.poll(() => card(36).evaluate((it) => it === document.activeElement)).toBe(true)
    await page.getByRole("button", { name: "1 late: show the most urgent" }).click()
    await card(15).waitFor()
  })
})

describe("an expo screen", () => {
  it("[KDS-15] groups an order by station and names what is still missing", async () => {
    const lines = [
      { name: "Magret", station: "grill", quantity: 1, ready: 1, status: "ready" },
      { name: "Frites", station: "fry", quantity: 2 },
    ] as unknown as Parameters<typeof ticket>[0]["lines"]
    put(hub.views, ticket({ n: 1, lines: lines ?? [] }), pass)
    await page.goto(`${hub.url}/kds?screen=${pass}`)
    await card(1).waitFor()
    await expect
      .poll(() => card(1).textContent())
      .toMatch(/Friteuse\s*0 of 1 ready.*Missing\s*2\sFrites \(Friteuse\)/)
  })
})
