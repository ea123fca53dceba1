import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Operation, PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import type { Plan } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { type HubApi, hubApi } from "#test/support/hub-api.ts"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub([], {
  "heard-courier": join(import.meta.dirname, "..", "fixtures", "plugins", "courier"),
})

const ana = { username: "ana", password: "correct horse battery", fullName: "Ana Petit" }

const post = async (path: string, body: unknown) => {
  const answer = await fetch(`${hub.url()}/api${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  })
  return (await answer.json()) as Readonly<Record<string, string>>
}

/** A restaurant of the set-up, with orders and what they need, and its owner. */
const opened = async () => {
  const { tenantId = "" } = await post("/setup/bootstrap", {
    token: hub.setupToken(),
    tenant: { name: "Margaux", slug: "margaux", currency: "EUR", locale: "fr", timezone: "UTC" },
    admin: ana,
    plugins: ["orders"],
    seed: "none",
  })
  const { username, password } = ana
  const { accessToken = "" } = await post("/auth/login", { tenant: "margaux", username, password })
  return { tenantId, api: hubApi(hub.url(), async () => accessToken) }
}

const schemas = async (): Promise<ReadonlyArray<string>> => {
  const rows = await hub.database.connection()`
    select nspname from pg_namespace where nspname like 'plg\\_%' order by 1`
  return rows.map((row) => row["nspname"] as string)
}

const ended = async (api: HubApi, tenantId: string, kind: string, body: unknown) => {
  const asked = await api.send("POST", `/tenants/${tenantId}/plugins/courier/${kind}`, body)
  expect(asked, JSON.stringify(asked.body)).toMatchObject({ status: 202 })
  const { id } = asked.body as Operation
  const now = () => api.get<Operation>(`/tenants/${tenantId}/operations/${id}`)
  await expect.poll(async () => (await now()).status).toMatch(/succeeded|failed/)
  return now()
}

describe("a plugin that the first restaurant of a hub may have", () => {
  it("[DRY-5] shows what its tables cost before it is installed; removed, it can be had back", async () => {
    expect(await schemas()).toEqual([])
    const { tenantId, api } = await opened()
    const before = await schemas()
    expect(before).toContain("plg_orders")
    expect(before).not.toContain("plg_courier")
    const overview = () => api.get<PluginOverview>(`/tenants/${tenantId}/plugins/courier`)
    expect(await overview()).toMatchObject({ actual: "absent", problems: [], purgeAt: null })

    const { status, body } = await api.send(
      "POST",
      `/tenants/${tenantId}/plugins/courier/install`,
      { enable: true, dryRun: true },
    )
    expect(status).toBe(200)
    expect((body as Plan).migrations).toEqual([
      { name: "0001-init", tookMs: expect.any(Number), locks: [], rewrites: [] },
    ])
    expect(await schemas()).toEqual(before)
    expect(await overview()).toMatchObject({ actual: "absent" })

    expect(await ended(api, tenantId, "install", { enable: true })).toMatchObject({
      status: "succeeded",
    })
    expect(await schemas()).toEqual([...before, "plg_courier"].toSorted())
    expect(await overview()).toMatchObject({ actual: "enabled", health: "ok" })

    await ended(api, tenantId, "disable", {})
    const removed = await ended(api, tenantId, "uninstall", { data: "purge", confirm: "margaux" })
    expect(removed.log.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(
        /^0 rows were written to exports\/margaux-courier-\d{8}-\d{6}\.jsonl\.gz$/,
      ),
    )
    const inDays = (Date.parse((await overview()).purgeAt ?? "") - Date.now()) / 86_400_000
    expect(inDays).toBeGreaterThan(6.9)
    expect(inDays).toBeLessThanOrEqual(7)
    await ended(api, tenantId, "install", {})
    expect(await overview()).toMatchObject({ actual: "installed", purgeAt: null })
    const { items } = await api.get<{ items: ReadonlyArray<{ action: string }> }>(
      `/tenants/${tenantId}/audit?size=20`,
    )
    expect(items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["plugin.purge_planned", "plugin.purge_called_off"]),
    )
  })
})
