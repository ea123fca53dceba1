import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { inProgress, notInstalled } from "#core/plugins/lifecycle/refusals.ts"
import { type StateChange, StateStore } from "#core/plugins/lifecycle/state-store.ts"
import type { Row, SqlValue } from "#core/plugins/plugin-sql.ts"
import type { TenantPlugin } from "#core/plugins/plugin-states.ts"
import { appRole } from "./database-address.ts"
import { allTenants, hostStatement, hostTransaction } from "./host-sql.ts"
import { joinedTransaction } from "./plugin-sql.ts"

export const stateStoreLayer: Layer.Layer<StateStore, never, SqlClient.SqlClient> = Layer.effect(
  StateStore,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const read = (tenantId: TenantId, statement: string, values: ReadonlyArray<SqlValue>) =>
      hostTransaction(sql, [tenantId], hostStatement(sql, statement, values))
    return {
      all: overAll(sql, `select tenant_id, ${columns} from core.tenant_plugin`, (rows) =>
        rows.map((row) => ({ ...stateOf(row), tenantId: row["tenant_id"] as TenantId })),
      ),
      kept: overAll(
        sql,
        "select distinct plugin_key from core.tenant_plugin where installed_version is not null or actual <> 'absent'",
        (rows) => new Set(rows.map((row) => row["plugin_key"] as string)),
      ),
      purgeDue: (at, limit) =>
        overAll(
          sql,
          `select tenant_id, plugin_key, ${purgeAfter} from core.tenant_plugin as t
            where actual = 'absent' and t.purge_after <= to_timestamp($1::float8 / 1000)
            order by t.purge_after, tenant_id, plugin_key limit $2::int`,
          (rows) =>
            rows.map((row) => ({
              tenantId: row["tenant_id"] as TenantId,
              plugin: row["plugin_key"] as string,
              purgeAfter: row["purge_after"] as number,
            })),
          [at, limit],
        ),
      of: (tenantId) =>
        Effect.map(
          read(tenantId, `select ${columns} from core.tenant_plugin where tenant_id = $1::uuid`, [
            tenantId,
          ]),
          (rows) => rows.map(stateOf),
        ),
      config: (tenantId, plugin) =>
        Effect.map(
          // A plugin asks in the middle of its own transaction, which goes on with its own rights afterwards.
          joinedTransaction(
            sql,
            tenantId,
            appRole,
            hostStatement(
              sql,
              "select config from core.tenant_plugin where tenant_id = $1::uuid and plugin_key = $2",
              [tenantId, plugin],
            ),
          ),
          ([row]) => row?.["config"] ?? undefined,
        ),
      saveConfig: (tenantId, plugin, config, also) =>
        hostTransaction(
          sql,
          [tenantId],
          Effect.gen(function* () {
            // The row is taken first: an operation that begins at this moment waits for it, and then starts with it.
            const [saved] = yield* hostStatement(
              sql,
              `update core.tenant_plugin set config = $3::text::jsonb, epoch = epoch + 1
                where tenant_id = $1::uuid and plugin_key = $2 and actual <> 'absent' returning true`,
              [tenantId, plugin, JSON.stringify(config)],
            )
            if (saved === undefined) return yield* notInstalled(plugin)
            const [underWay] = yield* hostStatement(
              sql,
              "select id from core.plugin_operation where tenant_id = $1::uuid and status in ('queued', 'running')",
              [tenantId],
            )
            if (underWay !== undefined) return yield* inProgress(underWay["id"])
            if (also !== undefined) yield* also
          }),
        ),
      change: (tenantId, changes, also) =>
        hostTransaction(
          sql,
          [tenantId],
          Effect.andThen(changeStates(sql, tenantId, changes), also ?? Effect.void),
        ),
    }
  }),
)

/** One statement over the rows of every restaurant. */
const overAll = <A>(
  sql: SqlClient.SqlClient,
  statement: string,
  read: (rows: ReadonlyArray<Row>) => A,
  values: ReadonlyArray<SqlValue> = [],
): Effect.Effect<A, Outage> =>
  hostTransaction(
    sql,
    [],
    Effect.andThen(
      hostStatement(sql, allTenants),
      Effect.map(hostStatement(sql, statement, values), read),
    ),
  )

/** In the open transaction, in the order of their keys: two of one restaurant wait for each other, never in a circle. */
export const changeStates = (
  sql: SqlClient.SqlClient,
  tenantId: TenantId,
  changes: ReadonlyArray<StateChange>,
): Effect.Effect<void, Outage> =>
  Effect.forEach(
    changes.toSorted((a, b) => (a.plugin < b.plugin ? -1 : 1)),
    (change) =>
      change.forget
        ? hostStatement(
            sql,
            "delete from core.tenant_plugin where tenant_id = $1::uuid and plugin_key = $2",
            [tenantId, change.plugin],
          )
        : hostStatement(sql, upsert, [
            tenantId,
            change.plugin,
            change.desired ?? null,
            change.actual ?? null,
            change.installedVersion ?? null,
            change.config === undefined ? null : JSON.stringify(change.config),
            change.lastError !== undefined,
            change.lastError === undefined || change.lastError === null
              ? null
              : JSON.stringify(change.lastError),
            change.purgeAfter !== undefined,
            change.purgeAfter ?? null,
          ]),
    { discard: true },
  )

const purgeAfter = "(extract(epoch from purge_after) * 1000)::float8 as purge_after"

const columns = `plugin_key, ${purgeAfter}, desired, actual, installed_version, epoch::float8 as epoch, last_error,
  (extract(epoch from enabled_at) * 1000)::float8 as enabled_at`

const upsert = `
  insert into core.tenant_plugin as t
    (tenant_id, plugin_key, desired, actual, installed_version, config, epoch, enabled_at, last_error, purge_after)
  values ($1::uuid, $2, coalesce($3, 'absent'), coalesce($4, 'absent'), $5, $6::text::jsonb, 1,
    case when $4 = 'enabled' then now() end, $8::text::jsonb, to_timestamp($10::float8 / 1000))
  on conflict (tenant_id, plugin_key) do update set
    desired = coalesce($3, t.desired),
    actual = coalesce($4, t.actual),
    installed_version = coalesce($5, t.installed_version),
    config = coalesce($6::text::jsonb, t.config),
    epoch = t.epoch + case when $4 is null and $5 is null and $6 is null and not $9 then 0 else 1 end,
    enabled_at = case when $4 is null or $4 = t.actual or $4 = 'quarantined' then t.enabled_at
      when $4 = 'enabled' then coalesce(t.enabled_at, now()) end,
    last_error = case when $7 then $8::text::jsonb else t.last_error end,
    purge_after = case when $9 then to_timestamp($10::float8 / 1000) else t.purge_after end`

const stateOf = (row: Row): TenantPlugin => ({
  plugin: row["plugin_key"] as string,
  desired: row["desired"] as TenantPlugin["desired"],
  actual: row["actual"] as TenantPlugin["actual"],
  installedVersion: (row["installed_version"] as string | null) ?? undefined,
  epoch: row["epoch"] as number,
  enabledAt: (row["enabled_at"] as number | null) ?? undefined,
  purgeAfter: (row["purge_after"] as number | null) ?? undefined,
  lastError: (row["last_error"] as TenantPlugin["lastError"] | null) ?? undefined,
})
