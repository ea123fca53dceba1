import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { Table } from "#core/kitchen/menu.ts"
import { everyItem } from "#test/support/hub-api.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, openPage, takeComplaints } from "./support/browser.ts"
import { phone } from "./support/waiter-taps.ts"

const hub = runningHub(["bistro", "rival"])
let browser: Browser
let office: Page

beforeAll(async () => {
  browser = await openBrowser()
  office = await openPage(browser, hub.signIn(), "/admin/floor")
  office.setDefaultTimeout(20_000)
})
beforeEach(async () => {
  await office.getByRole("region", { name: "Terrasse" }).waitFor()
})
afterAll(async () => {
  await browser.close()
  expect(takeComplaints()).toEqual([])
})

const room = (name: string) => office.getByRole("region", { name, exact: true })
const press = (name: string) => office.getByRole("button", { name, exact: true }).click()
const sheet = () => office.getByRole("dialog")
const save = (name = "Save") => sheet().getByRole("button", { name, exact: true }).click()
const stored = (slug = "bistro") =>
  everyItem<Table>(hub.restaurant(slug).api, "/plugins/floor_plan/tables")

describe("a manager who sets up the floor alone", () => {
  it("[FLOORPAGE-1] adds a room and ten tables at once, and the waiter has them", async () => {
    const waiter = await openPage(browser, hub.signIn(), "/handheld", phone)
    const before = (await stored("rival")).length
    await press("Add a room")
    await sheet().getByLabel("Name").fill("Jardin d’hiver")
    await save()
    await room("Jardin d’hiver").getByText("No tables here yet.").waitFor()
    await press("Add tables to Jardin d’hiver")
    await sheet().getByLabel("Tables").fill("J1-J9, Bar")
    await sheet().getByLabel("Chairs").fill("2")
    await save("Add 10 tables")
    await room("Jardin d’hiver").getByRole("button", { name: "Table J9, 2 chairs" }).waitFor()
    expect(await room("Jardin d’hiver").getByRole("listitem").allInnerTexts()).toHaveLength(10)
    await waiter.getByRole("button", { name: "Jardin d’hiver" }).click()
    await waiter.getByRole("button", { name: "Table J9: Free" }).waitFor()
    await waiter.context().close()
    expect(await stored("rival")).toHaveLength(before)
  })

  it("[FLOORPAGE-1] is told of a table that is there already, and adds none of them", async () => {
    const before = (await stored()).length
    await press("Add tables to Terrasse")
    await sheet().getByLabel("Tables").fill("J9, J10")
    await save("Add 2 tables")
    await sheet().getByText("There already: J9").waitFor()
    expect(await stored()).toHaveLength(before)
    await sheet().getByLabel("Tables").fill("1-99")
    await sheet().getByText("At most 50 at once.").waitFor()
    await sheet().getByLabel("Tables").fill("")
    await save("Cancel")
  })

  it("[FLOORPAGE-2] calls a table something else, puts it elsewhere and takes it away", async () => {
    await room("Jardin d’hiver").getByRole("button", { name: "Table Bar, 2 chairs" }).click()
    await sheet().getByLabel("What it is called").fill("J1")
    await save()
    await sheet().getByText("There already: J1").waitFor()
    await sheet().getByLabel("What it is called").fill("Comptoir")
    await sheet().getByLabel("Chairs").fill("8")
    await sheet().getByLabel("Room").selectOption({ label: "Terrasse" })
    await save()
    await room("Terrasse").getByRole("button", { name: "Table Comptoir, 8 chairs" }).click()
    await save("Remove")
    await sheet().getByText("Remove Table Comptoir?").waitFor()
    await save("Remove")
    await room("Terrasse")
      .getByRole("button", { name: /Comptoir/ })
      .waitFor({ state: "detached" })
    expect((await stored()).map(({ name }) => name)).not.toContain("Comptoir")
  })

  it("[FLOORPAGE-2] orders the rooms, and removes one when nothing stands in it", async () => {
    const names = () => office.getByRole("heading", { level: 2 }).allInnerTexts()
    const at = async () => (await names()).indexOf("Jardin d’hiver")
    const before = await at()
    await press("Jardin d’hiver earlier")
    await expect.poll(at).toBe(before - 1)
    await press("Change Jardin d’hiver")
    await sheet().getByText("A room with tables cannot be removed").waitFor()
    await save("Cancel")
    await press("Add a room")
    await sheet().getByLabel("Name").fill("Cave")
    await save()
    await press("Change Cave")
    await save("Remove")
    await sheet().getByText("The room is empty.").waitFor()
    await save("Remove")
    await room("Cave").waitFor({ state: "detached" })
  })
})
