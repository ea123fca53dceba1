import { Effect, Layer, Schedule, Schema } from "effect"
import { SqlClient } from "effect/sql"
import { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { LimitOverrides, TenantLimits } from "#core/limits/tenant-limits.ts"
import { inTenants } from "./tenant-sql.ts"

/** How soon another process over the same database sees a change. */
const readAgain = "1 minute"

export const tenantLimitsLayer: Layer.Layer<TenantLimits, never, SqlClient.SqlClient> =
  Layer.effect(
    TenantLimits,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      let known: ReadonlyMap<TenantId, LimitOverrides> = new Map()

      const read = Effect.map(
        sql<Stored>`select id, limits from core.tenant where limits is not null`,
        (rows) => {
          known = new Map(rows.map(({ id, limits }) => [id, decode(limits)]))
        },
      )
      // Without the database nobody gets a request through anyway; then the limits of all hold until it is back.
      yield* Effect.ignore(read)
      yield* Effect.forkScoped(
        Effect.sleep(readAgain).pipe(
          Effect.andThen(Effect.ignore(read)),
          Effect.repeat(Schedule.forever),
        ),
      )

      return {
        of: (tenantId) => known.get(tenantId),
        set: (tenantId, overrides) => {
          const limits = Object.keys(overrides).length === 0 ? null : JSON.stringify(overrides)
          return inTenants(
            [tenantId],
            sql`update core.tenant set limits = ${limits}::text::jsonb where id = ${tenantId}`,
          ).pipe(
            Effect.provideService(SqlClient.SqlClient, sql),
            Effect.mapError((error) => new Outage({ reason: error.message })),
            Effect.andThen(
              Effect.sync(() => {
                const next = new Map(known)
                if (limits === null) next.delete(tenantId)
                else next.set(tenantId, overrides)
                known = next
              }),
            ),
          )
        },
      }
    }),
  )

interface Stored {
  readonly id: TenantId
  readonly limits: unknown
}

// What is stored was checked when it was saved; what a later release wrote and this one does not know counts as nothing.
const decode = (limits: unknown): LimitOverrides =>
  Schema.decodeUnknownOption(LimitOverrides)(limits).pipe((found) =>
    found._tag === "Some" ? found.value : {},
  )
