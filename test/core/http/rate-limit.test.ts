import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { plenty } from "#test/support/limits.ts"
import { overHttp, servedHub } from "./served-hub.ts"

overHttp("a client over its limit", (it) => {
  it.effect("[LIMIT-5] is told 429 and when to come back; orders go on", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub({ limits: { ...plenty, user: { perMinute: 1, burst: 2 } } })
      for (const status of [200, 200, 429])
        expect((yield* hub.ask("/api/auth/me")).status).toBe(status)
      const refused = yield* hub.ask("/api/auth/me")
      expect(refused.json.code).toBe("RATE_LIMITED")
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50)
      const placed = yield* hub.post("/api/plugins/orders/orders", { type: "dineIn", lines: [] })
      expect(placed.status).toBe(201)
      expect((yield* hub.ask("/api/system/health")).status).toBe(200)
    }),
  )

  it.effect(
    "[LIMIT-6] that did not sign in is counted by its address: guesses, forgeries, unknown paths",
    () =>
      Effect.gen(function* () {
        const hub = yield* servedHub({ limits: { ...plenty, user: { perMinute: 1, burst: 4 } } })
        const none = { headers: { authorization: "none" } }
        const login = { tenant: "x", username: "x", password: "x" }
        expect((yield* hub.ask("/api/nothing", none)).status).toBe(404)
        expect((yield* hub.ask("/api/auth/me", none)).status).toBe(401)
        expect((yield* hub.post("/api/auth/login", login, none.headers)).status).toBe(401)
        const forged = { headers: { authorization: "Bearer a.b.c" } }
        expect((yield* hub.ask("/api/auth/me", forged)).status).toBe(401)
        for (const init of [none, forged])
          for (const path of ["/api/nothing", "/api/auth/me", "/api/system/info"])
            expect((yield* hub.ask(path, init)).status).toBe(429)
        expect((yield* hub.ask("/api/auth/me")).status).toBe(200)
      }),
  )

  it.effect(
    "[LIMIT-7] cannot come from an invented address, unless a proxy in front is trusted",
    () =>
      Effect.gen(function* () {
        const limits = { ...plenty, user: { perMinute: 1, burst: 1 } }
        const statuses = (hub: {
          ask: (path: string, init: RequestInit) => Effect.Effect<{ status: number }>
        }) =>
          Effect.forEach(["10.9.9.1", "10.9.9.2"], (address) =>
            Effect.map(
              hub.ask("/api/system/info", {
                headers: { authorization: "none", "x-forwarded-for": address },
              }),
              ({ status }) => status,
            ),
          )
        expect(yield* statuses(yield* servedHub({ limits }))).toEqual([200, 429])
        expect(yield* statuses(yield* servedHub({ limits, trustedProxies: 1 }))).toEqual([200, 200])
      }),
  )
})
