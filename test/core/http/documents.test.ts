import { expect } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { overHttp, servedHub } from "./served-hub.ts"

/** Every `$ref` of a document, wherever it stands. */
const refsIn = (value: unknown): ReadonlyArray<string> =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) =>
        key === "$ref" && typeof inner === "string" ? [inner] : refsIn(inner),
      )

const resolved = (document: unknown, ref: string): unknown =>
  ref
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>(
      (part, key) => (part as Record<string, unknown> | undefined)?.[key.replaceAll("~1", "/")],
      document,
    )

overHttp("the documents", (it) => {
  it.effect("[DOC-1] name every mounted route, with permission, parameters, body and answer", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const { json, headers } = yield* hub.ask("/api/openapi.json", {
        headers: { authorization: "none" },
      })
      expect(headers.get("content-type")).toBe("application/json; charset=utf-8")
      expect(json.openapi).toBe("3.1.0")
      const operations = Object.entries<Record<string, { operationId: string }>>(json.paths)
      const named = operations.flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method} ${path}`),
      )
      for (const route of [
        "get /api/asyncapi.json",
        "get /api/auth/me",
        "get /api/docs",
        "get /api/openapi.json",
        "get /api/plugins/notes/notes",
        "get /api/plugins/notes/notes/{id}/preview.png",
        "get /api/system/health",
        "get /api/system/info",
        "get /api/system/plugins",
        "get /api/system/ready",
        "get /api/system/tenants/{id}/limits",
        "patch /api/plugins/notes/notes/{id}",
        "post /api/auth/login",
        "post /api/auth/logout",
        "post /api/auth/refresh",
        "post /api/plugins/notes/faults/{kind}",
        "post /api/plugins/orders/orders",
        "post /api/plugins/orders/orders/{id}/commands",
        "put /api/system/tenants/{id}/limits",
      ])
        expect(named).toContain(route)
      const ids = operations.flatMap(([, methods]) =>
        Object.values(methods).map(({ operationId }) => operationId),
      )
      expect(new Set(ids).size).toBe(ids.length)
      const headersOf = (path: string, method: string) =>
        json.paths[path][method].parameters
          .filter((one: { in: string }) => one.in === "header")
          .map(({ name }: { name: string }) => name)
      expect(headersOf("/api/plugins/notes/notes/{id}", "patch")).toEqual(["If-Match"])
      expect(headersOf("/api/plugins/orders/orders", "post")).toEqual(["Idempotency-Key"])
      const place = json.paths["/api/plugins/orders/orders"].post
      expect(place).toMatchObject({
        tags: ["orders"],
        description: "Needs the permission `orders.order.place`.",
        security: [{ bearer: [] }],
        requestBody: {
          content: {
            "application/json": { schema: { $ref: "#/components/schemas/TestPlaceOrder" } },
          },
        },
        responses: { 201: {}, default: { $ref: "#/components/responses/Problem" } },
      })
      const list = json.paths["/api/plugins/notes/notes"].get
      expect(list.parameters.map(({ name }: { name: string }) => name)).toEqual(["page", "size"])
      expect(json.components.schemas.TestLine).toMatchObject({
        additionalProperties: false,
        required: ["productId", "quantity"],
        properties: { quantity: { type: "integer" } },
      })
    }),
  )

  it.effect("[DOC-2] serve every GET that they name", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const { json } = yield* hub.ask("/api/openapi.json")
      const gets = Object.entries<{ get?: unknown }>(json.paths).filter(([, { get }]) => get)
      for (const [path] of gets)
        expect((yield* hub.ask(path.replace(/\{\w+\}/g, "1"))).json?.code, path).not.toBe(
          "ROUTE_NOT_FOUND",
        )
    }),
  )

  it.effect(
    "[DOC-3] describe sockets and printers with the Schemas that decode their messages",
    () =>
      Effect.gen(function* () {
        const job = Schema.Struct({ job: Schema.String }).annotate({ identifier: "TestJob" })
        const hub = yield* servedHub({
          channels: [
            {
              name: "printerJob",
              address: "heard/v1/{tenant}/{device}/down/job",
              protocol: "mqtt",
              description: "A job",
              receives: [],
              sends: [{ name: "job", payload: job }],
            },
          ],
        })
        const { json } = yield* hub.ask("/api/asyncapi.json")
        expect(json.asyncapi).toBe("3.0.0")
        expect(Object.keys(json.channels.socket.messages)).toEqual(
          expect.arrayContaining([
            "hello",
            "cmd",
            "seen",
            "welcome",
            "snapshot",
            "ev",
            "nack",
            "bye",
          ]),
        )
        expect(json.channels.printerJob).toMatchObject({
          address: "heard/v1/{tenant}/{device}/down/job",
          parameters: { tenant: {}, device: {} },
        })
        expect(json.operations).toMatchObject({
          receive_socket: { action: "receive" },
          send_printerJob: { action: "send" },
        })
      }),
  )

  it.effect("[DOC-4] have no reference that leads nowhere", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      for (const path of ["/api/openapi.json", "/api/asyncapi.json"]) {
        const { json } = yield* hub.ask(path)
        const refs = refsIn(json)
        expect(refs.length).toBeGreaterThan(0)
        for (const ref of refs) expect([ref, resolved(json, ref)]).not.toEqual([ref, undefined])
      }
    }),
  )

  it.effect("[DOC-5] are a page to read, without scripts and without the internet", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const { text, headers } = yield* hub.ask("/api/docs")
      expect(headers.get("content-type")).toBe("text/html; charset=utf-8")
      expect(text).toContain("/api/plugins/orders/orders/{id}/commands")
      expect(text).not.toMatch(/<script|https?:\/\/|<link/)
      expect(headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; frame-ancestors 'none'$/,
      )
    }),
  )
})
