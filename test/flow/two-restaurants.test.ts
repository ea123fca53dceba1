import { connectAsync } from "mqtt"
import { v7 as uuid } from "uuid"
import { beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { connectHub } from "#core/client/hub-client.ts"
import type { HubRefusal } from "#core/client/hub-refusal.ts"
import { orderArgs } from "#core/kitchen/order-command.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import type { OpenRestaurant } from "#test/support/open-restaurant.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { staff } from "#test/support/staff.ts"

const hub = runningHub(["margaux", "rival"])
const { connect } = staff()

/** It stands in everything that the first restaurant writes; no byte of it may reach the second. */
const canary = "CANARY-7f3a"
const foreign: Array<string> = []
let theirs: OrderView

const settle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const order = ({ productId, tables }: OpenRestaurant, n: number, note = canary) => ({
  id: uuid(),
  type: "dineIn",
  tableId: tables[n]?.id,
  note,
  lines: [{ productId: productId("OS MOELLE"), quantity: 1, note }],
})

/** While it does not print, nothing happens there by itself: no job grows too old under a long test. */
const letPrint = async ({ api, printers }: OpenRestaurant, enabled: boolean) => {
  for (const { id } of printers)
    await api.send("PATCH", `/plugins/printer/printers/${id}`, { enabled })
}

beforeAll(async () => {
  const margaux = hub.restaurant("margaux")
  const { api } = margaux
  const [product, table, printer, screen] = [
    margaux.products[0],
    margaux.tables[0],
    margaux.printers[0],
    margaux.screens[0],
  ]
  const category = await api.post<{ id: string }>("/plugins/catalog_product/categories", {
    name: canary,
  })
  await letPrint(margaux, false)
  theirs = await api.post<OrderView>("/plugins/orders/orders", order(margaux, 0))
  foreign.push(theirs.id, theirs.lines[0]?.lineId ?? "", theirs.tickets[0]?.ticketId ?? "")
  for (const thing of [product, table, printer, screen, category]) foreign.push(thing?.id ?? "")
  foreign.push(printer?.deviceId ?? "", margaux.tenantId)
})

interface Operation {
  readonly method: string
  readonly path: string
}

const operations = async (): Promise<ReadonlyArray<Operation>> => {
  const document = await hub
    .restaurant("rival")
    .api.get<{ readonly paths: Record<string, Record<string, unknown>> }>("/openapi.json")
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter(() => path.startsWith("/api/") && !path.includes("/auth/"))
      .map((method) => ({ method: method.toUpperCase(), path: path.slice("/api".length) })),
  )
}

describe("two restaurants in one hub", () => {
  it("[FLOW-8] no list shows a byte of the other", async () => {
    const { api } = hub.restaurant("rival")
    const lists = (await operations()).filter(
      ({ method, path }) => method === "GET" && !path.includes("{"),
    )
    expect(lists.length).toBeGreaterThan(8)
    for (const { path } of lists) {
      const response = await fetch(`${hub.url()}/api${path}`, {
        headers: { authorization: `Bearer ${await api.token()}` },
      })
      const text = await response.text()
      expect(text, path).not.toContain(canary)
      for (const id of foreign) expect(text, path).not.toContain(id)
    }
  })

  it("[FLOW-9] on every route a foreign id is answered as an unknown one, and changes nothing", async () => {
    const { api } = hub.restaurant("rival")
    const { tenantId } = hub.restaurant("margaux")
    const before = await hub.head(tenantId)
    const named = (await operations()).filter(({ path }) => path.includes("{"))
    expect(named.length).toBeGreaterThan(20)
    for (const { method, path } of named) {
      const ask = async (id: string) => {
        const body = bodyFor(method, path)
        const answer = await api.send(method, path.replace(/\{\w+\}/g, id), body)
        expect(answer.status, `${method} ${path}`).toBeGreaterThanOrEqual(400)
        expect(answer.status, `${method} ${path}`).toBeLessThan(500)
        return JSON.stringify(answer).replaceAll(id, "ID")
      }
      const unknown = await ask(uuid())
      for (const id of foreign) expect(await ask(id), `${method} ${path}`).toBe(unknown)
    }
    expect(await hub.head(tenantId)).toBe(before)
  })

  it("[FLOW-10] on every command a foreign order, ticket, line, table or dish is an unknown one", async () => {
    const waiter = connect(hub.signIn("rival"), "handheld", "waiter")
    const cook = connect(hub.signIn("rival"), "kds", "cook")
    const { tenantId } = hub.restaurant("margaux")
    const before = await hub.head(tenantId)
    const own = await hub
      .restaurant("rival")
      .api.post<OrderView>("/plugins/orders/orders", order(hub.restaurant("rival"), 0, "ours"))
    const lineId = own.lines[0]?.lineId ?? ""
    const refusal = async (op: string, args: object, id: string) => {
      const answers = [waiter, cook].map((device) =>
        device.command(op, args).then(
          () => "heard",
          ({ code, detail, meta }: HubRefusal) => JSON.stringify({ code, detail, meta }),
        ),
      )
      return (await Promise.all(answers)).map((text) => text.replaceAll(id, "ID"))
    }
    const shapes = [
      (id: string) => ({ orderId: id, ticketId: own.tickets[0]?.ticketId, lineIds: [lineId] }),
      (id: string) => ({ ticketId: id }),
      (id: string) => ({ orderId: own.id, ticketId: id }),
      (id: string) => ({ orderId: own.id, lineIds: [id] }),
      (id: string) => ({ orderId: own.id, lineId: id, quantity: 1 }),
      (id: string) => ({ orderId: own.id, lines: [{ productId: id, quantity: 1 }] }),
      (id: string) => ({ orderId: id }),
      (id: string) => ({ orderId: id, course: 1 }),
      (id: string) => ({ type: "counter", tableId: id, lines: [] }),
      (id: string) => ({ type: "counter", lines: [{ productId: id, quantity: 1 }] }),
      (id: string) => ({ jobId: id }),
      (id: string) => ({ printerId: id }),
    ]
    const ops = [...Object.keys(orderArgs), "placeOrder", "testPage", "cancelJob", "reprintJob"]
    for (const op of ops)
      for (const shape of shapes) {
        const unknownId = uuid()
        const unknown = await refusal(op, shape(unknownId), unknownId)
        expect(unknown, op).not.toContain("heard")
        for (const id of [foreign[0] ?? "", foreign[1] ?? "", foreign[2] ?? "", foreign[3] ?? ""])
          expect(await refusal(op, shape(id), id), `${op} ${JSON.stringify(shape(id))}`).toEqual(
            unknown,
          )
      }
    expect(await hub.head(tenantId)).toBe(before)
  })

  it("[FLOW-11] no view and no topic carries a byte of the other", async () => {
    const rival = hub.restaurant("rival")
    const margaux = hub.restaurant("margaux")
    await letPrint(margaux, true)
    const heard: Array<string> = []
    // The owner: nobody may watch more.
    const spy = connectHub({ url: hub.url(), token: rival.api.token })
    onTestFinished(() => spy.close())
    const own = [
      ...["floor", "menu", "devices"],
      ...rival.screens.flatMap(({ id }) => [`screen/${id}`, `board/${id}`]),
      ...rival.printers.map(({ id }) => `printer/${id}`),
    ]
    const others = foreign.flatMap((id) => [
      ...["screen", "board", "order", "printer"].map((kind) => `${kind}/${id}`),
      `${margaux.tenantId}/${id}`,
    ])
    const problems = new Map<string, string>()
    for (const view of own)
      spy.watch(view, ({ items }) => heard.push(JSON.stringify([...items.values()])))
    for (const view of others.slice(0, 40))
      spy.watch(view, ({ items, problem }) => {
        heard.push(JSON.stringify([...items.values()]))
        if (problem !== undefined) problems.set(view, problem.code)
      })
    const [printer] = rival.printers
    const device = printer?.deviceId ?? ""
    const mqtt = await connectAsync(hub.mqttUrl(), {
      protocolVersion: 4,
      clientId: `${rival.tenantId}.${device}`,
      username: `${rival.tenantId}/${device}`,
      password: hub.deviceSecret(rival.tenantId, device),
      reconnectPeriod: 0,
    })
    mqtt.on("message", (topic, payload) => heard.push(`${topic} ${payload}`))
    const filters = ["#", "+/#", "heard/#", `heard/v1/${margaux.tenantId}/#`, "heard/v1/+/+/down/#"]
    for (const filter of [...filters, `heard/v1/${rival.tenantId}/${device}/down/#`])
      await mqtt.subscribeAsync(filter, { qos: 1 }).catch(() => undefined)

    for (let n = 1; n <= 5; n += 1)
      await margaux.api.post("/plugins/orders/orders", order(margaux, n))
    const last = await rival.api.post<OrderView>("/plugins/orders/orders", order(rival, 1, "ours"))
    await expect
      .poll(() => heard.some((text) => text.includes(last.id)), { timeout: 15_000 })
      .toBe(true)
    await settle(300)
    await mqtt.endAsync(true)
    for (const text of heard) expect(text).not.toContain(canary)
    expect(new Set(problems.values())).toEqual(new Set(["VIEW_UNKNOWN"]))
    expect(problems.size).toBe(40)
  })
})

/** A body that is right in itself, so that only the id can be wrong. */
const bodyFor = (method: string, path: string): unknown => {
  if (path.endsWith("/commands")) return { cid: uuid(), op: "rush", args: {} }
  return method === "GET" || method === "DELETE" ? undefined : {}
}
