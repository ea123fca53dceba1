import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { connectAsync, type MqttClient } from "mqtt"
import { v7 as uuid } from "uuid"
import { describe, expect, it, onTestFinished } from "vitest"
import { viewKinds } from "#core/hub/view-access.ts"
import type { PluginDefinition } from "#core/plugins/sdk.ts"
import { greeted, type RawClient, transports } from "#test/devices/socket/raw-client.ts"
import type { Page } from "#test/support/hub-api.ts"
import { printerShelf } from "#test/support/paper-tray.ts"
import { canary } from "./foreign-restaurant.ts"
import { twoRestaurants } from "./two-restaurants-hub.ts"

const { hub, foreign, foreignIn } = twoRestaurants()
const plugIn = printerShelf()
const [ours, theirs] = [() => hub.restaurant("bistro"), () => hub.restaurant(canary)]

/** Makes the other restaurant's floor, screens, printers and jar all change. */
const workThere = async (): Promise<void> => {
  const { api, products, tables } = theirs()
  const line = { productId: products[0]?.id, quantity: 1, note: canary }
  const order = { type: "dineIn", tableId: tables[0]?.id, note: canary, lines: [line] }
  await api.post("/plugins/orders/orders", order)
  await api.post("/plugins/catalog_product/categories", { name: canary })
  const client = await greeted("ws", hub.url(), await api.token())
  client.send({ t: "cmd", cid: uuid(), op: "tip_jar.give", args: { name: canary, cents: 1 } })
  await client.next("ack")
  client.close()
}

/** Views that plugins bring, of the project's and of those loaded here. */
const pluginViews = async (): Promise<ReadonlyArray<string>> => {
  const project = join(import.meta.dirname, "..", "..")
  const folders = [
    ...(await readdir(join(project, "plugins"), { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(project, "plugins", name)),
    join(project, "test", "fixtures", "plugins", "tip_jar"),
    join(project, "test", "fixtures", "plugins", "courier"),
  ]
  const views: Array<string> = []
  for (const folder of folders) {
    const { default: definition } = (await import(join(folder, "plugin.ts"))) as {
      readonly default: PluginDefinition
    }
    views.push(...definition.views.map(({ name }) => name))
  }
  return views
}

describe.each(transports)("on every view over %s", (transport) => {
  const connected = async (): Promise<RawClient> => {
    const client = await greeted(transport, hub.url(), await ours().api.token())
    onTestFinished(() => client.close())
    return client
  }
  const refusalOf = async (client: RawClient, view: string): Promise<string> => {
    client.send({ t: "subscribe", views: [{ view }] })
    return JSON.stringify(await client.next("nack"))
  }

  it("[APART-8] a foreign id is one that nobody has", async () => {
    const client = await connected()
    const views = await pluginViews()
    expect(views).toContain("tip_jar/jar")
    const names = [
      ...viewKinds.flatMap((kind) => [(id: string) => `${kind}/${id}`]),
      ...views.map((name) => (id: string) => `${name}/${id}`),
      (id: string) => id,
      (id: string) => `${id}/floor`,
      (id: string) => `${id}/tip_jar/jar`,
    ]
    for (const name of names) {
      const nobodys = uuid()
      const unknown = (await refusalOf(client, name(nobodys))).replaceAll(nobodys, "ID")
      expect(unknown, name("ID")).toContain('"code":"VIEW_UNKNOWN"')
      for (const id of [foreign().tenantId, ...foreign().someIds])
        expect((await refusalOf(client, name(id))).replaceAll(id, "ID"), name(id)).toBe(unknown)
    }
    expect(client.heard.filter(({ t }) => t === "snapshot" || t === "ev")).toEqual([])
  })

  it("[APART-9] not a byte arrives of what the other restaurant does meanwhile", async () => {
    const client = await connected()
    const views = [
      ...["floor", "menu", "devices", "board/main"],
      ...(await pluginViews()),
      ...ours().screens.map(({ id }) => `screen/${id}`),
      ...ours().printers.map(({ id }) => `printer/${id}`),
    ]
    client.send({ t: "subscribe", views: views.map((view) => ({ view })) })
    const shown = () =>
      new Set(client.heard.flatMap((frame) => (frame.t === "snapshot" ? [frame.view] : [])))
    await expect.poll(() => views.filter((view) => !shown().has(view))).toEqual([])
    await workThere()
    const mark = uuid()
    const { api, products } = ours()
    const line = { productId: products[0]?.id, quantity: 1 }
    await api.post("/plugins/orders/orders", { id: mark, type: "counter", lines: [line] })
    await expect.poll(() => JSON.stringify(client.heard)).toContain(mark)
    expect(foreignIn(JSON.stringify(client.heard))).toEqual([])
  })
})

describe("on every topic", () => {
  const device = async (
    slug: string,
  ): Promise<{ id: string; client: MqttClient; heard: string[] }> => {
    const { tenantId, printers } = hub.restaurant(slug)
    const id = printers[0]?.deviceId ?? ""
    const heard: string[] = []
    const client = await connectAsync(hub.mqttUrl(), {
      protocolVersion: 4,
      clientId: `${tenantId}.${id}`,
      username: `${tenantId}/${id}`,
      password: hub.deviceSecret(tenantId, id),
      reconnectPeriod: 0,
    })
    onTestFinished(() => client.endAsync(true))
    client.on("message", (topic, payload) => heard.push(`${topic} ${payload}`))
    return { id, client, heard }
  }

  it("[APART-10] nothing of the other restaurant is delivered, and nothing taken for it", async () => {
    const there = theirs()
    const mine = await device("bistro")
    const trays = await Promise.all(
      there.printers.map((printer) =>
        plugIn({
          mqttUrl: hub.mqttUrl(),
          tenantId: there.tenantId,
          secret: hub.deviceSecret(there.tenantId, printer.deviceId),
          printer,
        }),
      ),
    )
    const papers = () =>
      trays
        .flatMap((tray) => tray.papers())
        .join("\n")
        .toLowerCase()
    const other = there.printers[0]?.deviceId ?? ""
    const topics = [
      ...["#", "+", "+/#", "heard/#", "heard/v1/#", "heard/v1/+/#", "heard/v1/+/+/down/#"],
      ...[
        "$SYS/#",
        "$share/x/heard/#",
        `heard/v1/${there.tenantId}/#`,
        `heard/v1/${there.tenantId}/+/down/#`,
      ],
      ...["down/#", "down/job", "up/#", "up/state"].map(
        (leaf) => `heard/v1/${there.tenantId}/${other}/${leaf}`,
      ),
      ...[`heard/v1/${there.tenantId}/${mine.id}/down/#`, `heard/v1/${there.tenantId}/hub/state`],
    ]
    for (const topic of topics) {
      const granted = await mine.client.subscribeAsync(topic, { qos: 1 }).catch(() => undefined)
      expect(granted?.every(({ qos }) => qos >= 128) ?? true, topic).toBe(true)
    }
    await workThere()
    await expect.poll(papers, { timeout: 15_000 }).toContain(canary)
    expect(mine.heard).toEqual([])

    const leaves = ["up/state", "up/status", "up/ack", "up/result", "up/info", "down/job"]
    for (const leaf of leaves) {
      const liar = await device("bistro")
      const closed = new Promise<void>((resolve) => liar.client.once("close", () => resolve()))
      // Who speaks for another restaurant is hung up on.
      liar.client.publish(`heard/v1/${there.tenantId}/${other}/${leaf}`, '{"s":"forged"}', {
        qos: 1,
      })
      await closed
    }
    expect(papers()).not.toContain("forged")
    const { items } = await there.api.get<Page<object>>("/plugins/printer/jobs?size=200")
    expect(JSON.stringify(items)).not.toContain("forged")
  })

  it("[APART-11] a device of one restaurant does not sign in to the other, whatever it calls itself", async () => {
    const { tenantId, printers } = ours()
    const id = printers[0]?.deviceId ?? ""
    const there = theirs().tenantId
    const password = hub.deviceSecret(tenantId, id)
    for (const [username, clientId] of [
      [`${there}/${id}`, `${there}.${id}`],
      [`${there}/${theirs().printers[0]?.deviceId}`, `${there}.${theirs().printers[0]?.deviceId}`],
      [`${tenantId}/${id}`, `${there}.${id}`],
      [`${there}/${id}`, `${tenantId}.${id}`],
    ])
      await expect(
        connectAsync(hub.mqttUrl(), {
          protocolVersion: 4,
          username: username ?? "",
          clientId: clientId ?? "",
          password,
          reconnectPeriod: 0,
        }),
        username,
      ).rejects.toThrow()
  })
})
