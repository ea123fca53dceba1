import { Effect } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import type { Tenant, TenantDirectory } from "#core/hub/tenant-directory.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { LogUnavailable } from "#core/log/event-log.ts"
import { inTenants } from "./tenant-sql.ts"

export const tenantDirectory: Effect.Effect<
  TenantDirectory["Service"],
  never,
  SqlClient.SqlClient
> = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const columns = sql.literal("id, slug, name, currency, locale, timezone")
  const answered = <A>(rows: Effect.Effect<A, SqlError.SqlError>) =>
    Effect.mapError(rows, (error) => new LogUnavailable({ reason: error.message }))

  return {
    list: answered(sql<Tenant>`select ${columns} from core.tenant order by slug`),
    bySlug: (slug) =>
      answered(sql<Tenant>`select ${columns} from core.tenant where slug = ${slug}`).pipe(
        Effect.map(([tenant]) => tenant),
      ),
    byId: (id) =>
      answered(sql<Tenant>`select ${columns} from core.tenant where id = ${id}`).pipe(
        Effect.map(([tenant]) => tenant),
      ),
    create: ({ id, slug, name, currency, locale, timezone }) =>
      Effect.gen(function* () {
        const made = yield* answered(sql`
          insert into core.tenant (id, slug, name, currency, locale, timezone)
          values (${id}, ${slug}, ${name}, ${currency}, ${locale}, ${timezone})
          on conflict do nothing returning id`)
        if (made.length > 0) return
        // The same tenant again is the same request; another one may not take its name.
        const [known] = yield* answered(sql`select id from core.tenant where slug = ${slug}`)
        if (known?.["id"] !== id)
          return yield* refused("SLUG_TAKEN", `There is a restaurant "${slug}" already`, { slug })
      }),
    update: (id, change) =>
      Object.keys(change).length === 0
        ? Effect.void
        : answered(
            inTenants(
              [id],
              sql`update core.tenant set ${sql.update(change)} where id = ${id}`,
            ).pipe(Effect.provideService(SqlClient.SqlClient, sql), Effect.asVoid),
          ),
  }
})
