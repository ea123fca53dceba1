import { join } from "node:path"
import { v7 as uuid } from "uuid"
import { afterEach, describe, expect, it } from "vitest"
import type { ScheduledJob } from "#core/plugins/jobs/scheduled-jobs.ts"
import type { Operation } from "#core/plugins/lifecycle/operation.ts"
import { greeted, type RawClient, transports } from "#test/devices/socket/raw-client.ts"
import type { Page } from "#test/support/hub-api.ts"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub(["bistro", "rival"], {
  "heard-tip-jar": join(import.meta.dirname, "..", "fixtures", "plugins", "tip_jar"),
})

const clients: RawClient[] = []
afterEach(() => {
  for (const client of clients.splice(0)) client.close()
})

const changed = async (plugin: string, kind: "enable" | "disable", slug = "bistro") => {
  const { api, tenantId } = hub.restaurant(slug)
  const { id } = await api.post<{ id: string }>(
    `/tenants/${tenantId}/plugins/${plugin}/${kind}`,
    {},
  )
  await expect
    .poll(async () => (await api.get<Operation>(`/tenants/${tenantId}/operations/${id}`)).status)
    .toBe("succeeded")
}

describe.each(transports)("what a plugin brings, over %s", (transport) => {
  const watching = async (slug: string, ...views: ReadonlyArray<string>) => {
    const client = await greeted(
      transport,
      hub.url(),
      await hub.restaurant(slug).api.token(),
      views.map((view) => ({ view })),
    )
    clients.push(client)
    return client
  }
  const give = (client: RawClient, args: unknown, cid = uuid()) => {
    client.send({ t: "cmd", cid, op: "tip_jar.give", args })
    return cid
  }
  const jarOf = (client: RawClient) => {
    const items = new Map<string, unknown>()
    for (const frame of client.heard)
      if (frame.t === "snapshot") for (const { id, v } of frame.items) items.set(id, v)
      else if (frame.t === "ev") items.set(frame.id, frame.v)
    return items
  }

  it("[PARTS-1] is a command: answered, repeated by its cid, refused by its own code", async () => {
    const name = `ana ${transport}`
    const client = await watching("bistro")
    const cid = give(client, { name, cents: 200 })
    expect(await client.next("ack")).toEqual({ t: "ack", cid, result: { cents: 200 } })
    give(client, { name, cents: 200 }, cid)
    expect(await client.next("ack")).toEqual({ t: "ack", cid, result: { cents: 200 } })
    give(client, { name, cents: 0 })
    expect(await client.next("nack")).toMatchObject({ code: "TIP_TOO_SMALL" })
    give(client, { name: 1, tip: true })
    expect(await client.next("nack")).toMatchObject({
      code: "VALIDATION_FAILED",
      meta: { issues: expect.arrayContaining([{ path: "tip", message: "Unknown field" }]) },
    })
  })

  it("[CMD-1] is not to be had through the orders' commands over REST", async () => {
    const body = { cid: uuid(), op: "tip_jar.give", args: { name: "rest", cents: 1 } }
    expect(
      await hub.restaurant().api.send("POST", `/plugins/orders/orders/${uuid()}/commands`, body),
    ).toMatchObject({ status: 422, body: { code: "VALIDATION_FAILED" } })
  })

  it("[PARTS-2] is a view: everybody of the restaurant sees the change, nobody else", async () => {
    const name = `ben ${transport}`
    const [giver, ours, theirs] = await Promise.all([
      watching("bistro"),
      watching("bistro", "tip_jar/jar"),
      watching("rival", "tip_jar/jar"),
    ])
    await ours.next("snapshot")
    await theirs.next("snapshot")
    give(giver, { name, cents: 150 })
    await giver.next("ack")
    await expect.poll(() => jarOf(ours).get(name)).toEqual({ cents: 150 })
    expect(jarOf(theirs).has(name)).toBe(false)
  })

  it("[PARTS-3] ends within a second when it is disabled, and is there again when enabled", async () => {
    const client = await watching("bistro", "tip_jar/jar", "floor")
    const rival = await watching("rival", "tip_jar/jar")
    await expect.poll(() => client.heard.filter(({ t }) => t === "snapshot")).toHaveLength(2)
    await changed("tip_jar", "disable")
    expect(await client.next("nack")).toMatchObject({
      code: "PLUGIN_NOT_ENABLED",
      meta: { plugin: "tip_jar", view: "tip_jar/jar" },
    })
    give(client, { name: "nobody", cents: 1 })
    expect(await client.next("nack")).toMatchObject({ code: "PLUGIN_NOT_ENABLED" })
    give(rival, { name: "rival", cents: 1 })
    await rival.next("ack")
    await changed("tip_jar", "enable")
    const before = client.heard.length
    client.send({ t: "hello", proto: 1, views: [{ view: "tip_jar/jar" }] })
    await expect
      .poll(() => client.heard.slice(before).find(({ t }) => t === "snapshot"))
      .toMatchObject({ view: "tip_jar/jar" })
  })

  it("[OFF-4] ends the hub's own views of a plugin that is disabled, and no others", async () => {
    const { items } = await hub
      .restaurant()
      .api.get<Page<{ readonly id: string }>>("/plugins/printer/printers")
    const view = `printer/${items[0]?.id}`
    const client = await watching("bistro", view, "menu")
    await expect.poll(() => client.heard.filter(({ t }) => t === "snapshot")).toHaveLength(2)
    await changed("printer", "disable")
    expect(await client.next("nack")).toMatchObject({
      code: "PLUGIN_NOT_ENABLED",
      meta: { plugin: "printer", view },
    })
    await changed("printer", "enable")
    const before = client.heard.length
    client.send({ t: "subscribe", views: [{ view }] })
    await expect
      .poll(() => client.heard.slice(before).find(({ t }) => t === "snapshot"))
      .toMatchObject({ view })
  })
})

describe("a plugin's jobs", () => {
  it("[PARTS-4] run by the clock, and say how they went", async () => {
    const { api, tenantId } = hub.restaurant()
    const jobs = async () => (await api.get<Page<ScheduledJob>>(`/tenants/${tenantId}/jobs`)).items
    await expect
      .poll(async () => (await jobs()).find(({ id }) => id === "tip_jar.broken")?.failures ?? 0, {
        timeout: 15_000,
      })
      .toBeGreaterThan(1)
    const [broken, tick] = (await jobs()).filter(({ plugin }) => plugin === "tip_jar")
    expect(broken).toMatchObject({ id: "tip_jar.broken", lastError: "NO_LUCK: Not today" })
    expect(tick).toMatchObject({ id: "tip_jar.tick", failures: 0, lastError: null })
    expect(tick?.runs).toBeGreaterThan(0)
    const rival = hub.restaurant("rival").tenantId
    expect(await api.send("GET", `/tenants/${rival}/jobs`)).toMatchObject({
      status: 404,
      body: { code: "TENANT_NOT_FOUND" },
    })
  })
})
