import { Effect, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import type { RateLimits } from "#core/limits/rate-limits.ts"
import { LimitOverrides, type TenantLimits } from "#core/limits/tenant-limits.ts"
import type { Audit } from "#core/security/audit.ts"
import { administratorRefusal } from "./administrator.ts"
import type { ScopedRoute } from "./route.ts"

const Rates = Schema.Struct({
  /** What this restaurant has instead of everybody's. */
  overrides: LimitOverrides,
  /** What is in force. */
  effective: LimitOverrides,
}).annotate({ identifier: "TenantLimits" })

/** How much one restaurant may ask, for whoever administers the instance. */
export const limitRoutes = (options: {
  readonly apiPrefix: string
  readonly directory: TenantDirectory["Service"]
  readonly limits: TenantLimits["Service"]
  readonly rates: RateLimits["Service"]
  readonly audit: Pick<Audit["Service"], "record">
}): ReadonlyArray<ScopedRoute> => {
  const { audit, directory, limits, rates } = options
  const shown = (tenantId: TenantId) => ({
    status: 200,
    json: { overrides: limits.of(tenantId) ?? {}, effective: rates.of(tenantId) },
  })
  const shared = {
    access: "scoped",
    path: `${options.apiPrefix}/system/tenants/:id/limits`,
    tag: "system",
    answer: Rates,
    status: 200,
    refusal: administratorRefusal,
    limit: "standard",
    defectCode: "INTERNAL",
  } as const

  return [
    {
      ...shared,
      method: "GET",
      summary: "How much a restaurant may ask",
      handle: (scope, { params }) => Effect.map(restaurant(scope, directory, params), shown),
    },
    {
      ...shared,
      method: "PUT",
      summary: "Give a restaurant limits of its own; what is left out is as for everybody",
      body: LimitOverrides,
      handle: (scope, { params, body }) =>
        restaurant(scope, directory, params).pipe(
          Effect.tap((tenantId) => {
            const before = limits.of(tenantId) ?? {}
            const after = body as LimitOverrides
            return Effect.andThen(
              limits.set(tenantId, after),
              // It is the restaurant's own log that tells, whoever did it.
              audit.record(
                { ...scope, tenantId },
                { action: "tenant.limits_changed", target: `tenant/${tenantId}`, before, after },
              ),
            )
          }),
          Effect.map(shown),
        ),
    },
  ]
}

const restaurant = (
  scope: Scope,
  directory: TenantDirectory["Service"],
  { id = "" }: Readonly<Record<string, string>>,
): Effect.Effect<TenantId, CommandFailure> =>
  Effect.gen(function* () {
    const refusal = administratorRefusal(scope)
    if (refusal !== undefined) return yield* refusal
    const tenant = isTenantId(id)
      ? yield* Effect.mapError(directory.byId(id), ({ reason }) => new Outage({ reason }))
      : undefined
    if (tenant === undefined)
      return yield* refused("TENANT_NOT_FOUND", "There is no such restaurant", { tenantId: id })
    return tenant.id
  })

const isTenantId = Schema.is(TenantId)
