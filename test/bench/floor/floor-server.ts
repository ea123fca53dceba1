import { createHmac, timingSafeEqual } from "node:crypto"
import Fastify from "fastify"
import { WebSocket, WebSocketServer } from "ws"
import { answerProbes, answers } from "#test/bench/side/probes.ts"
import { floorPrinters } from "./floor-printers.ts"
import { floorRings, type Ring } from "./floor-rings.ts"
import { floorStore, type OrderBody } from "./floor-store.ts"

/**
 * The floor of every workload: what a good engineer writes in an afternoon. Fastify with its own validator, a JWT check,
 * one transaction an order (tenant set for row level security, idempotency key, order), plain `ws` to the restaurant's
 * screens, a job over MQTT and one transaction for its result.
 */
export interface FloorOptions {
  readonly databaseUrl: string
  readonly secret: string
  readonly mqttPort: number
}

export interface FloorReady {
  readonly port: number
}

const options = JSON.parse(process.argv[2] ?? "{}") as FloorOptions
const store = await floorStore(options.databaseUrl)
answerProbes()

const verify = (header: string | undefined): string | undefined => {
  const [head, payload, signature] = (header ?? "").slice(7).split(".")
  if (head === undefined || payload === undefined || signature === undefined) return undefined
  const expected = createHmac("sha256", options.secret).update(`${head}.${payload}`).digest()
  const given = Buffer.from(signature, "base64url")
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return (JSON.parse(Buffer.from(payload, "base64url").toString()) as { tid: string }).tid
}

const line = {
  type: "object",
  required: ["productId", "quantity"],
  additionalProperties: false,
  properties: {
    id: { type: "string" },
    productId: { type: "string" },
    quantity: { type: "integer", minimum: 1, maximum: 999 },
    modifiers: { type: "array" },
    course: { type: "integer" },
    note: { type: "string", maxLength: 280 },
  },
}
const body = {
  type: "object",
  required: ["id", "type", "lines"],
  additionalProperties: false,
  properties: {
    id: { type: "string", format: "uuid" },
    type: { type: "string", enum: ["dineIn", "takeaway", "delivery", "counter"] },
    tableId: { type: "string" },
    send: { type: "boolean" },
    print: { type: "boolean" },
    lines: { type: "array", items: line, maxItems: 200 },
  },
}

interface Screens {
  seq: number
  readonly sockets: Set<WebSocket>
}
const screens = new Map<string, Screens>()
const screensOf = (tenant: string): Screens => {
  const known = screens.get(tenant) ?? { seq: 0, sockets: new Set() }
  screens.set(tenant, known)
  return known
}

const tell = (tenant: string, event: object) => {
  const watching = screensOf(tenant)
  watching.seq += 1
  const frame = JSON.stringify({ t: "ev", view: "screen", seq: watching.seq, ...event })
  for (const screen of watching.sockets)
    if (screen.readyState === WebSocket.OPEN) screen.send(frame)
}
const show = (tenant: string, order: OrderBody) =>
  tell(tenant, { id: order.id, rev: 1, v: { orderId: order.id, ...order } })

const printers = await floorPrinters(options.mqttPort, async (tenant, job) => {
  await store.printed(tenant, job)
  tell(tenant, { id: job, rev: 1, v: { orderId: job, state: "printed" } })
})

const app = Fastify({ bodyLimit: 65_536 })
app.post<{ Body: OrderBody }>("/orders", { schema: { body } }, async (request, reply) => {
  const tenant = verify(request.headers.authorization)
  if (tenant === undefined) return reply.code(401).send({ code: "AUTH_INVALID" })
  await store.place(tenant, request.body)
  show(tenant, request.body)
  if (request.body.print === true) printers.print(tenant, request.body.id)
  return reply.code(201).send({ ...request.body, rev: 1 })
})
app.get<{ Params: { id: string } }>("/orders/:id", async (request, reply) => {
  const tenant = verify(request.headers.authorization)
  if (tenant === undefined) return reply.code(401).send({ code: "AUTH_INVALID" })
  const order = await store.find(tenant, request.params.id)
  return order === undefined ? reply.code(404).send({}) : order
})

app.get("/there", async () => ({ status: "ok" }))

const rings = await floorRings(options.databaseUrl)
app.post<{ Body: Ring }>("/rings", async (request, reply) => {
  const tenant = verify(request.headers.authorization)
  if (tenant === undefined) return reply.code(401).send({ code: "AUTH_INVALID" })
  await rings.ring(tenant, request.body)
  return reply.code(201).send({ ring: request.body.ring })
})
answers("waits", rings.waits)

await app.listen({ host: "127.0.0.1", port: 0 })
const sockets = new WebSocketServer({ server: app.server, perMessageDeflate: false })
sockets.on("connection", (socket, request) => {
  const tenant = verify(request.headers.authorization)
  if (tenant === undefined) return socket.close()
  const { sockets: watching } = screensOf(tenant)
  socket.on("close", () => watching.delete(socket))
  socket.on("message", async (text) => {
    const { watch, order } = JSON.parse(String(text)) as {
      readonly watch?: boolean
      readonly order?: OrderBody
    }
    if (watch === true) watching.add(socket)
    if (order === undefined) return
    await store.place(tenant, order)
    show(tenant, order)
    socket.send(JSON.stringify({ t: "ack", cid: order.id, result: { ...order, rev: 1 } }))
  })
})

const address = app.server.address()
const ready: FloorReady = { port: typeof address === "object" ? (address?.port ?? 0) : 0 }
process.stdout.write(`${JSON.stringify(ready)}\n`)
process.once("SIGTERM", () => process.exit(0))
process.once("disconnect", () => process.exit(0))
