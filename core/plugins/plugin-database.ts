import { Context, type Effect, Schema } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import type {
  ContractMigration,
  DueContract,
  MigrationProgress,
  PluginMigration,
  TenantMigration,
  TriedMigration,
} from "./migration.ts"
import type { PluginSql } from "./plugin-sql.ts"
import type { PluginAnswer } from "./running/plugin-host.ts"

/** A plugin's migration cannot be applied: an edited file, a wrong statement. */
export class MigrationFailed extends Schema.TaggedError<MigrationFailed>()("MigrationFailed", {
  plugin: Schema.String,
  /** Names the file and what the database said. */
  detail: Schema.String,
  /** `0002-backfill`, when it is one file's fault. */
  migration: Schema.optionalKey(Schema.String),
}) {
  override get message(): string {
    return this.detail
  }
}

/** A row of a plugin's table, as it is written down for the time after. */
export interface StoredRow {
  /** `plg_kds.station` */
  readonly table: string
  /** All its columns as a JSON object, in one line. */
  readonly json: string
}

/** What the host needs of the database on behalf of plugins. */
export class PluginDatabase extends Context.Service<
  PluginDatabase,
  {
    /**
     * Makes the plugin's schema and role when they are not there, and applies what was not applied of the expand phase.
     *
     * @param formerKeys `renamed_from`: what one of these left behind (schema, rows, what was applied) becomes this plugin's
     */
    readonly prepare: (
      plugin: string,
      migrations: ReadonlyArray<PluginMigration>,
      formerKeys?: ReadonlyArray<string>,
    ) => Effect.Effect<void, MigrationFailed | Outage>
    /**
     * What was not yet done to this restaurant's rows, batch by batch. A batch that fails is tried three times more; a call
     * after a failure or a crash goes on at the stored cursor.
     */
    readonly migrateTenant: (
      plugin: string,
      tenantId: TenantId,
      migrations: ReadonlyArray<TenantMigration>,
      onProgress: (progress: MigrationProgress) => Effect.Effect<void>,
    ) => Effect.Effect<void, MigrationFailed | Outage>
    /** Tries what `prepare` would apply, and rolls it back. Nothing is locked for longer than 5 s. */
    readonly dryRun: (
      plugin: string,
      migrations: ReadonlyArray<PluginMigration>,
    ) => Effect.Effect<ReadonlyArray<TriedMigration>, MigrationFailed | Outage>
    /** All rows of a restaurant in the plugin's tables, some hundred at a time; in a transaction until the last was taken. */
    readonly rows: <E>(
      plugin: string,
      tenantId: TenantId,
      onRows: (rows: ReadonlyArray<StoredRow>) => Effect.Effect<void, E>,
    ) => Effect.Effect<{ readonly rows: number }, E | Outage>
    /** Deletes all rows of a restaurant in the plugin's tables, in batches; what it deleted stays deleted when it stops half way. */
    readonly purge: (
      plugin: string,
      tenantId: TenantId,
    ) => Effect.Effect<{ readonly rows: number }, MigrationFailed | Outage>
    /** Contract migrations that were not run yet, due or not. */
    readonly contractDue: (
      plugin: string,
      migrations: ReadonlyArray<ContractMigration>,
    ) => Effect.Effect<ReadonlyArray<DueContract>, MigrationFailed | Outage>
    /** Runs those that are due, and answers with their names. Nothing else ever does. */
    readonly contract: (
      plugin: string,
      migrations: ReadonlyArray<ContractMigration>,
    ) => Effect.Effect<ReadonlyArray<string>, MigrationFailed | Outage>
    readonly open: (plugin: string, tenantId: TenantId) => PluginSql["Service"]
    /**
     * Runs `work` outside of the transaction that surrounds the call, if any: what outlives the transaction (an instance
     * and its fibers) must not be part of it.
     */
    readonly apart: <A, E, R>(work: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
    /**
     * Runs `work` in one transaction and remembers its answer for 24 h under `key`; a repeat gets that answer and runs
     * nothing, even when both come at once. Refused with `IDEMPOTENCY_MISMATCH` when the key came with another
     * fingerprint. A failed `work` is not remembered. It takes a connection of the
     * plugin's share, or of the hub's own when no plugin is named.
     */
    readonly once: <E, R>(
      tenantId: TenantId,
      request: { readonly plugin?: string; readonly key: string; readonly fingerprint: string },
      work: Effect.Effect<PluginAnswer, E, R>,
    ) => Effect.Effect<
      { readonly answer: PluginAnswer; readonly replayed: boolean },
      E | Refused | Outage,
      R
    >
  }
>()("heard/PluginDatabase") {}
