import { v7 as uuid } from "uuid"
import { describe, expect, it } from "vitest"
import { greeted, type RawClient, transports } from "#test/devices/socket/raw-client.ts"
import { type ApiAnswer, type HubApi, hubApi } from "#test/support/hub-api.ts"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub(["bistro", "rival"])
const people = "/plugins/users/users"
const password = "correct horse battery staple"

interface Pair {
  readonly accessToken: string
  readonly refreshToken: string
}

const login = async (username: string, more: object = {}): Promise<Pair> => {
  const answer = await post("/auth/login", { tenant: "bistro", username, password, ...more })
  expect(answer.status).toBe(200)
  return answer.body as Pair
}

const as = (token: string): HubApi => hubApi(hub.url(), () => Promise.resolve(token))
const post = (path: string, body: unknown): Promise<ApiAnswer> =>
  as("nobody.nobody.nobody").send("POST", path, body)
const owner = () => hub.restaurant("bistro").api

const hire = async (role: string, more: object = {}) => {
  const username = `${role}.${uuid().slice(-8)}`
  const body = { username, password, fullName: `The ${role}`, role, ...more }
  const { id } = await owner().post<{ id: string }>(people, body)
  return { id, username, pair: await login(username) }
}

const codeOf = ({ body }: ApiAnswer) => (body as { code: string }).code

const aRole = { key: "spare", name: "Spare", permissions: [] }
/** Understood, and refused to whoever may order: nobody sells that. */
const anOrder = { type: "takeaway", lines: [{ productId: uuid(), quantity: 1 }] }

/** What a role may do, tried from outside: the one table (quality.md B.2, check 8). */
const matrix: ReadonlyArray<
  readonly [method: string, path: string, allowed: ReadonlyArray<string>, body?: unknown]
> = [
  ["GET", "/plugins/users/users", ["owner", "manager", "chef"]],
  ["POST", "/plugins/users/roles", ["owner", "manager"], aRole],
  ["GET", "/tenants/{t}/audit", ["owner", "manager"]],
  ["GET", "/tenants/{t}/audit/verify", ["owner", "manager"]],
  ["POST", "/system/keys/rotate", []],
  ["GET", "/plugins/orders/orders", ["owner", "manager", "chef", "cook", "waiter", "viewer"]],
  ["POST", "/plugins/orders/orders", ["owner", "manager", "waiter"], anOrder],
  ["POST", "/plugins/floor_plan/rooms", ["owner", "manager"], { name: "Terrace" }],
]

describe("a role", () => {
  it.each(["owner", "manager", "chef", "cook", "waiter", "viewer"])(
    "[FLOW-20] %s may do what the table says, and nothing else",
    async (role) => {
      const { pair } = await hire(role)
      const { tenantId } = hub.restaurant("bistro")
      for (const [method, path, allowed, body] of matrix) {
        const answer = await as(pair.accessToken).send(method, path.replace("{t}", tenantId), body)
        const refused = answer.status === 403
        expect(`${method} ${path} ${refused ? "refused" : "let in"}`).toBe(
          `${method} ${path} ${allowed.includes(role) ? "let in" : "refused"}`,
        )
      }
    },
  )

  it("[FLOW-20] of one restaurant opens nothing in another", async () => {
    const { pair } = await hire("owner")
    const rival = hub.restaurant("rival").tenantId
    expect((await as(pair.accessToken).send("GET", `/tenants/${rival}/audit`)).status).toBe(404)
    const response = await fetch(`${hub.url()}/api/auth/me`, {
      headers: { authorization: `Bearer ${pair.accessToken}`, "x-tenant-id": rival },
    })
    expect(response.status).toBe(401)
  })
})

describe.each(transports)("an open socket over %s", (transport) => {
  const connect = (token: string, views: ReadonlyArray<string> = []) =>
    greeted(
      transport,
      hub.url(),
      token,
      views.map((view) => ({ view })),
    )
  const farewell = async (client: RawClient, end: () => Promise<unknown>): Promise<void> => {
    await end()
    const ended = performance.now()
    expect(await client.next("bye")).toMatchObject({ code: "AUTH_INVALID", retry: false })
    await client.closed
    expect(performance.now() - ended).toBeLessThan(1_000)
  }

  it("[FLOW-21] closes with the session: logout, a refresh token used twice", async () => {
    const { pair, username } = await hire("waiter")
    const first = await connect(pair.accessToken)
    await farewell(first, () => as(pair.accessToken).send("POST", "/auth/logout"))
    const again = await login(username)
    const second = await connect(again.accessToken)
    const refreshed = await post("/auth/refresh", { refreshToken: again.refreshToken })
    expect(refreshed.status).toBe(200)
    await farewell(second, () => post("/auth/refresh", { refreshToken: again.refreshToken }))
  })

  it.each([
    ["disabled", { disabled: true }],
    ["given another password", { password: "another good password" }],
  ])("[FLOW-21] closes when the person is %s", async (_what, change) => {
    const { id, pair } = await hire("waiter")
    const client = await connect(pair.accessToken)
    await farewell(client, () => owner().send("PATCH", `${people}/${id}`, change))
  })

  it("[FLOW-21] closes when the person is removed, their devices' too", async () => {
    const { id, username } = await hire("waiter")
    const device = { id: `tablet-${uuid().slice(-6)}`, kind: "handheld" }
    const client = await connect((await login(username, { device })).accessToken)
    await farewell(client, () => owner().send("DELETE", `${people}/${id}`))
  })

  it("[FLOW-22] loses a right with the next message, and the views that need it", async () => {
    const { id, pair } = await hire("waiter")
    const client = await connect(pair.accessToken, ["menu"])
    await client.next("snapshot")
    const order = () => ({ t: "cmd", cid: uuid(), op: "placeOrder", args: {} })
    client.send(order())
    // Understood, and found wanting: the waiter may place orders.
    expect((await client.next("nack")).code).not.toBe("AUTH_FORBIDDEN")
    await owner().send("PATCH", `${people}/${id}`, { role: "viewer" })
    client.send(order())
    await expect
      .poll(() =>
        client.heard.filter(({ t }) => t === "nack").map((nack) => Reflect.get(nack, "code")),
      )
      .toContain("AUTH_FORBIDDEN")
    expect(
      await as(pair.accessToken).send("POST", "/plugins/orders/orders", anOrder),
    ).toMatchObject({
      status: 403,
    })
    client.close()
  })
})

describe("people over REST", () => {
  it("[FLOW-23] are listed in pages, changed with the revision they were seen at, and named when wrong", async () => {
    const { id } = await hire("waiter")
    const page = await owner().get<{ items: Array<{ id: string }>; total: number; size: number }>(
      `${people}?size=1&page=2`,
    )
    expect(page.items).toHaveLength(1)
    expect(page.total).toBeGreaterThan(1)
    const stale = await fetch(`${hub.url()}/api${people}/${id}`, {
      method: "PATCH",
      headers: {
        authorization: `Bearer ${await owner().token()}`,
        "content-type": "application/json",
        "if-match": '"7"',
      },
      body: JSON.stringify({ fullName: "Late" }),
    })
    expect(stale.status).toBe(409)
    const weak = { username: "weak", password: "password1", fullName: "Weak", role: "waiter" }
    const answer = await owner().send("POST", people, weak)
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({
      code: "PASSWORD_WEAK",
      meta: { issues: [{ path: "password", message: expect.any(String) }] },
    })
    const smuggled = await owner().send("PATCH", `${people}/${id}`, { instanceAdmin: true })
    expect(smuggled.status).toBe(422)
    expect(JSON.stringify(await owner().send("GET", people))).not.toMatch(/argon2|Hash"/)
  })

  it("[FLOW-23] one Idempotency-Key makes one person", async () => {
    const key = uuid()
    const create = async (fullName = "Once") =>
      fetch(`${hub.url()}/api${people}`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${await owner().token()}`,
          "content-type": "application/json",
          "idempotency-key": key,
        },
        body: JSON.stringify({
          username: `once.${key.slice(-8)}`,
          password,
          fullName,
          role: "cook",
        }),
      })
    const first = await create()
    expect(first.status).toBe(201)
    expect(first.headers.get("idempotency-replayed")).toBeNull()
    const again = await create()
    expect(again.status).toBe(201)
    expect(again.headers.get("idempotency-replayed")).toBe("true")
    expect(await again.json()).toEqual(await first.json())
    const other = await create("Another")
    expect(other.status).toBe(422)
    expect(await other.json()).toMatchObject({ code: "IDEMPOTENCY_MISMATCH" })
  })

  it("[FLOW-23] roles are added, changed and removed", async () => {
    const roles = "/plugins/users/roles"
    const key = `till_${uuid().slice(-6)}`
    const till = { key, name: "Till", permissions: ["orders.*"] }
    expect((await owner().send("POST", roles, till)).status).toBe(201)
    expect((await owner().send("POST", roles, till)).status).toBe(201)
    expect(codeOf(await owner().send("POST", roles, { ...till, name: "Other" }))).toBe("ROLE_TAKEN")
    const { pair } = await hire(key)
    expect(await as(pair.accessToken).get("/auth/me")).toMatchObject({
      role: key,
      permissions: expect.arrayContaining(["orders.order.place"]),
    })
    await owner().send("PATCH", `${roles}/${key}`, { permissions: [] })
    expect(await as(pair.accessToken).get("/auth/me")).toMatchObject({ permissions: [] })
    expect(codeOf(await owner().send("DELETE", `${roles}/${key}`))).toBe("ROLE_IN_USE")
  })

  it("[IDEM-1] a role is added once under one key, and no other under it", async () => {
    const { accessToken } = await login("owner", { password: hub.signIn().password })
    const key = uuid()
    const add = async (role: string) => {
      const response = await fetch(`${hub.url()}/api/plugins/users/roles`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${accessToken}`,
          "content-type": "application/json",
          "idempotency-key": key,
        },
        body: JSON.stringify({ key: role, name: "Host", permissions: [] }),
      })
      return [response.status, response.headers.get("idempotency-replayed")]
    }
    expect(await add("host")).toEqual([201, null])
    expect(await add("host")).toEqual([201, "true"])
    expect(await add("another_host")).toEqual([422, null])
  })

  it("[FLOW-24] a handheld changes hands by PIN", async () => {
    const { pair } = await hire("waiter")
    const pin = String(10_000_000 + Math.floor(Math.random() * 80_000_000))
    const cook = await hire("cook", { pin })
    const device = { id: `handheld-${pin}`, kind: "handheld" }
    const handheld = await login("owner", { device, password: hub.signIn().password })
    const taken = await as(handheld.accessToken).post<Pair>("/auth/pin", { pin })
    expect(await as(taken.accessToken).get("/auth/me")).toMatchObject({
      fullName: "The cook",
      principal: { kind: "user", id: cook.id },
    })
    expect(codeOf(await as(pair.accessToken).send("POST", "/auth/pin", { pin }))).toBe(
      "PIN_NEEDS_HANDHELD",
    )
    expect(await as(handheld.accessToken).send("POST", "/auth/pin", { pin: "1234" })).toMatchObject(
      { status: 401 },
    )
  })

  it("[FLOW-25] the audit log shows what the manager did, page by page, and that nothing is missing", async () => {
    const { tenantId } = hub.restaurant("bistro")
    const { id } = await hire("waiter")
    const log = await owner().get<{ items: Array<{ target: string }>; total: number }>(
      `/tenants/${tenantId}/audit?action=user.created&size=5`,
    )
    expect(log.items[0]?.target).toBe(`user/${id}`)
    expect(await owner().get(`/tenants/${tenantId}/audit/verify`)).toMatchObject({ broken: null })
  })
})
