import { Effect, Schema } from "effect"
import { pageAnswer, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import type { Instance } from "#core/setup/instance.ts"
import { FurtherRestaurant } from "#core/setup/new-restaurant.ts"
import { administratorRefusal } from "./administrator.ts"
import { pageFrom } from "./own-tenant.ts"
import type { ScopedRoute } from "./route.ts"
import { Bootstrapped } from "./setup-routes.ts"

const Paging = pageQuery({})

const Tenants = pageAnswer(
  Schema.Struct({
    id: Schema.String,
    slug: Schema.String,
    name: Schema.String,
    currency: Schema.String,
    locale: Schema.String,
    timezone: Schema.String,
  }),
).annotate({ identifier: "Tenants" })

/** Restaurants of this hub, for those who administer it. */
export const instanceRoutes = (options: {
  readonly apiPrefix: string
  readonly instance: Instance["Service"]
}): ReadonlyArray<ScopedRoute> => {
  const { apiPrefix, instance } = options
  const shared = {
    access: "scoped",
    tag: "instance",
    path: `${apiPrefix}/system/tenants`,
    refusal: administratorRefusal,
    limit: "standard",
    defectCode: "INTERNAL",
  } as const
  return [
    {
      ...shared,
      method: "GET",
      summary: "All restaurants of this hub (administrators of the hub only)",
      query: Paging,
      answer: Tenants,
      status: 200,
      handle: (scope, request) =>
        Effect.map(instance.tenants(scope), (all) => pageFrom(all, request)),
    },
    {
      ...shared,
      method: "POST",
      summary: "Open a further restaurant (administrators of the hub only)",
      body: Schema.Unknown,
      documentedBody: FurtherRestaurant,
      answer: Bootstrapped,
      status: 201,
      handle: (scope, { rawBody, idempotencyKey }) =>
        Effect.map(
          instance.open(scope, {
            body: rawBody,
            ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
          }),
          ({ answer, replayed }) => ({
            status: 201,
            json: answer,
            ...(replayed ? { headers: { "idempotency-replayed": "true" } } : {}),
          }),
        ),
    },
  ]
}
