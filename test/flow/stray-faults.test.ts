import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import { type HubApi, hubApi, ownerToken } from "#test/support/hub-api.ts"
import { type HubProcess, startHub } from "#test/support/hub-process.ts"

let dataDir: string
let hub: HubProcess
let api: HubApi

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "heard-strays-"))
  const packages = join(dataDir, "plugins", "node_modules")
  await mkdir(packages, { recursive: true })
  await symlink(
    join(import.meta.dirname, "..", "fixtures", "plugins", "grenade"),
    join(packages, "heard-grenade"),
  )
  const config = join(dataDir, "config.toml")
  await writeFile(config, '[modules]\npackages = ["heard-grenade"]\n')
  hub = await startHub(dataDir, { CONFIG_FILE: config })
  await hub.ready()
  api = hubApi(hub.url, ownerToken(hub.url, hub.tenant, hub.password))
})
afterAll(async () => {
  await hub.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const grenade = (what: string) => api.send("POST", `/plugins/grenade/${what}`)
const said = () => readFile(join(dataDir, "hub.log"), "utf8")
const tenant = async () => (await api.get<{ readonly tenantId: string }>("/auth/me")).tenantId
const overview = async () => api.get<PluginOverview>(`/tenants/${await tenant()}/plugins/grenade`)

describe("what a plugin leaves behind and nobody waits for", () => {
  it("[GUARD-8] cuts the plugin off when a promise breaks, and the hub goes on", async () => {
    expect(await grenade("forgets")).toMatchObject({ status: 200 })
    await expect.poll(said).toContain("nor me")
    const tenantId = await tenant()
    for (const words of ["nobody awaits me", "nor me"]) {
      const line = (await said()).split("\n").find((one) => one.includes(words))
      expect(line).toContain("grenade")
      expect(line).toContain(tenantId)
    }
    expect(await grenade("forgets")).toMatchObject({ status: 200 })
    await expect
      .poll(async () => (await grenade("works")).body)
      .toMatchObject({ code: "PLUGIN_UNAVAILABLE" })
    expect(hub.surprises()).toEqual([])
    const metrics = await (await fetch(`${hub.url}/metrics`)).text()
    expect(metrics).toMatch(
      /heard_plugin_stray_faults_total\{[^}]*kind="rejection"[^}]*plugin="grenade"[^}]*\} 4/,
    )
  })

  it("[GUARD-9] ends the hub when a timer throws, with the plugin in quarantine when it is back", async () => {
    await hub.restart()
    await hub.ready()
    const before = hub.pid()
    expect(await grenade("ticks")).toMatchObject({ status: 200 })
    await expect.poll(hub.pid, { timeout: 10_000 }).not.toBe(before)
    await hub.ready()
    expect(hub.surprises()).toEqual(["the hub ended by itself (1)"])
    expect(await overview()).toMatchObject({
      actual: "quarantined",
      lastError: { detail: "thrown in a timer" },
    })
    expect(await said()).toContain("thrown in a timer")
  })
})
