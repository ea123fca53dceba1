import type { Browser, Page } from "playwright-core"
import { v7 as uuid } from "uuid"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { rawClient, transports } from "#test/devices/socket/raw-client.ts"
import { hubApi } from "#test/support/hub-api.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, takeComplaints } from "./support/browser.ts"

const hub = runningHub([])
const account = { username: "margaux", password: "correct horse battery staple" }
const plugins = ["catalog_product", "orders", "floor_plan", "devices", "kds", "printer"]
const home = { name: "Chez Margaux", slug: "margaux" }
const other = { name: "Le Zinc", slug: "zinc" }

let browser: Browser
let page: Page
let own: string
let chosen: string

const post = async <A>(path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${hub.url()}/api${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
  expect(response.status, await response.clone().text()).toBeLessThan(300)
  return (await response.json()) as A
}
const signedIn = async () => {
  const pair = await post<{ accessToken: string }>("/auth/login", { tenant: home.slug, ...account })
  return pair.accessToken
}

beforeAll(async () => {
  const place = { currency: "EUR", locale: "en-GB", timezone: "Europe/Paris" }
  const admin = { ...account, fullName: "Margaux Perrin" }
  const first = { tenant: { ...home, ...place }, admin, plugins, seed: "demo" }
  const opened = await post<{ tenantId: string }>("/setup/bootstrap", {
    ...first,
    token: hub.setupToken(),
  })
  own = opened.tenantId
  const api = hubApi(hub.url(), signedIn)
  const further = { tenant: { ...other, ...place }, plugins, seed: "demo" }
  chosen = (await api.post<{ tenantId: string }>("/system/tenants", further)).tenantId
  const bearer = { authorization: `Bearer ${await signedIn()}`, "x-tenant-id": chosen }
  const { id } = await post<{ id: string }>(
    "/plugins/catalog_product/categories",
    { name: "Only at the Zinc" },
    bearer,
  )
  const dish = { categoryId: id, name: "Panisses", price: 900 }
  await post("/plugins/catalog_product/products", dish, bearer)
  browser = await openBrowser()
})
afterAll(() => browser.close())

describe.each(transports)("a hello over %s that names a restaurant", (transport) => {
  const hello = async (tenant?: string, headers: Record<string, string> = {}) => {
    const client = await rawClient(transport, hub.url(), { headers })
    const token = await signedIn()
    const frame = { t: "hello", proto: 1, token, ...(tenant !== undefined && { tenant }) }
    client.send(frame)
    return { client, frame }
  }

  it("[SOCK-18] begins there when its person works there, whatever the connection brought", async () => {
    for (const [tenant, headers, welcomed] of [
      [undefined, {}, own],
      [chosen, {}, chosen],
      [own, { "x-tenant-id": chosen }, own],
    ] as const) {
      const { client } = await hello(tenant, headers)
      expect((await client.next("welcome")).tenant).toBe(welcomed)
      client.close()
    }
  })

  it("[SOCK-18] is turned away when its person does not", async () => {
    const { client } = await hello(uuid())
    expect(await client.next("bye")).toMatchObject({ code: "AUTH_INVALID", retry: false })
    await client.closed
  })

  it("[SOCK-18] goes on there, asks for views there, and never moves to another", async () => {
    const { client, frame } = await hello(chosen)
    await client.next("welcome")
    client.send(frame)
    client.send({ t: "hello", proto: 1, views: [{ view: "menu" }] })
    expect((await client.next("welcome")).tenant).toBe(chosen)
    expect((await client.next("welcome")).tenant).toBe(chosen)
    expect(JSON.stringify(await client.next("snapshot"))).toContain("Only at the Zinc")
    client.send({ t: "hello", proto: 1, tenant: own })
    expect((await client.next("bye")).code).toBe("AUTH_INVALID")
    await client.closed
  })
})

describe("a browser in which another restaurant was chosen", () => {
  afterEach(async () => {
    await page.context().close()
    expect(takeComplaints().filter((text) => !/40[13]/.test(text))).toEqual([])
  })
  const choose = async (from: string, name: string) => {
    await page.getByRole("banner").getByText(from).waitFor()
    await page.getByRole("button", { name: "Margaux Perrin" }).click()
    await page.getByRole("radio", { name }).click()
    await page.getByRole("banner").getByText(name).waitFor()
  }
  const signInAt = async (path: string) => {
    await page.goto(hub.url() + path)
    await page.getByLabel("Restaurant", { exact: true }).fill(home.slug)
    await page.getByLabel("User name").fill(account.username)
    await page.getByLabel("Password").fill(account.password)
    await page.getByRole("button", { name: "Sign in" }).click()
  }
  const open = async (before = async () => {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await before()
    await signInAt("/admin")
    await choose(home.name, other.name)
  }
  const menuOfTable5 = async () => {
    await page.getByRole("button", { name: /^Table 5:/ }).click()
    await page.getByRole("button", { name: "Desserts" }).waitFor()
    return page.getByRole("navigation", { name: "Menu" }).textContent()
  }

  it("[OFFICE-13] changes its menu there, as it happens", async () => {
    await open()
    await page.goto(`${hub.url()}/admin/menu`)
    await page.getByRole("heading", { name: "Only at the Zinc" }).waitFor()
    await page.getByRole("button", { name: "Add a category" }).click()
    await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Late at the Zinc")
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click()
    await page.getByRole("heading", { name: "Late at the Zinc" }).waitFor()
    await choose(other.name, home.name)
    await page.goto(`${hub.url()}/admin/menu`)
    await page.getByRole("heading", { name: "Desserts" }).waitFor()
    expect(await page.getByText("at the Zinc").count()).toBe(0)
  })

  it("[OFFICE-13] shows its devices, its printers and its screens", async () => {
    await open()
    const named: Array<string> = []
    page.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => {
        const { t, tenant } = JSON.parse(String(payload))
        if (t === "hello") named.push(tenant)
      }),
    )
    await page.goto(`${hub.url()}/admin/devices`)
    await page.getByRole("status").first().waitFor()
    await page.goto(`${hub.url()}/admin/printers`)
    // Only the picture of that very printer tells how it stands.
    await page.getByRole("listitem").getByRole("status").first().waitFor()
    await page.goto(`${hub.url()}/admin`)
    const screens = page.getByRole("region", { name: "Screens of the restaurant" })
    await screens.getByRole("link", { name: "Orders" }).click()
    expect(await menuOfTable5()).toContain("Only at the Zinc")
    expect(new Set(named)).toEqual(new Set([chosen]))
  })

  it("[OFFICE-13] leads back to one's own when one does not work there any more", async () => {
    await open()
    await page.goto(`${hub.url()}/handheld`)
    await page.evaluate(
      ([key, id]) => {
        const stored = JSON.parse(localStorage.getItem(key) ?? "{}")
        localStorage.setItem(key, JSON.stringify({ ...stored, chosen: id }))
      },
      ["heard.chosenTenant", uuid()] as const,
    )
    await page.reload()
    expect(await menuOfTable5()).not.toContain("Zinc")
  })

  it("[OFFICE-13] stays a handheld of its own restaurant where it is one, and offers no way to screens", async () => {
    await open(async () => {
      await signInAt("/handheld")
      await page.getByRole("button", { name: /^Table 5:/ }).waitFor()
    })
    await page.getByText("Margaux Perrin").first().waitFor()
    await page.getByText("connected").first().waitFor()
    expect(await page.getByRole("region", { name: "Screens of the restaurant" }).count()).toBe(0)
    await page.goto(`${hub.url()}/handheld`)
    expect(await menuOfTable5()).not.toContain("Zinc")
  })
})
