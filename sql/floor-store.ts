import { Effect } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import { LogUnavailable } from "#core/log/event-log.ts"
import type { FloorStore } from "#core/log/floor-store.ts"
import { inTenant } from "./tenant-sql.ts"

export const floorStore: Effect.Effect<FloorStore["Service"], never, SqlClient.SqlClient> =
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const provided = <A>(
      effect: Effect.Effect<A, SqlError.SqlError, SqlClient.SqlClient>,
    ): Effect.Effect<A, LogUnavailable> =>
      effect.pipe(
        Effect.provideService(SqlClient.SqlClient, sql),
        Effect.mapError((error) => new LogUnavailable({ reason: error.message })),
      )

    return {
      load: (scope) =>
        provided(
          inTenant(
            scope,
            Effect.gen(function* () {
              const [checkpoint] = yield* sql<{ position: string; counters: unknown }>`
                select position::text, counters from floor.checkpoint where tenant_id = ${scope.tenantId}`
              const orders = yield* sql<{ state: unknown }>`
                select state from floor.open_order where tenant_id = ${scope.tenantId} order by order_id`
              return {
                position: Number(checkpoint?.position ?? 0),
                counters: checkpoint?.counters ?? {},
                orders: orders.map((row) => row.state),
              }
            }),
          ),
        ),
      save: (scope, { position, counters, changed, gone }) =>
        provided(
          inTenant(
            scope,
            Effect.gen(function* () {
              if (gone.length > 0)
                yield* sql`
                  delete from floor.open_order where tenant_id = ${scope.tenantId} and ${sql.in("order_id", gone)}`
              if (changed.length > 0)
                yield* sql`
                  insert into floor.open_order (tenant_id, order_id, state)
                  select ${scope.tenantId}::uuid, (o ->> 'id')::uuid, o -> 'state'
                  from jsonb_array_elements(${JSON.stringify(changed)}::text::jsonb) as o
                  on conflict (tenant_id, order_id) do update set state = excluded.state`
              yield* sql`
                insert into floor.checkpoint (tenant_id, position, counters)
                values (${scope.tenantId}, ${position}, ${JSON.stringify(counters)}::text::jsonb)
                on conflict (tenant_id) do update
                set position = excluded.position, counters = excluded.counters, saved_at = now()`
            }),
          ),
        ),
      busyTenants: provided(
        Effect.map(sql<{ tenant_id: string }>`select tenant_id from floor.busy_tenants()`, (rows) =>
          rows.map((row) => row.tenant_id),
        ),
      ),
    }
  })
