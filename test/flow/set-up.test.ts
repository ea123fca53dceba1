import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { connectAsync } from "mqtt"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { deriveKey, deviceSecretOf } from "#core/security/secrets.ts"
import { hubApi } from "#test/support/hub-api.ts"
import { databaseUrl, testDatabase } from "#test/support/postgres.ts"
import { type StartedHub, secret, startHub } from "./started-hub.ts"

const database = testDatabase()
let dataDir = ""
let running: StartedHub | undefined

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "heard-set-up-"))
  await database.connection().unsafe("truncate core.setup, core.tenant cascade")
})
afterEach(async () => {
  await running?.kill()
  running = undefined
  await rm(dataDir, { recursive: true, force: true })
})

const start = async (env: Readonly<Record<string, string>> = {}): Promise<StartedHub> => {
  running = await startHub({ dataDir, databaseUrl: databaseUrl(database.admin()), env })
  return running
}

const printedToken = (hub: StartedHub): string | undefined =>
  /\/setup#token=(\S+)/.exec(hub.printed())?.[1]

const restaurant = {
  tenant: {
    name: "Chez Margaux",
    slug: "margaux",
    currency: "EUR",
    locale: "fr",
    timezone: "Europe/Paris",
  },
  admin: { username: "margaux", password: "correct horse battery", fullName: "Margaux Petit" },
  plugins: ["printer", "orders", "catalog_product", "floor_plan", "config"],
  seed: "demo",
}

const post = async (hub: StartedHub, path: string, body: unknown) => {
  const answer = await fetch(`${hub.url}/api${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}
const status = async (hub: StartedHub) => (await fetch(`${hub.url}/api/setup/status`)).json()

const signedIn = (hub: StartedHub, tenant = "margaux") =>
  hubApi(hub.url, async () => {
    const { username, password } = restaurant.admin
    const { body } = await post(hub, "/auth/login", { tenant, username, password })
    return body.accessToken
  })

describe("a first start", () => {
  it("[SET-8] prints one address and nothing to sign in with, the same after a restart", async () => {
    const hub = await start()
    const token = printedToken(hub)
    expect(Buffer.from(token ?? "", "base64url")).toHaveLength(16)
    expect(hub.printed()).not.toMatch(/password|owner/)
    expect(await status(hub)).toMatchObject({ open: true })
    await hub.kill()
    expect(printedToken(await start())).toBe(token)
  })

  it("[SET-9] is followed by a restaurant that pages, sockets and printers serve at once", async () => {
    const hub = await start()
    const made = await post(hub, "/setup/bootstrap", { ...restaurant, token: printedToken(hub) })
    expect(made).toMatchObject({
      status: 201,
      body: { plugins: expect.arrayContaining([...restaurant.plugins, "kds", "devices"]) },
    })
    const { tenantId } = made.body
    const api = signedIn(hub)

    const { pages } = await api.get<{ pages: ReadonlyArray<{ path: string }> }>("/ui/manifest")
    expect(pages.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["/kds", "/handheld", "/admin", "/admin/restaurant"]),
    )

    const hello = { t: "hello", proto: 1, token: await api.token(), views: [{ view: "floor" }] }
    const socket = new WebSocket(`${hub.url.replace("http", "ws")}/ws`, "heard.v1")
    const frames: Array<{ t: string; view?: string }> = []
    socket.onmessage = ({ data }) => frames.push(JSON.parse(String(data)))
    socket.onopen = () => socket.send(JSON.stringify(hello))
    await expect.poll(() => frames.map(({ t }) => t)).toEqual(["welcome", "snapshot"])
    socket.close()

    const { items } = await api.get<{ items: ReadonlyArray<{ deviceId: string }> }>(
      "/plugins/printer/printers",
    )
    const deviceId = items[0]?.deviceId ?? ""
    const agent = await connectAsync(hub.mqttUrl, {
      username: `${tenantId}/${deviceId}`,
      clientId: `${tenantId}.${deviceId}`,
      password: deviceSecretOf(deriveKey(secret, "device-secret"), tenantId, deviceId),
    })
    const heard: Array<string> = []
    agent.on("message", (topic, payload) => heard.push(`${topic} ${payload}`))
    await agent.subscribeAsync(`heard/v1/${tenantId}/hub/state`)
    await expect.poll(() => heard.join()).toContain("online")
    await agent.endAsync()
  })

  it("[SET-3] is the last one with a set-up: it is over, after a restart too", async () => {
    const hub = await start({ SETUP_TOKEN: "chosen-by-hand" })
    const first = { ...restaurant, seed: "none", token: "chosen-by-hand" }
    expect((await post(hub, "/setup/bootstrap", first)).status).toBe(201)
    expect(await hub.stop()).toBe(0)
    const again = await start({ SETUP_TOKEN: "chosen-by-hand" })
    expect(again.printed()).not.toContain("/setup")
    expect(await readdir(dataDir)).not.toContain("setup-token")
    expect(await status(again)).toMatchObject({ open: false })
    expect(await post(again, "/setup/bootstrap", first)).toMatchObject({
      status: 409,
      body: { code: "SETUP_ALREADY_DONE" },
    })
  })

  it("[SET-3] needs no set-up when the start brings a restaurant along", async () => {
    const hub = await start({ HEARD_DEMO: JSON.stringify({ slug: "bistro", name: "Bistro" }) })
    expect(hub.printed()).not.toContain("/setup")
    expect(await post(hub, "/setup/bootstrap", {})).toMatchObject({ status: 409 })
  })
})

describe("a hub that is killed while a restaurant is being made", () => {
  it.each([10, 50, 120])(
    "[SET-4] makes it at the next start, after %i ms of the first attempt",
    async (ms) => {
      const hub = await start()
      const request = { ...restaurant, token: printedToken(hub) }
      const cut = post(hub, "/setup/bootstrap", request).catch(() => undefined)
      await wait(ms)
      await hub.kill()
      const answered = await cut

      const again = await start()
      const made = await post(again, "/setup/bootstrap", request)
      // The first attempt may have come to its end, or the answer alone was lost.
      expect([201, 409]).toContain(made.status)
      if (answered?.status === 201) expect(made.status).toBe(409)
      const api = signedIn(again)
      const me = await api.get<{ readonly tenantId: string }>("/auth/me")
      if (made.status === 201) expect(me.tenantId).toBe(made.body.tenantId)
      const { items } = await api.get<{ items: ReadonlyArray<{ slug: string }> }>("/system/tenants")
      expect(items.map(({ slug }) => slug)).toEqual(["margaux"])
      const products = await api.get<{ total: number }>("/plugins/catalog_product/products")
      expect(products.total).toBeGreaterThan(10)
      expect(await status(again)).toMatchObject({ open: false })
    },
  )
})

describe("a restaurant that was made", () => {
  it("[AUTH-30] changes the key that signs once, however often that is asked under one key", async () => {
    const hub = await start()
    await post(hub, "/setup/bootstrap", { ...restaurant, token: printedToken(hub) })
    const token = await signedIn(hub).token()
    const ask = async (key: string) => {
      const answer = await fetch(`${hub.url}/api/system/keys/rotate`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "idempotency-key": key },
      })
      const replayed = answer.headers.get("idempotency-replayed")
      return { status: answer.status, body: await answer.json(), replayed }
    }
    const once = { status: 200, body: { generation: 2 }, replayed: null }
    expect(await ask("one")).toEqual(once)
    for (let n = 0; n < 3; n++) expect(await ask("one")).toEqual({ ...once, replayed: "true" })
    expect(await ask("two")).toEqual({ ...once, body: { generation: 3 } })
  })

  it("[NUMBER-2] numbers the next order as the manager wants", async () => {
    const hub = await start()
    await post(hub, "/setup/bootstrap", { ...restaurant, token: printedToken(hub) })
    const api = signedIn(hub)
    const { items } = await api.get<{ items: ReadonlyArray<{ id: string }> }>(
      "/plugins/catalog_product/products?size=1",
    )
    const order = async () => {
      const lines = [{ productId: items[0]?.id, quantity: 1 }]
      const placed = await api.post<{ number: string }>("/plugins/orders/orders", {
        type: "counter",
        lines,
      })
      return placed.number
    }
    expect(await order()).toBe("1")
    const {
      slug: _,
      rev: __,
      ...settings
    } = await api.get<Record<string, unknown>>("/plugins/config/restaurant")
    const saved = await api.send("PUT", "/plugins/config/restaurant", {
      ...settings,
      numbering: { prefix: "A-", start: 100, reset: "day" },
    })
    expect(saved.status).toBe(200)
    expect(await order()).toBe("A-100")
    await hub.stop()

    const again = await start()
    const { id } = items[0] ?? {}
    const placed = await signedIn(again).post<{ number: string }>("/plugins/orders/orders", {
      type: "counter",
      lines: [{ productId: id, quantity: 1 }],
    })
    expect(placed.number).toBe("A-101")
  })

  it("[MANIFEST-5] shows no page of a plugin any more as soon as it is disabled", async () => {
    const hub = await start()
    const { body } = await post(hub, "/setup/bootstrap", {
      ...restaurant,
      token: printedToken(hub),
    })
    const api = signedIn(hub)
    const paths = async () =>
      (await api.get<{ pages: ReadonlyArray<{ path: string }> }>("/ui/manifest")).pages.map(
        ({ path }) => path,
      )
    expect(await paths()).toContain("/admin/restaurant")
    const asked = await api.send("POST", `/tenants/${body.tenantId}/plugins/config/disable`, {})
    expect(asked.status).toBe(202)
    await expect.poll(paths).not.toContain("/admin/restaurant")
    expect((await api.send("GET", "/plugins/config/restaurant")).status).toBe(404)
  })
})
