import { Cause, Effect, Schedule, Schema } from "effect"
import type { SqlClient } from "effect/sql"
import { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { sqlStatements } from "#core/plugins/loading/sql-statements.ts"
import type { MigrationProgress, TenantMigration, TenantStep } from "#core/plugins/migration.ts"
import { MigrationFailed } from "#core/plugins/plugin-database.ts"
import { PluginSql, type Row, type SqlFailure, type SqlValue } from "#core/plugins/plugin-sql.ts"
import { appRole } from "./database-address.ts"
import { checksumOf } from "./migrate.ts"
import { inTransaction, pluginSql, statementAs } from "./plugin-sql.ts"

/** Whose rows are brought along, and for which plugin. */
interface Target {
  readonly sql: SqlClient.SqlClient
  readonly plugin: string
  readonly tenantId: TenantId
}

/**
 * Runs what this restaurant's rows have not seen. Each batch, its cursor and its count are one transaction, and the row of
 * `core.tenant_migration` is locked meanwhile: two processes take turns, and a crash repeats nothing.
 */
export const migrateTenant = (
  sql: SqlClient.SqlClient,
  plugin: string,
  tenantId: TenantId,
  migrations: ReadonlyArray<TenantMigration>,
  onProgress: (progress: MigrationProgress) => Effect.Effect<void>,
): Effect.Effect<void, MigrationFailed | Outage> =>
  Effect.gen(function* () {
    const target = { sql, plugin, tenantId }
    const seen = new Map((yield* storedFiles(target)).map((row) => [row["id"], row]))
    const inOrder = migrations.toSorted((a, b) => a.id - b.id)
    for (const file of inOrder) {
      const stored = seen.get(file.id)
      if (stored?.["status"] === "done" && stored["checksum"] !== checksumOf(file.text))
        return yield* failed(plugin, file, "it was edited after it had been applied")
    }
    for (const file of inOrder)
      if (seen.get(file.id)?.["status"] !== "done") yield* runFile(target, file, onProgress)
  })

/** A restaurant's file as far as it is done. */
interface Stage {
  readonly done: boolean
  readonly rows: number
}

const runFile = (
  target: Target,
  file: TenantMigration,
  onProgress: (progress: MigrationProgress) => Effect.Effect<void>,
): Effect.Effect<void, MigrationFailed | Outage> =>
  Effect.gen(function* () {
    for (let done = false; !done; ) {
      const stage: Stage = yield* batch(target, file).pipe(
        Effect.retry({ schedule: Schedule.exponential("250 millis"), times: 3 }),
        Effect.tapError(({ detail }) => Effect.ignore(noteFailure(target, file, detail))),
        Effect.mapError(({ detail, outage }) => outage ?? failed(target.plugin, file, detail)),
      )
      done = stage.done
      yield* onProgress({ name: file.name, rows: stage.rows, done })
    }
  })

/** Why a batch was undone. */
class BatchUndone extends Schema.TaggedError<BatchUndone>()("BatchUndone", {
  detail: Schema.String,
  outage: Schema.optionalKey(Schema.instanceOf(Outage)),
}) {}

/** Longest that one batch may take: the rows that it holds are the restaurant's own. */
const batchWithin = "1 minute"

const batch = (target: Target, file: TenantMigration): Effect.Effect<Stage, BatchUndone> => {
  const { sql, plugin, tenantId } = target
  const work = file.up ?? asStatements(file.text)
  const key = [tenantId, plugin, file.id]
  return inTransaction(
    sql,
    tenantId,
    appRole,
    Effect.gen(function* () {
      yield* asApp(sql, begin, [...key, file.name, checksumOf(file.text)])
      const [row] = yield* asApp(sql, lockFile, key)
      const before = Number(row?.["rows"] ?? 0)
      // Another process finished it while this one waited for the row.
      if (row?.["status"] === "done") return { done: true, rows: before }
      const cursor = row?.["cursor"] ?? undefined
      const { rows, next } = yield* Effect.provideService(
        work({ tenantId, cursor }),
        PluginSql,
        pluginSql(sql, plugin, tenantId),
      )
      const stored = next === undefined ? null : JSON.stringify(next)
      if (stored !== null && stored === JSON.stringify(cursor))
        return yield* new BatchUndone({ detail: `It goes round in circles at ${stored}` })
      yield* asApp(sql, endBatch, [...key, stored, rows])
      return { done: stored === null, rows: before + rows }
    }),
  ).pipe(
    Effect.timeoutOrElse({
      duration: batchWithin,
      orElse: () => Effect.fail(new BatchUndone({ detail: `A batch took over ${batchWithin}` })),
    }),
    Effect.catchCause((cause) =>
      Cause.hasInterruptsOnly(cause) ? Effect.interrupt : Effect.fail(undone(cause)),
    ),
  )
}

/** A `.sql` file: one batch, whatever it holds. Its rows are not counted. */
const asStatements =
  (text: string): TenantStep =>
  () =>
    Effect.flatMap(PluginSql, ({ query }) =>
      Effect.as(
        Effect.forEach(sqlStatements(text), (statement) => query(statement.text), {
          discard: true,
        }),
        { rows: 0 },
      ),
    )

const begin = `
  insert into core.tenant_migration (tenant_id, plugin_key, id, name, checksum, status)
  values ($1::uuid, $2, $3, $4, $5, 'running')
  on conflict (tenant_id, plugin_key, id) do update set checksum = excluded.checksum, name = excluded.name
    where tenant_migration.status <> 'done'`

const lockFile = `
  select status, cursor, rows from core.tenant_migration
   where tenant_id = $1::uuid and plugin_key = $2 and id = $3 for update`

const endBatch = `
  update core.tenant_migration
     set cursor = $4::text::jsonb, rows = rows + $5::bigint, error = null, changed_at = now(),
         status = case when $4::text is null then 'done' else 'running' end
   where tenant_id = $1::uuid and plugin_key = $2 and id = $3`

const noteFailure = (target: Target, file: TenantMigration, detail: string) =>
  inTransaction(
    target.sql,
    target.tenantId,
    appRole,
    asApp(
      target.sql,
      `insert into core.tenant_migration (tenant_id, plugin_key, id, name, checksum, status, error)
       values ($1::uuid, $2, $3, $4, $5, 'failed', $6)
       on conflict (tenant_id, plugin_key, id) do update
         set status = 'failed', error = excluded.error, changed_at = now() where tenant_migration.status <> 'done'`,
      [
        target.tenantId,
        target.plugin,
        file.id,
        file.name,
        checksumOf(file.text),
        detail.slice(0, 2_000),
      ],
    ),
  )

const storedFiles = ({
  sql,
  plugin,
  tenantId,
}: Target): Effect.Effect<ReadonlyArray<Row>, Outage> =>
  inTransaction(
    sql,
    tenantId,
    appRole,
    asApp(
      sql,
      "select id, status, checksum from core.tenant_migration where tenant_id = $1::uuid and plugin_key = $2",
      [tenantId, plugin],
    ),
  )

/** The hub's own statements: nothing in them is a person's, so whatever is wrong but an outage is a bug. */
const asApp = (
  sql: SqlClient.SqlClient,
  statement: string,
  values: ReadonlyArray<SqlValue>,
): Effect.Effect<ReadonlyArray<Row>, Outage> =>
  Effect.catchTags(statementAs(sql, appRole, statement, values), {
    ConstraintBroken: Effect.die,
    Refused: Effect.die,
  })

const undone = (cause: Cause.Cause<SqlFailure | BatchUndone>): BatchUndone => {
  const failure = Cause.squash(cause)
  if (failure instanceof BatchUndone) return failure
  if (failure instanceof Outage) return new BatchUndone({ detail: failure.reason, outage: failure })
  return new BatchUndone({ detail: sentenceOf(failure) })
}

const sentenceOf = (failure: unknown): string => {
  if (typeof failure !== "object" || failure === null) return String(failure)
  if ("constraint" in failure) return `A row broke ${String(failure.constraint)}`
  if ("detail" in failure) return String(failure.detail)
  return failure instanceof Error ? innermost(failure).message : String(failure)
}

/** What the database itself said, below the client's own words. */
const innermost = (error: Error): Error =>
  error.cause instanceof Error ? innermost(error.cause) : error

const failed = (plugin: string, file: TenantMigration, detail: string): MigrationFailed =>
  new MigrationFailed({ plugin, migration: file.name, detail: `tenant/${file.name}: ${detail}` })
