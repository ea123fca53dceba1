import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { afterAll, beforeAll, expect, it } from "vitest"
import type { Operation, PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import { type HubApi, hubApi, ownerToken } from "#test/support/hub-api.ts"
import { type HubProcess, startHub } from "#test/support/hub-process.ts"

let dataDir: string
let hub: HubProcess
let api: HubApi
let tenantId: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "heard-killed-"))
  hub = await startHub(dataDir)
  await hub.ready()
  api = hubApi(hub.url, ownerToken(hub.url, hub.tenant, hub.password))
  tenantId = (await api.get<{ readonly tenantId: string }>("/auth/me")).tenantId
})
afterAll(async () => {
  await hub.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const overAgain = async (id: string): Promise<Operation> => {
  for (const until = performance.now() + 20_000; ; await wait(50)) {
    const operation = await api.get<Operation>(`/tenants/${tenantId}/operations/${id}`)
    if (operation.finishedAt !== null || performance.now() > until) return operation
  }
}

// The devices' plugin takes the printers' along: twelve steps, a few milliseconds each.
const changes = [
  ["disable", { cascade: true, drainTimeoutMs: 100 }, "installed"],
  ["enable", {}, "enabled"],
  ["disable", { cascade: true, drainTimeoutMs: 100 }, "installed"],
  ["enable", {}, "enabled"],
] as const

it("[KILL-2] kill -9 of hub and database while a plugin is changed: the next start ends what was begun", async () => {
  for (const [n, [kind, body, actual]] of changes.entries()) {
    const { id } = await api.post<Operation>(`/tenants/${tenantId}/plugins/devices/${kind}`, body)
    await wait(n * 7)
    hub.killPostgres()
    hub.kill()
    await hub.ready()
    expect(await overAgain(id), kind).toMatchObject({ status: "succeeded", error: null })
    const devices = await api.get<PluginOverview>(`/tenants/${tenantId}/plugins/devices`)
    expect(devices).toMatchObject({ actual, desired: actual })
    const { status } = await api.send("GET", "/plugins/devices/devices")
    expect(status).toBe(actual === "enabled" ? 200 : 404)
  }
  const audit = await api.get<{ readonly total: number }>(
    `/tenants/${tenantId}/audit?action=plugin.disabled&size=1`,
  )
  // Twice the devices, once the printers: they stayed disabled.
  expect(audit.total).toBe(3)
}, 240_000)
