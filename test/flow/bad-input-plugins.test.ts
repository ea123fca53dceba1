import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Operation, PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import { badPluginFolders } from "#test/support/bad-plugin-folders.ts"
import { type ApiAnswer, hubApi, type Page } from "#test/support/hub-api.ts"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub(["bistro", "rival"], {
  ...badPluginFolders(),
  "heard-grenade": join(import.meta.dirname, "..", "fixtures", "plugins", "grenade"),
})

const send = (method: string, path: string, body?: unknown): Promise<ApiAnswer> =>
  hub.restaurant("bistro").api.send(method, path, body)
const change = (plugin: string, kind: string, body: unknown = {}): Promise<ApiAnswer> =>
  send("POST", `/tenants/${hub.restaurant("bistro").tenantId}/plugins/${plugin}/${kind}`, body)
const grenade = (what: string) => send("POST", `/plugins/grenade/${what}`)
const refusal = (status: number, code: string) => ({ status, body: { code } })

/** Somebody who administers the whole hub; the owners of these restaurants do not. */
const administrator = async () => {
  const person = { username: "rita", password: "correct horse battery staple" }
  const { id } = await hub.restaurant("bistro").api.post<{ id: string }>("/plugins/users/users", {
    ...person,
    fullName: "Rita",
    role: "owner",
  })
  await hub.database
    .connection()
    .unsafe("update core.account set instance_admin = true where id = $1", [id])
  const { body } = await send("POST", "/auth/login", { tenant: "bistro", ...person })
  return hubApi(hub.url(), async () => (body as { readonly accessToken: string }).accessToken)
}

/** To its end, whichever. */
const ended = async (asked: ApiAnswer): Promise<Operation> => {
  expect(asked, JSON.stringify(asked.body)).toMatchObject({ status: 202 })
  const { tenantId, api } = hub.restaurant("bistro")
  const { id } = asked.body as Operation
  const now = () => api.get<Operation>(`/tenants/${tenantId}/operations/${id}`)
  await expect
    .poll(async () => (await now()).status, { timeout: 10_000 })
    .toMatch(/succeeded|failed|cancelled/)
  return now()
}

/** Orders of the other restaurant, one after the other through all that happens here. */
const service = { heard: 0, lost: [] as Array<string>, slowestMs: 0, over: false }
let waiter: Promise<void>

beforeAll(() => {
  const { api, products } = hub.restaurant("rival")
  const order = { type: "counter", lines: [{ productId: products[0]?.id, quantity: 1 }] }
  waiter = (async () => {
    while (!service.over) {
      const began = performance.now()
      const { status, body } = await api.send("POST", "/plugins/orders/orders", order)
      service.slowestMs = Math.max(service.slowestMs, performance.now() - began)
      if (status === 201) service.heard += 1
      else service.lost.push(`${status} ${JSON.stringify(body)}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  })()
})
afterAll(async () => {
  service.over = true
  await waiter
})

describe("plugins that are wrong in every way", () => {
  it("[BADPLUG-1] keep no hub from serving, and are all listed with what is wrong", async () => {
    expect(await send("GET", "/system/plugins")).toMatchObject(refusal(403, "AUTH_FORBIDDEN"))
    const api = await administrator()
    const { items } =
      await api.get<Page<Pick<PluginOverview, "key" | "problems">>>("/system/plugins")
    const problems = Object.fromEntries(
      items
        .filter((one) => one.problems.length > 0)
        .map((one) => [one.key, one.problems.map(({ code }) => code)]),
    )
    expect(problems).toEqual({
      "heard-torn": ["MANIFEST_UNREADABLE"],
      "heard-twin": ["KEY_DUPLICATE"],
      throws: ["ENTRY_INVALID"],
      circle_a: ["DEPENDENCY_CYCLE"],
      circle_b: ["DEPENDENCY_CYCLE"],
      lonely: ["DEPENDENCY_MISSING"],
      picky: ["DEPENDENCY_VERSION"],
      cracked: ["MIGRATION_FAILED"],
    })
    expect(JSON.stringify(items)).not.toMatch(/node_modules|\/tmp\/|at .*:\d+:\d+/)
  })

  it.each([
    ["throws", "PLUGIN_NOT_LOADED"],
    ["circle_a", "DEPENDENCY_CYCLE"],
    ["lonely", "DEPENDENCY_MISSING"],
    ["picky", "DEPENDENCY_VERSION"],
    ["cracked", "PLUGIN_NOT_LOADED"],
  ])(
    "[BADPLUG-2] are not installed: %s is answered %s, asked for a plan as well",
    async (key, code) => {
      for (const body of [{}, { enable: true, withRequirements: true }, { dryRun: true }])
        expect(await change(key, "install", body), JSON.stringify(body)).toMatchObject(
          refusal(409, code),
        )
    },
  )

  it("[BADPLUG-3] that throw are cut off where they throw, and nowhere else", async () => {
    expect(await grenade("works")).toMatchObject({ status: 200 })
    for (let n = 1; n <= 3; n += 1) {
      const answer = await grenade("throws")
      expect(answer).toMatchObject(refusal(500, "PLUGIN_ERROR"))
      expect(JSON.stringify(answer.body)).not.toContain("pin")
    }
    expect(await grenade("works")).toMatchObject(refusal(503, "PLUGIN_UNAVAILABLE"))
    const rival = hub.restaurant("rival").api
    expect(await rival.send("POST", "/plugins/grenade/works")).toMatchObject({ status: 200 })
    expect(await ended(await change("grenade", "disable"))).toMatchObject({ status: "succeeded" })
    expect(await ended(await change("grenade", "enable"))).toMatchObject({ status: "succeeded" })
    expect(await grenade("works")).toMatchObject({ status: 200 })
  })

  it("[BADPLUG-4] that hang are given up in time", async () => {
    const began = performance.now()
    expect(await grenade("hangs")).toMatchObject(refusal(504, "PLUGIN_TIMEOUT"))
    expect(performance.now() - began).toBeLessThan(3_000)
    expect(await grenade("works")).toMatchObject({ status: 200 })
  })

  it("[BADPLUG-5] that fail half way through a migration leave nothing half, and go on when mended", async () => {
    const { tenantId } = hub.restaurant("bistro")
    const database = hub.database.connection()
    const burnt = async () =>
      (
        await database.unsafe(`select burnt from plg_half_way.fuse where tenant_id = $1`, [
          tenantId,
        ])
      )[0]
    await ended(await change("half_way", "disable"))
    await ended(await change("half_way", "uninstall"))
    // As if it had never been here: what ran on its rows is to run again.
    await database.unsafe("delete from core.tenant_migration where plugin_key = 'half_way'")
    await database.unsafe("delete from plg_half_way.fuse where tenant_id = $1", [tenantId])
    await database.unsafe("insert into plg_half_way.fuse (tenant_id, armed) values ($1, 1)", [
      tenantId,
    ])
    const failed = await ended(await change("half_way", "install", { enable: true }))
    expect(failed).toMatchObject({ status: "failed", error: { code: "MIGRATION_FAILED" } })
    expect(await burnt()).toEqual({ burnt: 1 })
    expect(await send("GET", `/tenants/${tenantId}/plugins/half_way`)).toMatchObject({
      body: { actual: "absent" },
    })
    await database.unsafe("update plg_half_way.fuse set armed = 0 where tenant_id = $1", [tenantId])
    expect(await ended(await change("half_way", "retry"))).toMatchObject({ status: "succeeded" })
    expect(await burnt()).toEqual({ burnt: 111 })
  })

  it("[BADPLUG-6] are changed one at a time, and never backwards", async () => {
    expect(await change("grenade", "upgrade", { to: "0.9.0" })).toMatchObject(
      refusal(409, "DOWNGRADE_REFUSED"),
    )
    const hanging = grenade("hangs")
    const first = await change("grenade", "disable", { drainTimeoutMs: 2_000 })
    const second = await change("half_way", "disable")
    expect(second).toMatchObject(refusal(409, "PLUGIN_OPERATION_IN_PROGRESS"))
    expect(await ended(first)).toMatchObject({ status: "succeeded" })
    await hanging
    expect(await ended(await change("half_way", "disable"))).toMatchObject({ status: "succeeded" })
  })

  it("[BADPLUG-7] cost the other restaurant not one order", async () => {
    const before = service.heard
    await expect.poll(() => service.heard).toBeGreaterThan(before)
    expect(service.lost).toEqual([])
    expect(service.heard).toBeGreaterThan(50)
    expect(service.slowestMs).toBeLessThan(3_000)
  })
})
