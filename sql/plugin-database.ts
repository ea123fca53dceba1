import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import type { Outage } from "#core/hub/gate.ts"
import { otherRequest } from "#core/hub/other-request.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import { type MigrationFailed, PluginDatabase } from "#core/plugins/plugin-database.ts"
import type { SqlFailure } from "#core/plugins/plugin-sql.ts"
import type { PluginAnswer } from "#core/plugins/running/plugin-host.ts"
import type { Borrower } from "./connection-shares.ts"
import { appRole } from "./database-address.ts"
import { DatabaseOwner } from "./database-owner.ts"
import { lend, PluginConnections } from "./plugin-connections.ts"
import { exportRows } from "./plugin-export.ts"
import { prepareHostTables } from "./plugin-migrations.ts"
import { pluginPhases } from "./plugin-phases.ts"
import { purgeRows } from "./plugin-purge.ts"
import {
  apart,
  CurrentTransaction,
  inTransaction,
  pluginSql,
  statementAs,
  WaitingTransaction,
} from "./plugin-sql.ts"
import { migrateTenant } from "./tenant-migration.ts"

/** Plugins' tables over the application's pool; made with the owner's rights, which nothing else here has. */
export const pluginDatabaseLayer: Layer.Layer<
  PluginDatabase,
  MigrationFailed | Outage,
  SqlClient.SqlClient | DatabaseOwner | PluginConnections
> = Layer.effect(
  PluginDatabase,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const owner = yield* DatabaseOwner
    const connections = yield* PluginConnections
    yield* prepareHostTables(owner)
    return PluginDatabase.of({
      ...pluginPhases(sql, owner),
      migrateTenant: (plugin, tenantId, migrations, onProgress) =>
        migrateTenant(sql, plugin, tenantId, migrations, onProgress),
      rows: (plugin, tenantId, onRows) => exportRows(sql, plugin, tenantId, onRows),
      purge: (plugin, tenantId) => purgeRows(sql, plugin, tenantId),
      open: (plugin, tenantId) => pluginSql(sql, plugin, tenantId, connections),
      apart: (work) => apart(sql, work),
      once: (tenantId, { plugin, ...request }, work) => {
        const answered = once(sql, tenantId, request, work)
        return plugin === undefined
          ? answered
          : lentUnlessOpen(connections, { plugin, tenantId }, answered)
      },
    })
  }),
)

/** Inside of a transaction, or for an event's handler, which has a connection lent already, it takes no other. */
const lentUnlessOpen = <A, E, R>(
  connections: PluginConnections["Service"],
  borrower: Borrower,
  work: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | Outage, R> =>
  Effect.flatMap(CurrentTransaction, (open) =>
    Effect.flatMap(WaitingTransaction, (waiting) =>
      open === undefined && waiting === undefined ? lend(connections, borrower, work) : work,
    ),
  )

/**
 * The key is taken first: a second request with it waits for the first one's transaction and then finds the answer, or
 * the key free again. Keys older than a day are forgotten, a few with each new one.
 */
const takeKey = `
  with old as (
    delete from core.idempotency where ctid in (
      select ctid from core.idempotency
       where tenant_id = $1::uuid and at < now() - interval '24 hours' and key <> $2 limit 20))
  insert into core.idempotency (tenant_id, key, fingerprint) values ($1::uuid, $2, $3)
  on conflict (tenant_id, key) do update set fingerprint = excluded.fingerprint, answer = null, at = now()
    where idempotency.at < now() - interval '24 hours'
  returning true as taken`

const once = <E, R>(
  sql: SqlClient.SqlClient,
  tenantId: TenantId,
  request: { readonly key: string; readonly fingerprint: string },
  work: Effect.Effect<PluginAnswer, E, R>,
): Effect.Effect<
  { readonly answer: PluginAnswer; readonly replayed: boolean },
  E | Refused | Outage,
  R
> => {
  const run = (statement: string, values: ReadonlyArray<string>) =>
    neverBroken(statementAs(sql, appRole, statement, values))
  return inTransaction(
    sql,
    tenantId,
    appRole,
    Effect.gen(function* () {
      const key = [tenantId, request.key]
      const [taken] = yield* run(takeKey, [...key, request.fingerprint])
      if (taken === undefined) {
        const [earlier] = yield* run(
          "select fingerprint, answer from core.idempotency where tenant_id = $1::uuid and key = $2",
          key,
        )
        if (earlier?.["fingerprint"] !== request.fingerprint) return yield* otherRequest
        return { answer: earlier["answer"] as PluginAnswer, replayed: true }
      }
      const answer = yield* work
      if ("json" in answer)
        yield* run(
          "update core.idempotency set answer = $3::text::jsonb where tenant_id = $1::uuid and key = $2",
          [...key, JSON.stringify(answer)],
        )
      return { answer, replayed: false }
    }),
  )
}

const neverBroken = <A>(effect: Effect.Effect<A, SqlFailure>): Effect.Effect<A, Refused | Outage> =>
  Effect.catchTag(effect, "ConstraintBroken", Effect.die)
