import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { v7 as uuid } from "uuid"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type HubApi, hubApi, ownerToken } from "#test/support/hub-api.ts"
import { type HubProcess, startHub } from "#test/support/hub-process.ts"
import { openRestaurant } from "#test/support/open-restaurant.ts"

let dataDir: string
let hub: HubProcess
let api: HubApi
let productId: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "heard-events-"))
  const packages = join(dataDir, "plugins", "node_modules")
  await mkdir(packages, { recursive: true })
  await symlink(
    join(import.meta.dirname, "..", "fixtures", "plugins", "courier"),
    join(packages, "heard-courier"),
  )
  const config = join(dataDir, "config.toml")
  await writeFile(config, '[modules]\npackages = ["heard-courier"]\n')
  hub = await startHub(dataDir, { CONFIG_FILE: config, COURIER_TIME_MS: "20000" })
  await hub.ready()
  api = hubApi(hub.url, ownerToken(hub.url, hub.tenant, hub.password))
  productId = (await openRestaurant(hub.tenant, api)).productId("OS MOELLE")
})
afterAll(async () => {
  await hub.stop()
  await rm(dataDir, { recursive: true, force: true })
})

/** Asks until it is answered, under the same id: the hub may be gone meanwhile. */
const place = async (id: string): Promise<void> => {
  const order = { id, type: "takeaway", lines: [{ productId, quantity: 1 }], send: true }
  for (const until = performance.now() + 60_000; performance.now() < until; await wait(100)) {
    const answer = await api.send("POST", "/plugins/orders/orders", order).catch(() => undefined)
    if (answer?.status === 201) return
  }
  throw new Error(`${id} was never heard`)
}

const trips = async (): Promise<ReadonlyArray<{ orderId: string; told: boolean }>> => {
  const answer = await api.send("GET", "/plugins/courier/trips").catch(() => undefined)
  return answer?.status === 200 ? (answer.body as { items: [] }).items : []
}

it("[BUS-13] kill -9 of hub and database while events are handled: each order has one trip in the end", async () => {
  const ids = Array.from({ length: 45 }, () => uuid())
  for (const round of [0, 1, 2]) {
    const placed = ids.slice(round * 15, round * 15 + 15).map(place)
    await wait(60 + round * 40)
    hub.kill()
    if (round === 1) hub.killPostgres()
    await Promise.all(placed)
  }
  await expect
    .poll(
      async () => {
        const all = await trips()
        return all.length >= ids.length && all.every(({ told }) => told)
      },
      { timeout: 60_000, interval: 200 },
    )
    .toBe(true)
  const booked = (await trips()).map(({ orderId }) => orderId)
  expect(booked.toSorted()).toEqual(ids.toSorted())
}, 240_000)
