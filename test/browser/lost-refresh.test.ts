import type { Browser } from "playwright-core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, takeComplaints } from "./support/browser.ts"

const hub = runningHub(["bistro"])
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  takeComplaints()
  await browser.close()
})

it("[AUTH-31] a browser whose refresh was heard and never answered stays signed in", async () => {
  const page = await browser.newPage({ locale: "en-GB" })
  page.setDefaultTimeout(20_000)
  await page.goto(`${hub.url()}/admin`)
  const { tenant, password } = hub.signIn()
  await page.getByLabel("Restaurant").fill(tenant)
  await page.getByLabel("User name").fill("owner")
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.getByRole("link", { name: "People" }).waitFor()

  await page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem("heard.session.person") ?? "{}")
    localStorage.setItem("heard.session.person", JSON.stringify({ ...kept, goodUntil: 0 }))
  })
  const heard: Array<number> = []
  await page.route("**/api/auth/refresh", async (route) => {
    const answer = await route.fetch()
    heard.push(answer.status())
    if (heard.length <= 2) await route.abort("connectionreset")
    else await route.fulfill({ response: answer })
  })
  await page.reload()
  await expect.poll(() => heard.length).toBeGreaterThan(0)
  await page.reload()
  await page.getByRole("link", { name: "People" }).click()
  await page.getByRole("button", { name: "Add a person" }).waitFor()
  expect(new Set(heard)).toEqual(new Set([200]))
  await page.close()
})
