import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { overHttp, servedHub, tenantId } from "./served-hub.ts"

const order = { type: "dineIn", lines: [{ productId: "burger", quantity: 2 }] }
const orders = "/api/plugins/orders/orders"

overHttp("a plugin's route", (it) => {
  it.effect(
    "[HTTP-1] gets the decoded body, the path's parameters and the caller's restaurant",
    () =>
      Effect.gen(function* () {
        const hub = yield* servedHub()
        const placed = yield* hub.post(orders, order, { "idempotency-key": "k-1" })
        expect(placed.status).toBe(201)
        expect(placed.json).toMatchObject({ tenantId, body: order, idempotencyKey: "k-1" })
        const changed = yield* hub.ask("/api/plugins/notes/notes/n%201", {
          method: "PATCH",
          headers: { "content-type": "application/json", "if-match": '"7"' },
          body: '{"text":"é"}',
        })
        expect(changed.json).toMatchObject({
          params: { id: "n 1" },
          body: { text: "é" },
          ifMatch: 7,
        })
        const listed = yield* hub.ask("/api/plugins/notes/notes?page=2&size=10")
        expect(listed.json).toMatchObject({ query: { page: 2, size: 10 } })
      }),
  )

  it.effect("[HTTP-1] answers bytes as they are", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const answer = yield* hub.ask("/api/plugins/notes/notes/1/preview.png")
      expect(answer.headers.get("content-type")).toBe("image/png")
      expect(answer.headers.get("content-length")).toBe("2")
    }),
  )

  it.effect(
    "[BADPLUG-8] of a plugin that is enabled and could not be loaded is out of service",
    () =>
      Effect.gen(function* () {
        const hub = yield* servedHub()
        for (const method of ["GET", "POST", "DELETE"]) {
          const answer = yield* hub.ask("/api/plugins/tips/jars/1", { method })
          expect(answer).toMatchObject({ status: 503, json: { code: "PLUGIN_NOT_LOADED" } })
          expect(answer.headers.get("retry-after")).toBe("60")
          expect((answer.json as { detail: string }).detail).toContain("restart the hub")
        }
        const stranger = yield* Effect.promise(() => fetch(`${hub.url}/api/plugins/tips/jars`))
        expect(stranger.status).toBe(404)
      }),
  )

  it.effect("[HTTP-2] says when an answer is a stored one", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const first = yield* hub.post(orders, order, { "idempotency-key": "new" })
      const again = yield* hub.post(orders, order, { "idempotency-key": "again" })
      expect(first.headers.get("idempotency-replayed")).toBeNull()
      expect(again.headers.get("idempotency-replayed")).toBe("true")
    }),
  )

  it.effect("[HTTP-3] needs a credential, and one that may", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const none = yield* hub.post(orders, order, { authorization: "none" })
      expect([none.status, none.json.code]).toEqual([401, "AUTH_INVALID"])
      expect(none.headers.get("www-authenticate")).toBe("Bearer")
      for (const credential of ["Bearer x", "Basic b3duZXI6", hub.accessToken, "Bearer "])
        expect((yield* hub.post(orders, order, { authorization: credential })).status).toBe(401)
      const inAddress = yield* hub.ask(`/api/auth/me?token=${hub.accessToken}`, {
        headers: { authorization: "none" },
      })
      expect(inAddress.status).toBe(401)
    }),
  )

  it.effect("[HTTP-3] is out of reach for a kitchen screen that may not order", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const { accessToken } = yield* hub.auth.login({
        tenant: "chez-margaux",
        username: "owner",
        password: "correct horse battery staple",
        device: { id: "screen-1", kind: "kds" },
      })
      const authorization = `Bearer ${accessToken}`
      const answer = yield* hub.post(orders, order, { authorization })
      expect([answer.status, answer.json.code]).toEqual([403, "AUTH_FORBIDDEN"])
      const plugins = yield* hub.ask("/api/system/plugins", { headers: { authorization } })
      expect([plugins.status, plugins.json.code]).toEqual([403, "AUTH_FORBIDDEN"])
    }),
  )

  it.effect("[HTTP-4] may be asked for the token's own restaurant only", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const mine = yield* hub.ask("/api/auth/me", { headers: { "x-tenant-id": tenantId } })
      expect(mine.status).toBe(200)
      const foreign = yield* hub.ask("/api/auth/me", {
        headers: { "x-tenant-id": "01980000-0000-7000-8000-00000000000f" },
      })
      expect([foreign.status, foreign.json.code]).toEqual([401, "AUTH_INVALID"])
    }),
  )
})

overHttp("what a route fails with", (it) => {
  it.effect.each([
    ["refused", 422, "TICKET_NOT_FIRED"],
    ["conflict", 409, "REVISION_CONFLICT"],
    ["missing", 404, "ORDER_NOT_FOUND"],
    ["overloaded", 503, "OVERLOADED"],
    ["outage", 503, "OUTAGE"],
    ["defect", 500, "PLUGIN_ERROR"],
    ["thrown", 500, "PLUGIN_ERROR"],
    ["eager", 500, "PLUGIN_ERROR"],
  ] as const)("[HTTP-5] reaches the caller as %s: %i %s", ([kind, status, code]) =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const answer = yield* hub.ask(`/api/plugins/notes/faults/${kind}`, { method: "POST" })
      expect([answer.status, answer.json.code]).toEqual([status, code])
      expect(Object.keys(answer.json).sort()).toEqual(["code", "detail", "meta"])
      expect(answer.text).not.toMatch(/secret|stack|mailbox|node_modules/)
      expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/)
      expect(answer.headers.get("retry-after")).toBe(
        kind === "overloaded" ? "2" : kind === "outage" ? "1" : null,
      )
    }),
  )

  it.effect("[HTTP-5] keeps what a refusal says", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const answer = yield* hub.ask("/api/plugins/notes/faults/refused", { method: "POST" })
      expect(answer.json).toEqual({
        detail: "This ticket is held",
        code: "TICKET_NOT_FIRED",
        meta: { ticketId: "t" },
      })
    }),
  )
})

overHttp("every answer", (it) => {
  it.effect(
    "[HTTP-6] carries the caller's request id, or a new one for ids that would spoil a log",
    () =>
      Effect.gen(function* () {
        const hub = yield* servedHub()
        const id = (given: string) =>
          Effect.map(
            hub.ask("/api/system/health", { headers: { "x-request-id": given } }),
            ({ headers }) => headers.get("x-request-id"),
          )
        expect(yield* id("till-3/7731")).toBe("till-3/7731")
        expect(yield* id("x".repeat(128))).toBe("x".repeat(128))
        for (const bad of ["x".repeat(129), "two words", "é"])
          expect(yield* id(bad)).toMatch(/^[0-9a-f-]{36}$/)
      }),
  )

  it.effect("[HTTP-7] is not sniffed, framed or kept", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      for (const path of ["/api/auth/me", "/api/nothing", "/api/system/health"]) {
        const { headers } = yield* hub.ask(path)
        expect(headers.get("x-content-type-options")).toBe("nosniff")
        expect(headers.get("cache-control")).toBe("no-store")
        expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'")
        expect(headers.get("server")).toBeNull()
        expect(headers.get("x-powered-by")).toBeNull()
      }
    }),
  )

  it.effect("[HTTP-8] an unknown address is 404, a known one with another method 405", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      for (const path of ["/api", "/api/nope", "/api/plugins/notes/x", "/kds", "/api/%2e%2e/x"]) {
        const answer = yield* hub.ask(path)
        expect([path, answer.status, answer.json.code]).toEqual([path, 404, "ROUTE_NOT_FOUND"])
      }
      const answer = yield* hub.ask("/api/plugins/notes/notes/7", { method: "DELETE" })
      expect([answer.status, answer.json.code]).toEqual([405, "METHOD_NOT_ALLOWED"])
      expect(answer.headers.get("allow")).toBe("PATCH")
    }),
  )

  it.effect("[HTTP-20] any address of a plugin that the restaurant does not use says so", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const asked = [
        ["GET", "/api/plugins/printer/zzz"],
        ["DELETE", "/api/plugins/printer/jobs?page=1"],
        ["GET", "/api/plugins/nope"],
      ] as const
      for (const [method, path] of asked) {
        const answer = yield* hub.ask(path, { method })
        expect([path, answer.status, answer.json.code]).toEqual([path, 404, "PLUGIN_NOT_ENABLED"])
        const stranger = yield* hub.ask(path, { method, headers: { authorization: "none" } })
        expect([path, stranger.json.code]).toEqual([path, "ROUTE_NOT_FOUND"])
        const forged = yield* hub.ask(path, { method, headers: { authorization: "Bearer x.y.z" } })
        expect([path, forged.json.code]).toEqual([path, "AUTH_INVALID"])
      }
      const prefix = yield* hub.ask("/api/plugins/notes/notes/7/more")
      expect(prefix.json.code).toBe("ROUTE_NOT_FOUND")
    }),
  )

  it.effect("[HTTP-9] lets pages of listed origins in, and no others", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub({ corsOrigins: ["https://pos.example"] })
      const from = (origin: string) =>
        Effect.map(hub.ask("/api/system/health", { headers: { origin } }), ({ headers }) =>
          headers.get("access-control-allow-origin"),
        )
      expect(yield* from("https://pos.example")).toBe("https://pos.example")
      for (const origin of ["https://evil.example", "https://pos.example.evil.example", "null"])
        expect(yield* from(origin)).toBeNull()
      const preflight = yield* hub.ask("/api/plugins/orders/orders", {
        method: "OPTIONS",
        headers: {
          authorization: "none",
          origin: "https://pos.example",
          "access-control-request-method": "POST",
        },
      })
      expect(preflight.status).toBe(204)
      expect(preflight.headers.get("access-control-allow-headers")).toContain("Idempotency-Key")
      const closed = yield* servedHub()
      const silent = yield* closed.ask("/api/system/health", {
        headers: { origin: "https://pos.example" },
      })
      expect(silent.headers.get("access-control-allow-origin")).toBeNull()
    }),
  )
})
