import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Exit, Scope } from "effect"
import { afterAll, expect, it } from "vitest"
import { keepIdentity } from "#devices/agent/device-claim.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { devicesAt, devicesPath } from "./paired-devices.ts"

const hub = runningHub()
const { deed, fleet, paired, refused } = devicesAt(hub)
const scope = Scope.makeUnsafe()
const folder = mkdtempSync(join(tmpdir(), "heard-handed-"))
afterAll(async () => {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  rmSync(folder, { recursive: true, force: true })
})

const rotations = 4
const jobsEach = 8

it("[CRED-13] an agent is handed new secrets while it prints: no job is lost, none comes twice", async () => {
  const { api, printers } = hub.restaurant()
  const printer = printers[0]
  const agent = await paired("printerAgent", { name: "Rotated", printerId: printer?.id })
  const { deviceId, tenantId, mqtt = { url: "", username: "", password: "" } } = agent
  const identity = { deviceId, tenantId, mqtt }
  const kept = () =>
    (JSON.parse(readFileSync(join(folder, "device.json"), "utf8")) as typeof identity).mqtt.password
  await Effect.runPromise(keepIdentity(folder, identity))
  const box = await Effect.runPromise(
    startBox("Rotated", {
      ...{ url: hub.mqttUrl(), tenantId, deviceId, secret: mqtt.password, columns: 48 },
      directory: folder,
      keepSecret: (password) => keepIdentity(folder, { ...identity, mqtt: { ...mqtt, password } }),
    }).pipe(Scope.provide(scope)),
  )
  await Effect.runPromise(box.apply({ bytesPerSecond: 20_000 }))
  await expect.poll(async () => (await fleet(deviceId)).present, { timeout: 15_000 }).toBe(true)

  const jobs: Array<string> = []
  const print = async () => {
    for (let n = 0; n < jobsEach; n += 1) {
      const { id } = await api.post<{ id: string }>(
        `/plugins/printer/printers/${printer?.id}/test`,
        {},
      )
      jobs.push(id)
    }
  }
  for (let n = 0; n < rotations; n += 1) {
    const before = kept()
    const printing = print()
    await expect
      .poll(async () => (await fleet(deviceId)).present, { timeout: 15_000, interval: 20 })
      .toBe(true)
    const told = await deed(deviceId, "rotate")
    expect(told).toEqual({ deviceId, handedOver: true })
    expect(kept()).not.toBe(before)
    expect(statSync(join(folder, "device.json")).mode & 0o777).toBe(0o600)
    await refused({ ...agent, mqtt: { ...mqtt, password: before } })
    await printing
  }

  const states = async () => {
    const all = await Promise.all(
      jobs.map((id) => api.get<{ state: string }>(`/plugins/printer/jobs/${id}`)),
    )
    return all.map(({ state }) => state)
  }
  await expect.poll(states, { timeout: 30_000, interval: 200 }).toEqual(jobs.map(() => "printed"))
  const papers = box.machine.papers().map(({ job }) => job)
  expect(papers.toSorted()).toEqual(jobs.toSorted())
  expect(await api.get(`${devicesPath}/devices/${deviceId}`)).toMatchObject({ present: true })
})
