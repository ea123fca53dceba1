import { Effect, Schema } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { pageAnswer, pageOf, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import { type Audit, AuditEntry } from "#core/security/audit.ts"
import type { ScopedRoute } from "./route.ts"

const Query = pageQuery({
  action: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(100))),
})

const Verdict = Schema.Struct({
  /** Lines that were walked. */
  lines: Schema.Int,
  /** Number of the first line that does not follow from the one before; null when all do. */
  broken: Schema.NullOr(Schema.Int),
}).annotate({ identifier: "AuditVerdict" })

/** Who did what in a restaurant. */
export const auditRoutes = (
  audit: Audit["Service"],
  apiPrefix: string,
): ReadonlyArray<ScopedRoute> => {
  const shared = {
    access: "scoped",
    method: "GET",
    tag: "audit",
    guard: { by: "admission", permission: "core.audit.read" },
    status: 200,
    limit: "standard",
    defectCode: "INTERNAL",
  } as const
  const path = `${apiPrefix}/tenants/:tenant/audit`
  return [
    {
      ...shared,
      path,
      summary: "Who did what, newest first, a page at a time",
      query: Query,
      answer: pageAnswer(AuditEntry),
      handle: (scope, { params, query }) => {
        const { action } = query as typeof Query.Type
        const { page, size } = pageOf(query as typeof Query.Type)
        return Effect.andThen(
          ownTenant(scope, params["tenant"]),
          Effect.map(
            audit.entries(scope, { page, size, ...(action === undefined ? {} : { action }) }),
            ({ items, total }) => ({ status: 200, json: { items, total, page, size } }),
          ),
        )
      },
    },
    {
      ...shared,
      path: `${path}/verify`,
      summary: "Whether a line of the audit log was changed or is missing",
      answer: Verdict,
      handle: (scope, { params }) =>
        Effect.andThen(
          ownTenant(scope, params["tenant"]),
          Effect.map(audit.verify(scope), (json) => ({ status: 200, json })),
        ),
    },
  ]
}

const ownTenant = (scope: Scope, tenant: string | undefined): Effect.Effect<void, Refused> =>
  scope.tenantId === tenant
    ? Effect.void
    : Effect.fail(refused("TENANT_NOT_FOUND", "There is no such restaurant"))
