import { join } from "node:path"
import { v7 as uuid } from "uuid"
import { afterAll, expect, it } from "vitest"
import { greeted } from "#test/devices/socket/raw-client.ts"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub(["bistro", "rival"], {
  "heard-pavement": join(import.meta.dirname, "..", "fixtures", "plugins", "pavement"),
})

const clients: Array<Awaited<ReturnType<typeof greeted>>> = []
afterAll(() => {
  for (const client of clients) client.close()
})

const watching = async (slug: string) => {
  const token = await hub.restaurant(slug).api.token()
  const client = await greeted("ws", hub.url(), token, [{ view: "floor" }])
  clients.push(client)
  return client
}

it("[SETUP-5] what a plugin's command changed in the picture reaches every screen of that restaurant, and no other", async () => {
  const [ours, theirs] = [await watching("bistro"), await watching("rival")]
  const id = uuid()
  ours.send({ t: "cmd", cid: uuid(), op: "pavement.open", args: { id, name: "Trottoir" } })
  expect(await ours.next("ack")).toMatchObject({ result: { id } })
  await expect.poll(() => JSON.stringify(ours.heard)).toContain("Trottoir")
  const token = await hub.restaurant("rival").api.token()
  const fresh = await greeted("ws", hub.url(), token, [{ view: "floor" }])
  clients.push(fresh)
  expect(JSON.stringify([...theirs.heard, await fresh.next("snapshot")])).not.toContain("Trottoir")
})
