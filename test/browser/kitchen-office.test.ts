import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { Screen, Station } from "#core/kitchen/menu.ts"
import { everyItem } from "#test/support/hub-api.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"

const hub = runningHub(["bistro", "rival"])
let browser: Browser
let office: Page

beforeAll(async () => {
  browser = await openBrowser()
  office = await openPage(browser, hub.signIn(), "/admin/kitchen")
  office.setDefaultTimeout(20_000)
})
beforeEach(async () => {
  await row("Stations", "Grill").waitFor()
})
afterAll(async () => {
  await browser.close()
  // The browser itself writes down what the hub refused.
  expect(takeComplaints().filter((one) => !/40[49]|412/.test(one))).toEqual([])
})

const list = (name: string) => office.getByRole("region", { name, exact: true })
const row = (of: string, text: string) => list(of).getByRole("listitem").filter({ hasText: text })
const press = (name: string) => office.getByRole("button", { name, exact: true }).click()
const change = (of: string, name: string) =>
  list(of)
    .getByRole("button", { name: `Change ${name}`, exact: true })
    .click()
const sheet = () => office.getByRole("dialog")
const field = (label: string) => sheet().getByLabel(label, { exact: true })
const save = (name = "Save") => sheet().getByRole("button", { name, exact: true }).click()
const closed = () => sheet().waitFor({ state: "detached" })
const stations = (slug = "bistro") =>
  everyItem<Station>(hub.restaurant(slug).api, "/plugins/kds/stations")
const screens = () => everyItem<Screen>(hub.restaurant().api, "/plugins/kds/screens")
const stationAt = async (key: string) => (await stations()).find((one) => one.key === key)

describe("a manager who sets up the kitchen alone", () => {
  it("[KITCHENPAGE-1] adds a station, whose short name is made from its name", async () => {
    const before = await stations("rival")
    await press("Add a station")
    await field("Name").fill("Grill")
    expect(await field("Short name").inputValue()).toBe("grill-2")
    await field("Name").fill("Crêpes")
    expect(await field("Short name").inputValue()).toBe("crepes")
    await field("In French").fill("Crêpes")
    await field("In English").fill("Pancakes")
    await field("Minutes until a dish is ready").fill("7.5")
    await save()
    await row("Stations", "Pancakes").getByText("No screen shows it").waitFor()
    expect(await stationAt("crepes")).toMatchObject({
      name: "Crêpes",
      names: { en: "Pancakes", fr: "Crêpes" },
      kind: "prep",
      catchAll: false,
      targetSeconds: 450,
    })
    expect(await stations("rival")).toEqual(before)
  })

  it("[KITCHENPAGE-1] is told of a short name that another station has, and nothing is stored", async () => {
    const before = (await stations()).length
    await press("Add a station")
    await field("Name").fill("Wok")
    await field("Short name").fill("crepes")
    await sheet().getByText("Another station has this short name.").first().waitFor()
    await save()
    await sheet().getByText("STATION_KEY_TAKEN").waitFor()
    expect(await stations()).toHaveLength(before)
    await save("Cancel")
    await closed()
  })

  it("[KITCHENPAGE-2] adds a screen, looks at it, and finds what was made on it", async () => {
    await press("Add a screen")
    await field("Name").fill("شاشة الفطائر")
    await save()
    await sheet().getByText("Choose at least one.").waitFor()
    await sheet().getByRole("checkbox", { name: "Pancakes" }).check()
    await field("Tickets on a page").fill("6")
    await field("Printed instead").selectOption({ index: 1 })
    await save()
    await closed()
    await row("Stations", "Pancakes")
      .getByText(/On .شاشة الفطائر/)
      .waitFor()
    const screen = (await screens()).find(({ name }) => name === "شاشة الفطائر")
    expect(screen).toMatchObject({ kind: "station", stations: ["crepes"], slots: 6 })
    expect(screen?.backupPrinterId).toBeDefined()
    const kitchen = await openPage(browser, hub.signIn(), `/kds?screen=${screen?.id}`)
    await kitchen.getByRole("heading", { name: "شاشة الفطائر" }).waitFor()
    await kitchen.context().close()
    expect(
      await row("Screens", "شاشة الفطائر")
        .getByRole("link", { name: "Look at شاشة الفطائر" })
        .getAttribute("href"),
    ).toBe(`/kds?screen=${screen?.id}`)
  })

  it("[KITCHENPAGE-2] makes a screen one of the pass, and gives it no station", async () => {
    await change("Screens", "شاشة الفطائر")
    await field("Every order as a whole, for the pass").check()
    await field("Printed instead").selectOption({ label: "Nothing is printed" })
    await save()
    await row("Screens", "شاشة الفطائر").getByText("the pass: every order").waitFor()
    const screen = (await screens()).find(({ name }) => name === "شاشة الفطائر")
    expect(screen).toMatchObject({ kind: "expo", stations: [], slots: 6 })
    expect(screen).not.toHaveProperty("backupPrinterId")
  })

  it("[KITCHENPAGE-1] lets one station alone take everything else", async () => {
    await change("Stations", "Pancakes")
    await sheet()
      .getByText(/Now that is .Grill/)
      .waitFor()
    await field("Everything else is cooked here").check()
    await save()
    await row("Stations", "Pancakes").getByText("everything else").waitFor()
    const taking = (await stations()).filter(({ catchAll }) => catchAll)
    expect(taking.map(({ key }) => key)).toEqual(["crepes"])
  })

  it("[KITCHENPAGE-1] leaves everything else where it was when the change is refused", async () => {
    const { api } = hub.restaurant()
    await change("Stations", "Grill")
    await field("Everything else is cooked here").check()
    const grill = await stationAt("grill")
    await api.send("PATCH", `/plugins/kds/stations/${grill?.id}`, { targetSeconds: 660 })
    await save()
    await sheet().getByText("Somebody changed this meanwhile.").waitFor()
    const taking = (await stations()).filter(({ catchAll }) => catchAll)
    expect(taking.map(({ key }) => key)).toEqual(["crepes"])
    await save("Cancel")
    await closed()
    await change("Stations", "Grill")
    expect(await field("Minutes until a dish is ready").inputValue()).toBe("11")
    await field("Everything else is cooked here").check()
    await save()
    await row("Stations", "Grill").getByText("everything else").waitFor()
  })

  it("[KITCHENPAGE-1] orders the stations, and says who uses one that is to go", async () => {
    const names = () => list("Stations").getByRole("strong").allInnerTexts()
    const at = async () => (await names()).indexOf("Pancakes")
    const before = await at()
    await press("Pancakes earlier")
    await expect.poll(at).toBe(before - 1)
    await change("Stations", "Grill")
    await sheet()
      .getByText(/It cannot be removed .*Screens: .*Grill.*Categories: /)
      .waitFor()
    expect(await sheet().getByRole("button", { name: "Remove" }).count()).toBe(0)
    await save("Cancel")
    await closed()
  })

  it("[KITCHENPAGE-1] [KITCHENPAGE-2] removes a screen, and a station that nothing names", async () => {
    await change("Screens", "شاشة الفطائر")
    await save("Remove")
    await sheet().getByText("Tablets that show it ask").waitFor()
    await save("Remove")
    await row("Screens", "شاشة الفطائر").waitFor({ state: "detached" })
    await change("Stations", "Pancakes")
    await save("Remove")
    await sheet().getByText("Nothing names it.").waitFor()
    await save("Remove")
    await row("Stations", "Pancakes").waitFor({ state: "detached" })
    expect(await stationAt("crepes")).toBeUndefined()
  })
})
