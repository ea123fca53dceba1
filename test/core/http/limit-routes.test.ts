import { describe, expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { limitRoutes } from "#core/http/limit-routes.ts"
import type { ScopedRoute } from "#core/http/route.ts"
import { decodeWith } from "#core/hub/decode.ts"
import type { Scope } from "#core/hub/scope.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { RateLimits } from "#core/limits/rate-limits.ts"
import { requestLimits } from "#core/limits/request-limits.ts"
import { LimitOverrides, TenantLimits } from "#core/limits/tenant-limits.ts"
import type { AuditDeed } from "#core/security/audit.ts"
import { directory, margaux } from "#test/core/security/one-restaurant.ts"
import { limitsLayer } from "#test/support/limits.ts"

const owner: Scope = {
  tenantId: margaux.id,
  principal: { kind: "user", id: "owner" },
  permissions: ["*"],
}
const admin: Scope = { ...owner, instanceAdmin: true }

/** What was written down. */
const deeds: Array<{ readonly by: Scope; readonly deed: AuditDeed }> = []

const asked = (method: ScopedRoute["method"], scope: Scope, id: string, body?: unknown) =>
  Effect.gen(function* () {
    const routes = limitRoutes({
      apiPrefix: "/api",
      directory: yield* TenantDirectory,
      limits: yield* TenantLimits,
      rates: yield* RateLimits,
      audit: { record: (by, deed) => Effect.sync(() => void deeds.push({ by, deed })) },
    })
    const route = routes.find((one) => one.method === method)
    if (route === undefined) throw new Error(`No route ${method}`)
    return yield* route.handle(scope, {
      requestId: "r1",
      address: "10.0.0.1",
      origin: "http://hub",
      params: { id },
      query: {},
      body,
      rawBody: body,
    })
  })

const limits = requestLimits({ perMinute: 60, burst: 100 })

describe("a restaurant's own limits", () => {
  it.effect("[LIMIT-8] are set and seen by who administers the instance, and by nobody else", () =>
    Effect.gen(function* () {
      const own = { user: { perMinute: 600, burst: 50 } }
      const seen = { status: 200, json: { overrides: own, effective: { ...limits, ...own } } }
      expect(yield* asked("PUT", admin, margaux.id, own)).toEqual(seen)
      expect(yield* asked("GET", admin, margaux.id)).toEqual(seen)
      expect((yield* RateLimits).of(margaux.id).user).toEqual(own.user)
      expect(deeds).toMatchObject([
        { by: { tenantId: margaux.id }, deed: { before: {}, after: own } },
      ])
      for (const method of ["GET", "PUT"] as const)
        expect(yield* Effect.flip(asked(method, owner, margaux.id, own))).toMatchObject({
          code: "AUTH_FORBIDDEN",
        })
      for (const id of ["01980000-0000-7000-8000-00000000000f", "nonsense"])
        expect(yield* Effect.flip(asked("PUT", admin, id, own))).toMatchObject({
          code: "TENANT_NOT_FOUND",
        })
    }).pipe(Effect.provide([limitsLayer(limits), directory])),
  )

  it("[LIMIT-8] are whole numbers from 1 to a million, and nothing else", () => {
    const decode = decodeWith(LimitOverrides)
    expect(Result.isSuccess(decode({}))).toBe(true)
    for (const wrong of [
      { user: { perMinute: 0, burst: 1 } },
      { user: { perMinute: 1.5, burst: 1 } },
      { user: { perMinute: 1 } },
      { everybody: { perMinute: 1, burst: 1 } },
    ])
      expect(Result.isFailure(decode(wrong))).toBe(true)
  })
})
