import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { hubApi, ownerToken } from "#test/support/hub-api.ts"
import { type HubProcess, startHub } from "#test/support/hub-process.ts"

let dataDir: string
let hub: HubProcess

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "heard-pairing-limits-"))
  hub = await startHub(dataDir)
  await hub.ready()
}, 60_000)
afterAll(async () => {
  await hub.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const ask = async (path: string, body: object) => {
  const answer = await fetch(`${hub.url}/api${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  })
  const { code, userCode } = (await answer.json()) as Record<string, string>
  return { status: answer.status, code, userCode, wait: Number(answer.headers.get("retry-after")) }
}

it("[PAIR-5] the eleventh code that one address waits for is 429, and the others go on", async () => {
  const codes: Array<string | undefined> = []
  for (let n = 0; n < 10; n += 1) {
    const { status, userCode } = await ask("/devices/pair", { kind: "kds" })
    expect(status).toBe(200)
    codes.push(userCode)
  }
  const refused = { status: 429, code: "PAIRING_TOO_MANY" }
  expect(await ask("/devices/pair", { kind: "kds" })).toMatchObject(refused)
  const api = hubApi(hub.url, ownerToken(hub.url, hub.tenant, hub.password))
  await api.post(`/plugins/devices/pairings/${codes[0]}/approve`, { name: "One of ten" })
})

it("[PAIR-4] ten wrong codes lock the address for whatever it says next, and it is told how long", async () => {
  for (let n = 0; n < 10; n += 1)
    expect(await ask("/devices/claim", { claim: "BBBB-BBBB" })).toMatchObject({
      ...{ status: 410, code: "PAIRING_EXPIRED" },
    })
  const locked = await ask("/devices/claim", { claim: "CCCC-CCCC" })
  expect(locked).toMatchObject({ status: 429, code: "PAIRING_LOCKED" })
  expect(locked.wait).toBeGreaterThan(0)
  const api = hubApi(hub.url, ownerToken(hub.url, hub.tenant, hub.password))
  expect(await api.send("GET", "/plugins/devices/pairings/DDDD-DDDD")).toMatchObject({
    ...{ status: 429, body: { code: "PAIRING_LOCKED" } },
  })
})
