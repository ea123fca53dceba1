import { Effect } from "effect"
import type { CommandFailure, Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { derivedId } from "#core/plugins/derived-id.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { MigrationProgress } from "#core/plugins/migration.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import type { PluginInstances } from "#core/plugins/running/plugin-instances.ts"
import { inOrigin } from "#core/plugins/running/plugin-origin.ts"
import type { SeedKind } from "#core/plugins/seed.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"

/** Brings the restaurant's rows to what this code wants; where nothing is due it costs no round trip. */
export const migrateData = (
  { database }: Pick<LifecycleParts, "database">,
  { key, migrations }: LoadedPlugin,
  tenantId: TenantId,
  onProgress: (progress: MigrationProgress) => Effect.Effect<void>,
): Effect.Effect<void, CommandFailure> =>
  migrations.tenant.length === 0
    ? Effect.void
    : Effect.catchTag(
        database.migrateTenant(key, tenantId, migrations.tenant, onProgress),
        "MigrationFailed",
        ({ detail }) => migrationFailed(key, detail),
      )

export const migrationFailed = (plugin: string, detail: string) =>
  refused("MIGRATION_FAILED", `The tables of "${plugin}" could not be changed: ${detail}`, {
    plugin,
  })

/** All of a plugin's seed or nothing, and one commit instead of a hundred. */
export const seedTenant = (
  { instances }: { readonly instances: Pick<PluginInstances["Service"], "get"> },
  { key, seed }: LoadedPlugin,
  tenantId: TenantId,
  kind: SeedKind,
): Effect.Effect<void, CommandFailure> =>
  seed === undefined
    ? Effect.void
    : Effect.scoped(
        Effect.flatMap(
          instances.get(key, tenantId),
          (context) =>
            Effect.provideContext(
              Effect.flatMap(PluginSql, (sql) =>
                inOrigin(
                  { tenantId, pluginKey: key },
                  sql.transaction(
                    seed({ tenantId, id: (name) => derivedId(tenantId, name) }, kind),
                  ),
                ),
              ),
              context,
            ) as Effect.Effect<void, CommandFailure>,
        ),
      )

/** What its manifest gives the restaurant's roles. */
export const grantDefaults = (
  { around }: Pick<LifecycleParts, "around">,
  { key, manifest }: LoadedPlugin,
  tenantId: TenantId,
): Effect.Effect<void, Outage> =>
  manifest.roles === undefined
    ? Effect.void
    : around.roles.grantDefaults(tenantId, key, manifest.roles)
