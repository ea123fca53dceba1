import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { v7 as uuid } from "uuid"
import { expect, it, onTestFinished } from "vitest"
import { accessPassword } from "#core/security/secrets.ts"
import { hubApi, ownerToken } from "#test/support/hub-api.ts"
import { databaseUrl, testDatabase } from "#test/support/postgres.ts"
import { secret, startHub } from "./started-hub.ts"

const database = testDatabase()

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly status: { readonly code: number }
  readonly attributes: ReadonlyArray<{
    readonly key: string
    readonly value: { readonly stringValue?: string; readonly intValue?: number }
  }>
}
interface Traces {
  readonly resourceSpans: ReadonlyArray<{
    readonly scopeSpans: ReadonlyArray<{ readonly spans: ReadonlyArray<Span> }>
  }>
}

/** A collector as far as exporters know it: it takes `POST /v1/traces`, `/v1/metrics` and `/v1/logs`. */
const openCollector = async () => {
  const heard: Array<{ readonly path: string; readonly token: unknown; readonly body: string }> = []
  const server = createServer(async (request, response) => {
    let body = ""
    for await (const chunk of request) body += chunk
    heard.push({ path: request.url ?? "", token: request.headers["x-token"], body })
    response.writeHead(200, { "content-type": "application/json" }).end("{}")
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  onTestFinished(() => void server.close())
  const of = (path: string) => heard.filter((one) => one.path === path)
  const spansIn = ({ body }: { readonly body: string }) =>
    (JSON.parse(body) as Traces).resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) => spans),
    )
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    of,
    spans: () => of("/v1/traces").flatMap(spansIn),
  }
}

const start = async (env: Readonly<Record<string, string>>) => {
  const dataDir = await mkdtemp(join(tmpdir(), "heard-telemetry-"))
  const hub = await startHub({
    dataDir,
    databaseUrl: databaseUrl(database.admin()),
    env: { HEARD_DEMO: JSON.stringify({ slug: "bistro", name: "Bistro" }), ...env },
  })
  onTestFinished(async () => {
    await hub.kill()
    await rm(dataDir, { recursive: true, force: true })
  })
  return hub
}

const attribute = ({ attributes }: Span, key: string) => {
  const value = attributes.find((known) => known.key === key)?.value
  return value?.stringValue ?? value?.intValue
}

it("[TELEMETRY-1] a collector hears what became of a request, in the trace of its sender, with metrics and logs", async () => {
  const collector = await openCollector()
  const hub = await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: "x-token=of%20the%20operator",
    OTEL_BSP_SCHEDULE_DELAY: "200",
    OTEL_METRIC_EXPORT_INTERVAL: "200",
  })
  const token = await ownerToken(hub.url, "bistro", accessPassword(secret))()
  const traceId = "0af7651916cd43dd8448eb211c80319c"
  const send = (path: string, body: object, trace = `00-${traceId}-b7ad6b7169203331-01`) =>
    fetch(`${hub.url}/api/plugins/orders/orders${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        traceparent: trace,
      },
      body: JSON.stringify(body),
    })
  const { items } = await hubApi(hub.url, async () => token).get<{
    items: ReadonlyArray<{ readonly id: string; readonly name: string }>
  }>("/plugins/catalog_product/products?size=50")
  const productId = items.find(({ name }) => name === "Limonade maison")?.id
  const id = uuid()
  const order = { id, type: "counter", lines: [{ productId, quantity: 1 }] }
  expect((await send("", order)).status).toBe(201)
  const unsampled = "1af7651916cd43dd8448eb211c80319d"
  await send("", { ...order, id: uuid() }, `00-${unsampled}-b7ad6b7169203331-00`)
  const close = { cid: uuid(), op: "close", args: {} }
  expect((await send(`/${id}/commands`, close)).status).toBe(422)

  const spans = () => collector.spans().filter((span) => span.traceId === traceId)
  await expect.poll(() => spans().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(5)
  const named = (name: string) =>
    spans().find((span) => span.name === name) ?? expect.fail(`no span ${name}`)
  const request = named("POST /api/plugins/orders/orders")
  expect(request.parentSpanId).toBe("b7ad6b7169203331")
  const command = named("command placeOrder")
  expect(command.parentSpanId).toBe(request.spanId)
  expect(named("log.append").parentSpanId).toBe(command.spanId)
  expect(attribute(command, "heard.tenant")).toMatch(/^[0-9a-f-]{36}$/)
  // Refused: an answer, no error.
  const refused = named("command close")
  expect(attribute(refused, "heard.refusal")).toBe("ORDER_STILL_COOKING")
  expect(refused.status.code).not.toBe(2)
  expect(collector.spans().some((span) => span.traceId === unsampled)).toBe(false)
  const statuses = spans().flatMap((span) => attribute(span, "http.response.status_code") ?? [])
  expect(statuses.map(Number).sort()).toEqual([201, 422])

  await expect
    .poll(() => collector.of("/v1/metrics").at(-1)?.body, { timeout: 10_000 })
    .toMatch(
      /heard_http_request_seconds.*process_resident_memory_bytes|process_resident_memory_bytes.*heard_http_request_seconds/,
    )
  expect(collector.of("/v1/traces")[0]).toMatchObject({ token: "of the operator" })
  expect(collector.of("/v1/traces")[0]?.body).toContain('"heard"')
  expect(await hub.stop()).toBe(0)
})

it("[TELEMETRY-2] a collector that is not there costs nobody anything, and a wrong address stops the start", async () => {
  const hub = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" })
  const token = await ownerToken(hub.url, "bistro", accessPassword(secret))()
  const answer = await fetch(`${hub.url}/api/auth/me`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(answer.status).toBe(200)
  expect(await hub.stop()).toBe(0)
  await expect(start({ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" })).rejects.toThrow(
    'OTEL_EXPORTER_OTLP_ENDPOINT is "collector:4318"; allowed is an http:// or https:// address',
  )
})
