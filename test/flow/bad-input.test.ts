import { connect as openSocket } from "node:net"
import fc from "fast-check"
import { connectAsync } from "mqtt"
import { v7 as uuid } from "uuid"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { orderArgs } from "#core/kitchen/order-command.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { greeted, transports } from "#test/devices/socket/raw-client.ts"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub()
const orders = "/plugins/orders/orders"
const ops = [...Object.keys(orderArgs), "placeOrder", "testPage", "cancelJob", "retryJob"]
let before = 0
let standing: OrderView

/** A dish that can be ordered, so that only what a case says is wrong. */
const line = (more: object = {}) => ({
  productId: hub.restaurant().productId("EXPRESSO"),
  quantity: 1,
  ...more,
})
/** Not sent to the kitchen: its paper would be stored while we look whether anything was. */
const body = (more: object = {}) => ({
  id: uuid(),
  type: "counter",
  lines: [line()],
  send: false,
  ...more,
})

beforeEach(async () => {
  const { api, tenantId } = hub.restaurant()
  standing = await api.post<OrderView>(orders, body())
  before = await hub.head(tenantId)
})

afterEach(async () => {
  const { api, tenantId } = hub.restaurant()
  expect(await hub.head(tenantId)).toBe(before)
  // It still takes an order.
  expect((await api.send("POST", orders, body())).status).toBe(201)
})

const wrongLines = (): ReadonlyArray<[string, object]> => [
  ["a negative quantity", { quantity: -1 }],
  ["no quantity", { quantity: undefined }],
  ["nothing of it", { quantity: 0 }],
  ["a thousand", { quantity: 1_000 }],
  ["more than a number holds", { quantity: 1e308 }],
  ["a part of one", { quantity: 1.5 }],
  ["a quantity in words", { quantity: "2" }],
  ["a dish that nobody knows", { productId: uuid() }],
  ["a dish that is no id", { productId: "' or 1=1 --" }],
  ["a field that nobody knows", { price: 0 }],
  ["a field of the machine", { constructor: { prototype: { admin: true } } }],
  ["a note without end", { note: "x".repeat(281) }],
  ["a note that no database takes", { note: "NUL \u0000" }],
  ["half a character", { note: "\ud800" }],
  ["an option that nobody knows", { modifiers: [{ optionId: uuid() }] }],
  ["thirty-three options", { modifiers: Array(33).fill({ optionId: "x" }) }],
  ["seat minus one", { seat: -1 }],
  ["course ten", { course: 10 }],
]

const wrongBodies = (): ReadonlyArray<[string, unknown]> => [
  ["nothing", ""],
  ["half an order", '{"type":"counter"'],
  ["a list", []],
  ["null", "null"],
  ["a number", "7"],
  ["a hidden prototype", '{"__proto__":{"admin":true},"type":"counter","lines":[]}'],
  ["the same key deeper than anybody reads", `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`],
  ["another tenant's id", body({ tenantId: uuid() })],
  ["a type that nobody serves", body({ type: "picnic" })],
  ["a table that nobody has", body({ tableId: uuid() })],
  ["guests in millions", body({ covers: 1e6 })],
  ["a promise of no time", body({ promisedAt: "soon" })],
  ["an id in capitals", body({ id: uuid().toUpperCase() })],
  ["lines that are none", body({ lines: "two burgers" })],
  ["201 lines", body({ lines: Array.from({ length: 201 }, () => line()) })],
  ["64 KiB and more", body({ note: "x".repeat(66 * 1024) })],
  ["another order under an id that is taken", body({ id: standing.id, note: "another" })],
  ["the same line twice, once otherwise", sameLineTwice()],
  ...wrongLines().map(([what, wrong]): [string, unknown] => [
    `a good line, then one with ${what}`,
    body({ lines: [line(), line(wrong)] }),
  ]),
]

const sameLineTwice = () => {
  const id = uuid()
  return body({ lines: [line({ id }), line({ id, quantity: 2 })] })
}

const coded = (answer: { readonly status: number; readonly body: unknown }, what: string) => {
  expect(answer.status, `${what}: ${JSON.stringify(answer.body)}`).toBeGreaterThanOrEqual(400)
  expect(answer.status, `${what}: ${JSON.stringify(answer.body)}`).toBeLessThan(500)
  expect(answer.body, what).toMatchObject({
    code: expect.stringMatching(/^[A-Z_]+$/),
    detail: expect.any(String),
    meta: expect.any(Object),
  })
}

describe("whatever comes in over REST", () => {
  it("[FLOW-12] is answered with a code and stored not even by half", async () => {
    const { api } = hub.restaurant()
    for (const [what, wrong] of wrongBodies()) coded(await api.send("POST", orders, wrong), what)
    for (const [what, wrong] of wrongLines()) {
      const command = { cid: uuid(), op: "addLines", args: { lines: [line(), line(wrong)] } }
      coded(await api.send("POST", `${orders}/${standing.id}/commands`, command), what)
    }
  })

  it("[ORDERS-7] names a wrong argument of a command by its place in the body", async () => {
    const { api } = hub.restaurant()
    const wrong = async (op: string, args: unknown) => {
      const command = { cid: uuid(), op, args }
      const answer = await api.send("POST", `${orders}/${standing.id}/commands`, command)
      return (answer.body as { meta: { issues: ReadonlyArray<{ path: string }> } }).meta.issues.map(
        ({ path }) => path,
      )
    }
    expect(
      await wrong("addLines", { lines: [line(), line({ quantity: 0 })], nobodyKnows: true }),
    ).toEqual(expect.arrayContaining(["args.lines.1.quantity", "args.nobodyKnows"]))
    // What no database stores is found where the body is read, before the command is.
    expect(await wrong("cancel", { reason: "\u0000" })).toEqual(["args.reason"])
  })

  it("[FLOW-13] is refused whatever arguments a command is given", async () => {
    const { api } = hub.restaurant()
    const wrongArgs = fc.dictionary(
      fc.constantFrom("lineIds", "parts", "lineId", "quantity", "ticketId", "course", "lines", "x"),
      fc.jsonValue({ maxDepth: 2 }),
      { minKeys: 1 },
    )
    const seed = Date.now() % 1_000_000
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ops), wrongArgs, async (op, args) => {
        const command = { cid: uuid(), op, args: { ...args, nobodyKnows: true } }
        coded(await api.send("POST", `${orders}/${standing.id}/commands`, command), op)
      }),
      { numRuns: 150, seed },
    )
  })
})

describe.each(transports)("whatever comes in over %s", (transport) => {
  const greet = async () =>
    greeted(transport, hub.url(), await hub.restaurant().api.token(), [{ view: "floor" }])

  it("[FLOW-14] is answered with a code and stored not even by half", async () => {
    const client = await greet()
    const refused = async (frame: unknown, what: string) => {
      client.send(frame)
      expect((await client.next("nack")).code, what).toMatch(/^[A-Z_]+$/)
    }
    const cmd = (op: string, args: unknown) => ({ t: "cmd", cid: uuid(), op, args })
    for (const op of ops) {
      for (const args of [undefined, null, [], "x", 7, {}, { orderId: 7 }, { orderId: uuid() }])
        await refused(cmd(op, args), `${op} ${JSON.stringify(args)}`)
      const nothing = { orderId: standing.id, nobodyKnows: 1 }
      await refused(cmd(op, nothing), op)
    }
    for (const [what, wrong] of wrongLines())
      await refused(cmd("placeOrder", body({ lines: [line(), line(wrong)] })), what)
    await refused(cmd("placeOrder", body({ id: standing.id, note: "another" })), "a taken id")
    await refused(cmd("toString", {}), "an op that nobody knows")
    await refused({ t: "subscribe", views: [{ view: `screen/${uuid()}` }] }, "an unknown view")
    await refused({ t: "seen", view: "menu", seq: 1e15 }, "a view that nobody watches")
    client.close()
  })

  it("[FLOW-15] is sent away when it is garbage or too large, and hurts nobody", async () => {
    const client = await greet()
    for (const garbage of ["{", "null", new Uint8Array([0xff, 0, 0xfe]), new Uint8Array(9_000)]) {
      client.sendRaw(garbage)
      expect((await client.next("nack")).code).toBe("FRAME_INVALID")
    }
    const args = body({ note: "x".repeat(70 * 1024) })
    client.send({ t: "cmd", cid: uuid(), op: "placeOrder", args })
    expect((await client.next("bye")).code).toBe("FRAME_TOO_LARGE")
    await client.closed
  })
})

describe("whatever comes in over MQTT", () => {
  it("[FLOW-16] garbage of a device is counted and changes nothing, garbage of strangers is shut out", async () => {
    const { tenantId, printers } = hub.restaurant()
    const deviceId = printers[0]?.deviceId ?? ""
    const login = {
      protocolVersion: 4 as const,
      clientId: `${tenantId}.${deviceId}`,
      username: `${tenantId}/${deviceId}`,
      reconnectPeriod: 0,
    }
    await expect(connectAsync(hub.mqttUrl(), { ...login, password: "guess" })).rejects.toThrow(
      /[Nn]ot authorized|Bad User/,
    )
    const password = hub.deviceSecret(tenantId, deviceId)
    const device = await connectAsync(hub.mqttUrl(), { ...login, password })
    const job = uuid()
    const payloads = [
      ...["", "{", "null", "[]", '"x"', "7", "{}", '{"s":"on fire","boot":1}', '{"__proto__":1}'],
      JSON.stringify({ v: 1, job, attempt: -1, state: "printed", boot: 1, seq: 1 }),
      JSON.stringify({ job, attempt: 1e308 }),
      `{"job":${"[".repeat(2_000)}${"]".repeat(2_000)}}`,
      Buffer.from([0xff, 0xfe, 0, 1, 2]),
      Buffer.alloc(17 * 1024, 0x7b),
    ]
    for (const leaf of ["state", "status", "ack", "result"])
      for (const payload of payloads)
        await device.publishAsync(`heard/v1/${tenantId}/${deviceId}/up/${leaf}`, payload, {
          qos: 1,
        })
    for (const bytes of ["GET / HTTP/1.1\r\n\r\n", "\u0010\u00ff\u00ff\u00ff", "\u0000".repeat(99)])
      openSocket(Number(new URL(hub.mqttUrl()).port), "127.0.0.1")
        .on("error", () => undefined)
        .end(bytes, "latin1")
    await expect.poll(undecodable, { timeout: 10_000 }).toBeGreaterThanOrEqual(payloads.length)
    await device.endAsync(true)
  })
})

const undecodable = async (): Promise<number> => {
  const { api } = hub.restaurant()
  const response = await fetch(`${hub.url()}/metrics`, {
    headers: { authorization: `Bearer ${await api.token()}` },
  })
  const found = /heard_mqtt_reports_total\{[^}]*undecodable[^}]*\} (\d+)/.exec(
    await response.text(),
  )
  return Number(found?.[1] ?? 0)
}
