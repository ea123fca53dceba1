import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect } from "@effect/vitest"
import { Effect, Exit, Fiber, Scope } from "effect"
import { httpServer } from "#core/http/server.ts"
import { owner } from "#test/core/security/one-restaurant.ts"
import { limitsLayer, plenty } from "#test/support/limits.ts"
import { overHttp, servedHub, tenantId } from "./served-hub.ts"

overHttp("the system's routes", (it) => {
  it.effect("[SYS-1] say alive, ready and which versions run", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub({ checks: [{ name: "database", check: Effect.void }] })
      const none = { headers: { authorization: "none" } }
      expect((yield* hub.ask("/api/system/health", none)).json).toEqual({ status: "ok" })
      const ready = yield* hub.ask("/api/system/ready", none)
      expect(ready.json).toMatchObject({
        status: "ready",
        checks: [{ name: "database", ok: true }],
      })
      const info = yield* hub.ask("/api/system/info", none)
      expect(info.json).toMatchObject({ name: "heard", demo: true, addresses: [] })
      expect(info.json.versions.node).toMatch(/^\d+\./)
      const plugins = yield* hub.ask("/api/system/plugins")
      expect(plugins.json.items[0]).toMatchObject({ key: "notes", loaded: true })
    }),
  )

  it.effect("[SYS-2] name what is missing when the hub is not ready, and do not wait for it", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub({
        checks: [
          { name: "database", check: Effect.never },
          { name: "broker", check: Effect.fail("down") },
          { name: "disk", check: Effect.void },
        ],
      })
      const began = Date.now()
      const ready = yield* hub.ask("/api/system/ready")
      expect([ready.status, ready.json.code]).toEqual([503, "NOT_READY"])
      expect(ready.json.detail).toBe("Not ready: database, broker")
      expect(Date.now() - began).toBeLessThan(3_000)
    }),
  )

  it.effect("[SYS-3] measure every route by its pattern, never by an address", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      yield* hub.post("/api/plugins/orders/orders/canary-7731/commands", { op: "x", args: {} })
      const { text, headers } = yield* hub.ask("/metrics", { headers: { authorization: "none" } })
      expect(headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/)
      expect(text).toMatch(
        /heard_http_request_seconds_count\{.*route="\/api\/plugins\/orders\/orders\/:id\/commands".*\} [1-9]/,
      )
      expect(text).toContain("process_resident_memory_bytes")
      expect(text).not.toContain("canary")
      expect(text).not.toContain(hub.accessToken)
    }),
  )
})

overHttp("signing in over HTTP", (it) => {
  it.effect("[AUTH-14] gives a pair, says who it is, renews it and ends it", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const device = { id: "tablet-3", kind: "handheld", name: "Till" }
      const login = yield* hub.post("/api/auth/login", { ...owner, device })
      expect(login.status).toBe(200)
      expect(Object.keys(login.json).sort()).toEqual(["accessToken", "expiresIn", "refreshToken"])
      const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
      const me = yield* hub.ask("/api/auth/me", as(login.json.accessToken))
      expect(me.json).toMatchObject({
        tenantId,
        principal: { kind: "device", id: "tablet-3", name: "Till" },
      })
      const { refreshToken } = login.json
      const renewed = yield* hub.post("/api/auth/refresh", { refreshToken })
      expect(renewed.status).toBe(200)
      const out = yield* hub.ask("/api/auth/logout", {
        method: "POST",
        ...as(renewed.json.accessToken),
      })
      expect([out.status, out.text]).toEqual([204, ""])
      expect((yield* hub.ask("/api/auth/me", as(renewed.json.accessToken))).status).toBe(401)
      const spent = yield* hub.post("/api/auth/refresh", { refreshToken })
      expect([spent.status, spent.json.code]).toEqual([401, "AUTH_INVALID"])
      const nobody = yield* hub.post("/api/auth/logout", {}, { authorization: "none" })
      expect(nobody.status).toBe(401)
    }),
  )

  it.effect("[AUTH-15] answers 429 AUTH_LOCKED after ten wrong passwords", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const wrong = { ...owner, username: "owner ", password: "guess" }
      for (let n = 0; n < 10; n++)
        expect((yield* hub.post("/api/auth/login", wrong)).json.code).toBe("AUTH_INVALID")
      const locked = yield* hub.post("/api/auth/login", wrong)
      expect([locked.status, locked.json.code]).toEqual([429, "AUTH_LOCKED"])
      expect(locked.headers.get("retry-after")).toBe("30")
    }),
  )

  it.effect("[AUTH-16] refuses fields that nobody asked for", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      for (const extra of [
        { permissions: ["*"] },
        { device: { id: "a/b", kind: "kds" } },
        { device: { id: "a", kind: "owner" } },
      ])
        expect((yield* hub.post("/api/auth/login", { ...owner, ...extra })).status).toBe(422)
    }),
  )
})

overHttp("the pages", (it) => {
  it.effect("[PAGE-1] are one shell at every address, uncounted, with assets kept for a year", () =>
    Effect.gen(function* () {
      const folder = yield* Effect.acquireRelease(
        Effect.promise(() => mkdtemp(join(tmpdir(), "heard-pages-"))),
        (path) => Effect.promise(() => rm(path, { recursive: true })),
      )
      const limits = { ...plenty, user: { perMinute: 1, burst: 1 } }
      const hub = yield* servedHub({ pages: folder, limits })
      const none = { headers: { authorization: "none" } }
      const early = yield* hub.ask("/kds", none)
      expect([early.status, early.text]).toEqual([503, expect.stringContaining("not built yet")])

      yield* Effect.promise(async () => {
        await mkdir(join(folder, "assets"))
        await writeFile(join(folder, "index.html"), "<title>Heard</title>")
        await writeFile(join(folder, "assets", "kds-1a2b.js"), "export {}")
        await writeFile(join(folder, ".env"), "secret")
        await writeFile(join(folder, "icon.svg"), "<svg/>")
      })
      for (const path of [
        "/",
        "/kds",
        "/kds?screen=7",
        "/handheld",
        "/board",
        "/setup",
        "/pair",
        "/admin/devices",
        "/virtual-printers",
      ]) {
        const page = yield* hub.ask(path, none)
        expect([path, page.status, page.text]).toEqual([path, 200, "<title>Heard</title>"])
        expect(page.headers.get("cache-control")).toBe("no-cache")
        expect(page.headers.get("content-security-policy")).toContain("script-src 'self';")
        expect(page.headers.get("strict-transport-security")).toBeNull()
      }
      const asset = yield* hub.ask("/assets/kds-1a2b.js", none)
      expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable")
      expect((yield* hub.ask("/icon.svg", none)).status).toBe(200)
      for (const path of [
        "/.env",
        "/assets/../.env",
        "/assets/%2e%2e/.env",
        "/assets/..%2f.env",
        "/assets/nothing.js",
        "/nothing.svg",
      ]) {
        const missing = yield* hub.ask(path, none)
        expect([path, missing.status >= 400]).toEqual([path, true])
        expect(missing.text).not.toContain("secret")
      }
    }),
  )
})

overHttp("a shutdown", (it) => {
  it.effect(
    "[SYS-4] answers what is under way, refuses what comes after, and lets go of the port",
    () =>
      Effect.gen(function* () {
        const scope = yield* Scope.make()
        const hub = yield* Scope.provide(servedHub(), scope)
        const slow = yield* Effect.forkChild(
          hub.ask("/api/plugins/notes/faults/slow", { method: "POST" }),
        )
        yield* Effect.sleep("100 millis")
        const began = Date.now()
        yield* Scope.close(scope, Exit.void)
        expect((yield* Fiber.join(slow)).json).toEqual({ done: true })
        expect(Date.now() - began).toBeLessThan(2_000)
        const refused = yield* Effect.exit(
          Effect.tryPromise(() => fetch(`${hub.url}/api/system/health`)),
        )
        expect(Exit.isFailure(refused)).toBe(true)
      }),
  )

  it.effect("[SYS-5] a port that is taken stops the start with its number", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub()
      const second = yield* Effect.flip(
        httpServer({
          host: "127.0.0.1",
          port: hub.port,
          apiPrefix: "/api",
          corsOrigins: [],
          checks: [],
          info: Effect.succeed({}),
        }).pipe(Effect.provide(limitsLayer())),
      )
      expect(second).toMatchObject({ _tag: "CannotListen", port: hub.port })
      expect(second.reason).toContain("EADDRINUSE")
    }),
  )
})
