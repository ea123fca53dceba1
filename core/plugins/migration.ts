import type { Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { PluginSql, SqlFailure } from "./plugin-sql.ts"

/** One file of `migrations/expand`: applied once per database, additive only, before any of the new code runs. */
export interface PluginMigration {
  /** The number before the name. Unique in its phase; a lower one that arrives later still runs. */
  readonly id: number
  readonly name: string
  readonly sql: string
}

/** One file of `migrations/tenant`: applied once per restaurant, to its rows alone. */
export interface TenantMigration {
  readonly id: number
  readonly name: string
  /** The file as it stands: SQL to run, or code, of which only the checksum is taken. */
  readonly text: string
  /** What a `.ts` file exports as `up`. A `.sql` file has none: its text is one batch. */
  readonly up?: TenantStep
}

/** One file of `migrations/contract`: takes away what no restaurant's data needs any more. Only ever run by a person. */
export interface ContractMigration extends PluginMigration {
  /** From its header `-- heard:after-version 2.0.0`: due when no restaurant's data is older. */
  readonly afterVersion: string
}

export interface PluginMigrations {
  readonly expand: ReadonlyArray<PluginMigration>
  readonly tenant: ReadonlyArray<TenantMigration>
  readonly contract: ReadonlyArray<ContractMigration>
}

export const noMigrations: PluginMigrations = { expand: [], tenant: [], contract: [] }

export interface TenantStepContext {
  readonly tenantId: TenantId
  /** What the batch before returned as `next`, as JSON brought it back; undefined at the first. */
  readonly cursor: unknown
}

/** What a batch did. With `next` there is another one, which gets it as its cursor. */
export interface TenantBatch {
  /** Rows that were changed, for whoever watches. */
  readonly rows: number
  /** JSON. */
  readonly next?: unknown
}

/**
 * One batch of a restaurant's rows, about a thousand at most. Each is a transaction together with its cursor, so that a
 * crash repeats or skips nothing.
 */
export type TenantStep = (
  context: TenantStepContext,
) => Effect.Effect<TenantBatch, SqlFailure, PluginSql>

/** After each batch, and once when a file is done. */
export interface MigrationProgress {
  /** `0002-backfill` */
  readonly name: string
  readonly rows: number
  readonly done: boolean
}

/** What one migration would do to a running restaurant, measured in a transaction that was rolled back. */
export interface TriedMigration {
  readonly name: string
  readonly tookMs: number
  /** Tables that nobody can read or write meanwhile. */
  readonly locks: ReadonlyArray<string>
  /** Tables that are written anew, row by row. */
  readonly rewrites: ReadonlyArray<string>
}

/** A contract migration that was not run yet. */
export interface DueContract {
  readonly name: string
  readonly afterVersion: string
  /** Restaurants whose data is older: it is due when this is 0. */
  readonly behind: number
}
