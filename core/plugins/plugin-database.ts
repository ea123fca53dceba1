import { Context, type Effect, Schema } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import type { PluginAnswer } from "./plugin-host.ts"
import type { PluginSql } from "./plugin-sql.ts"

/** One file of `migrations/expand`, applied once per database, additive only. */
export interface PluginMigration {
  readonly id: number
  readonly name: string
  readonly sql: string
}

/** A plugin's migration cannot be applied: an edited file, a wrong statement. */
export class MigrationFailed extends Schema.TaggedError<MigrationFailed>()("MigrationFailed", {
  plugin: Schema.String,
  detail: Schema.String,
}) {}

/** What the host needs of the database on behalf of plugins. */
export class PluginDatabase extends Context.Service<
  PluginDatabase,
  {
    /** Makes the plugin's schema and role when they are not there, and applies what was not applied. */
    readonly prepare: (
      plugin: string,
      migrations: ReadonlyArray<PluginMigration>,
    ) => Effect.Effect<void, MigrationFailed | Outage>
    readonly open: (plugin: string, tenantId: TenantId) => PluginSql["Service"]
    /**
     * Runs `work` in one transaction and remembers its answer for 24 h under `key`; a repeat gets that answer and runs
     * nothing, even when both come at once. Refused with `IDEMPOTENCY_MISMATCH` when the key came with another
     * fingerprint. A failed `work` is not remembered.
     */
    readonly once: <E, R>(
      tenantId: TenantId,
      request: { readonly key: string; readonly fingerprint: string },
      work: Effect.Effect<PluginAnswer, E, R>,
    ) => Effect.Effect<
      { readonly answer: PluginAnswer; readonly replayed: boolean },
      E | Refused | Outage,
      R
    >
  }
>()("heard/PluginDatabase") {}
