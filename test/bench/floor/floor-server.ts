import { createHmac, timingSafeEqual } from "node:crypto"
import { createServer } from "node:net"
import { Aedes } from "aedes"
import Fastify from "fastify"
import postgres from "postgres"
import { WebSocket, WebSocketServer } from "ws"

/**
 * The floor of every workload: what a good engineer writes in an afternoon. Fastify with its own validator, a JWT check,
 * one transaction an order (tenant set for row level security, idempotency key, order, event), plain `ws` to every
 * screen, a job over MQTT and one transaction for its result.
 *
 * Argument: JSON with `databaseUrl`, `secret` and `printer` (whether orders are printed). Prints `{"port", "mqttPort"}`
 * when it listens.
 */
const options = JSON.parse(process.argv[2] ?? "{}") as {
  readonly databaseUrl: string
  readonly secret: string
  readonly printer: boolean
}
const sql = postgres(options.databaseUrl, { max: 10, onnotice: () => {} })
const { secret } = options

await sql.unsafe(`
  create schema if not exists floor_bench;
  create table if not exists floor_bench.orders (tenant_id uuid, id uuid, body jsonb not null, at timestamptz default now(), primary key (tenant_id, id));
  create table if not exists floor_bench.idempotency (tenant_id uuid, key uuid, primary key (tenant_id, key));
  create table if not exists floor_bench.job (tenant_id uuid, id uuid, state text not null, at timestamptz default now(), primary key (tenant_id, id));
  alter table floor_bench.orders enable row level security; alter table floor_bench.orders force row level security;
  drop policy if exists tenant on floor_bench.orders;
  create policy tenant on floor_bench.orders using (tenant_id = any((select nullif(current_setting('app.tenants', true), '')::uuid[])::uuid[]));
`)

const verify = (header: string | undefined): string | undefined => {
  const [head, payload, signature] = (header ?? "").slice(7).split(".")
  if (head === undefined || payload === undefined || signature === undefined) return undefined
  const expected = createHmac("sha256", secret).update(`${head}.${payload}`).digest()
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
    note: { type: "string" },
  },
}
const body = {
  type: "object",
  required: ["id", "type", "lines"],
  additionalProperties: false,
  properties: {
    id: { type: "string" },
    type: { type: "string" },
    tableId: { type: "string" },
    send: { type: "boolean" },
    lines: { type: "array", items: line },
  },
}
interface OrderBody {
  readonly id: string
  readonly lines: ReadonlyArray<unknown>
}

const store = (tenant: string, order: OrderBody) =>
  sql.begin(async (tx) => {
    await tx`select set_config('app.tenants', ${`{${tenant}}`}, true)`
    await tx`insert into floor_bench.idempotency values (${tenant}, ${order.id})`
    await tx`insert into floor_bench.orders (tenant_id, id, body) values (${tenant}, ${order.id}, ${tx.json(order as never)})`
  })

const screens = new Set<WebSocket>()
let seq = 0
const show = (order: OrderBody) => {
  seq += 1
  const frame = JSON.stringify({ t: "ev", view: "screen", seq, id: order.id, rev: 1, v: order })
  for (const screen of screens) if (screen.readyState === WebSocket.OPEN) screen.send(frame)
}

const app = Fastify({ bodyLimit: 65_536 })
app.post<{ Body: OrderBody }>("/orders", { schema: { body } }, async (request, reply) => {
  const tenant = verify(request.headers.authorization)
  if (tenant === undefined) return reply.code(401).send({ code: "AUTH_INVALID" })
  await store(tenant, request.body)
  show(request.body)
  print(request.body)
  return reply.code(201).send({ ...request.body, rev: 1 })
})
await app.listen({ host: "127.0.0.1", port: 0 })

const wss = new WebSocketServer({ server: app.server, perMessageDeflate: false })
wss.on("connection", (socket) => {
  screens.add(socket)
  socket.on("close", () => screens.delete(socket))
  socket.on("message", async (text) => {
    const { tenant, order, burst } = JSON.parse(String(text)) as {
      readonly tenant?: string
      readonly order?: OrderBody
      readonly burst?: OrderBody
    }
    if (burst !== undefined) show(burst)
    if (tenant === undefined || order === undefined) return
    await store(tenant, order)
    show(order)
    socket.send(JSON.stringify({ t: "ack", cid: order.id }))
  })
})

const broker = await Aedes.createBroker()
const mqtt = createServer(broker.handle)
await new Promise<void>((resolve) => mqtt.listen(0, "127.0.0.1", resolve))
const print = (order: OrderBody) => {
  if (!options.printer) return
  const payload = JSON.stringify({ job: order.id, data: Buffer.alloc(600, 65).toString("base64") })
  broker.publish(
    { cmd: "publish", topic: "down/job", payload, qos: 1, retain: false, dup: false },
    () => {},
  )
}
await broker.subscribe(
  "up/result",
  async (packet, done) => {
    const { job, tenant } = JSON.parse(String(packet.payload)) as { job: string; tenant: string }
    await sql.begin(async (tx) => {
      await tx`select set_config('app.tenants', ${`{${tenant}}`}, true)`
      await tx`insert into floor_bench.job (tenant_id, id, state) values (${tenant}, ${job}, 'printed')`
    })
    broker.publish(
      {
        cmd: "publish",
        topic: "down/rcpt",
        payload: JSON.stringify({ job }),
        qos: 1,
        retain: false,
        dup: false,
      },
      () => {},
    )
    done()
  },
  () => {},
)

const portOf = (address: ReturnType<typeof mqtt.address>) =>
  typeof address === "object" && address !== null ? address.port : 0
process.stdout.write(
  `${JSON.stringify({ port: portOf(app.server.address()), mqttPort: portOf(mqtt.address()) })}\n`,
)
process.on("SIGTERM", () => process.exit(0))
