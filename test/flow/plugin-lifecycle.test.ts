import { describe, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub(["bistro", "rival"])

interface Operation {
  readonly id: string
  readonly status: string
  readonly steps: ReadonlyArray<string>
}

const bistro = () => hub.restaurant("bistro")
const plugins = (path = "") => `/tenants/${bistro().tenantId}/plugins${path}`

const answer = async (method: string, path: string, body?: unknown, headers = {}) => {
  const response = await fetch(`${hub.url()}/api${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await bistro().api.token()}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith("{") ? JSON.parse(text) : text,
  }
}

/** Follows an operation as a page does, to its end. */
const followed = async (operation: Operation): Promise<ReadonlyArray<Operation>> => {
  const { status, headers, text } = await answer(
    "GET",
    `/tenants/${bistro().tenantId}/operations/${operation.id}/stream`,
  )
  expect(status).toBe(200)
  expect(headers.get("content-type")).toContain("text/event-stream")
  return text
    .split("\n\n")
    .filter((event) => event.startsWith("event: operation\n"))
    .map((event) => JSON.parse(event.slice(event.indexOf("data: ") + 6)))
}

const changed = async (plugin: string, kind: string, body: unknown = {}) => {
  const asked = await answer("POST", plugins(`/${plugin}/${kind}`), body)
  expect(asked, asked.text).toMatchObject({ status: 202 })
  return (await followed(asked.body)).at(-1)
}

describe("a manager in the middle of a service", () => {
  it("[LIFEREST-1] sees every plugin with its state, and one alone", async () => {
    const { status, body } = await answer("GET", plugins("?size=3"))
    expect(status).toBe(200)
    expect(body).toMatchObject({ page: 1, size: 3 })
    expect(body.total).toBeGreaterThanOrEqual(6)
    expect((await answer("GET", plugins("/kds"))).body).toMatchObject({
      key: "kds",
      desired: "enabled",
      actual: "enabled",
      health: "ok",
      lag: 0,
      upgradeAvailable: false,
      lastError: null,
    })
    expect(await answer("GET", plugins("/nothing"))).toMatchObject({
      status: 404,
      body: { code: "PLUGIN_UNKNOWN" },
    })
  })

  it("[LIFEREST-2] disables and enables a plugin, and only the own restaurant notices", async () => {
    const rooms = () => bistro().api.send("GET", "/plugins/floor_plan/rooms")
    expect(await changed("floor_plan", "disable")).toMatchObject({ status: "succeeded" })
    expect(await rooms()).toMatchObject({ status: 404, body: { code: "PLUGIN_NOT_ENABLED" } })
    const other = hub.restaurant("rival").api
    expect(await other.send("GET", "/plugins/floor_plan/rooms")).toMatchObject({ status: 200 })
    expect(await changed("floor_plan", "enable")).toMatchObject({ status: "succeeded" })
    expect(await rooms()).toMatchObject({ status: 200, body: { total: 2 } })
    const { body } = await answer("GET", `/tenants/${bistro().tenantId}/operations?size=1`)
    expect(body.items).toMatchObject([{ plugin: "floor_plan", kind: "enable", percent: 100 }])
  })

  it("[LIFEREST-3] is told everything that speaks against a change", async () => {
    expect(await answer("POST", plugins("/devices/disable"), {})).toMatchObject({
      status: 409,
      body: { code: "DEPENDENTS_ENABLED", meta: { plugins: ["printer"] } },
    })
    for (const [path, body, status, code] of [
      ["/nothing/install", {}, 404, "PLUGIN_UNKNOWN"],
      ["/kds/install", {}, 409, "ALREADY_CURRENT"],
      ["/kds/upgrade", {}, 409, "ALREADY_CURRENT"],
      ["/kds/upgrade", { to: "0.9.0" }, 409, "DOWNGRADE_REFUSED"],
      ["/kds/upgrade", { to: "9.0.0" }, 409, "VERSION_NOT_LOADED"],
      ["/kds/release", {}, 409, "NOT_QUARANTINED"],
      ["/kds/retry", {}, 409, "NOTHING_TO_RETRY"],
      ["/kds/uninstall", {}, 409, "DEPENDENTS_INSTALLED"],
      ["/orders/uninstall", { data: "purge", confirm: "x" }, 422, "CONFIRM_MISMATCH"],
      ["/kds/disable", { cascade: "yes" }, 422, "VALIDATION_FAILED"],
      ["/kds/disable", { because: "so" }, 422, "VALIDATION_FAILED"],
    ] as const)
      expect(await answer("POST", plugins(path), body), `${path} ${code}`).toMatchObject({
        status,
        body: { code },
      })
  })

  it("[LIFEREST-4] gets the same operation for the same Idempotency-Key", async () => {
    const key = { "idempotency-key": "disable-orders" }
    const first = await answer("POST", plugins("/orders/disable"), {}, key)
    await followed(first.body)
    const again = await answer("POST", plugins("/orders/disable"), {}, key)
    expect(again.body.id).toBe(first.body.id)
    expect(again.headers.get("idempotency-replayed")).toBe("true")
    expect(await answer("POST", plugins("/orders/enable"), {}, key)).toMatchObject({
      status: 422,
      body: { code: "IDEMPOTENCY_MISMATCH" },
    })
    expect(await changed("orders", "enable")).toMatchObject({ status: "succeeded" })
  })

  it("[LIFEREST-5] finds only the own restaurant at this address", async () => {
    const { tenantId } = hub.restaurant("rival")
    for (const path of [
      "plugins",
      "plugins/kds",
      "operations",
      "permissions",
      "plugins/kds/config",
    ])
      expect(await answer("GET", `/tenants/${tenantId}/${path}`)).toMatchObject({
        status: 404,
        body: { code: "TENANT_NOT_FOUND" },
      })
    expect(await answer("POST", `/tenants/${tenantId}/plugins/kds/disable`, {})).toMatchObject({
      status: 404,
    })
    expect(
      await answer("GET", `/tenants/${bistro().tenantId}/operations/${tenantId}`),
    ).toMatchObject({ status: 404, body: { code: "OPERATION_NOT_FOUND" } })
    expect(
      await answer("GET", `/tenants/${bistro().tenantId}/operations/not-an-id/stream`),
    ).toMatchObject({ status: 404, body: { code: "OPERATION_NOT_FOUND" } })
  })

  it("[LIFEREST-6] reads what permissions there are, of the hub and of what is enabled", async () => {
    const { body } = await answer("GET", `/tenants/${bistro().tenantId}/permissions?size=200`)
    const codes = body.items.map(({ code }: { code: string }) => code)
    expect(codes).toEqual(expect.arrayContaining(["core.plugins.manage", "kds.ticket.bump"]))
    const [first] = body.items
    expect(first).toEqual({
      code: "core.plugins.read",
      label: expect.any(String),
      plugin: "core",
    })
  })

  it("[LIFEREST-7] sees a plan before saying yes, and nothing changes by it", async () => {
    await changed("orders", "disable")
    await changed("orders", "uninstall")
    const { status, body } = await answer("POST", plugins("/orders/install"), {
      enable: true,
      dryRun: true,
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ plugin: "orders", kind: "install", others: [], migrations: [] })
    expect(body.steps.at(0)).toContain("orders")
    expect((await answer("GET", plugins("/orders"))).body).toMatchObject({ actual: "absent" })
    expect(await changed("orders", "install", { enable: true })).toMatchObject({
      status: "succeeded",
    })
  })

  it("[LIFEREST-8] leaves a trace of who changed what", async () => {
    const { body } = await answer(
      "GET",
      `/tenants/${bistro().tenantId}/audit?action=plugin.disabled&size=1`,
    )
    expect(body.items).toMatchObject([
      { action: "plugin.disabled", target: "plugin/orders", by: { kind: "user" } },
    ])
  })
})
