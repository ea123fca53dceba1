import { Effect } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { pageIn } from "#core/plugins/documents/collection-schema.ts"
import type { RouteRequest, ScopedRoute } from "./route.ts"

/** `/tenants/{tenant}/…`: the credential's restaurant. Another one is not there, whether it exists or not. */
export const ownTenant = (
  { tenantId }: Scope,
  { tenant }: Readonly<Record<string, string>>,
): Effect.Effect<void, Refused> =>
  tenant === tenantId
    ? Effect.void
    : Effect.fail(refused("TENANT_NOT_FOUND", "There is no such restaurant"))

export const ofOwnTenant =
  (handle: ScopedRoute["handle"]): ScopedRoute["handle"] =>
  (scope, request) =>
    Effect.andThen(
      ownTenant(scope, request.params),
      Effect.suspend(() => handle(scope, request)),
    )

/** The page that the query asks for, of a list that is known as a whole. */
export const pageFrom = (
  all: ReadonlyArray<unknown>,
  { query }: Pick<RouteRequest, "query">,
): { readonly status: number; readonly json: unknown } => ({
  status: 200,
  json: pageIn(all, query as Parameters<typeof pageIn>[1]),
})
