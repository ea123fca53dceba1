import { Effect, SemVer } from "effect"
import type { SqlClient } from "effect/sql"
import { SqlClient as CurrentSql } from "effect/sql/SqlClient"
import { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { ContractMigration, DueContract } from "#core/plugins/migration.ts"
import { inTenants } from "./tenant-sql.ts"

/** How many restaurants one transaction looks at. */
const atOnce = 500

/**
 * Of each migration, how many restaurants' data is older than it allows. Data that an uninstalled plugin left behind counts:
 * it may be installed again.
 */
export const restaurantsBehind = (
  sql: SqlClient.SqlClient,
  plugin: string,
  migrations: ReadonlyArray<ContractMigration>,
): Effect.Effect<ReadonlyArray<DueContract>, Outage> =>
  Effect.map(versionsOf(sql, plugin), (versions) =>
    migrations.map(({ name, afterVersion }) => ({
      name,
      afterVersion,
      behind: versions.filter((version) => isOlder(version, afterVersion)).length,
    })),
  )

const isOlder = (version: string, than: string): boolean =>
  SemVer.isLessThan(SemVer.parseUnsafe(version), SemVer.parseUnsafe(than))

const versionsOf = (
  sql: SqlClient.SqlClient,
  plugin: string,
): Effect.Effect<ReadonlyArray<string>, Outage> =>
  Effect.gen(function* () {
    const tenants = yield* allTenants(sql)
    const versions: Array<string> = []
    for (let at = 0; at < tenants.length; at += atOnce) {
      const rows = yield* inTenants(
        tenants.slice(at, at + atOnce),
        sql<{ version: string }>`
          select installed_version as version from core.tenant_plugin
           where plugin_key = ${plugin} and installed_version is not null`,
      )
      for (const { version } of rows) versions.push(version)
    }
    return versions
  }).pipe(
    Effect.mapError((error) => new Outage({ reason: error.message })),
    Effect.provideService(CurrentSql, sql),
  )

/** Every restaurant of the directory. */
export const allTenants = (sql: SqlClient.SqlClient) =>
  Effect.map(sql<{ id: TenantId }>`select id from core.tenant order by id`, (rows) =>
    rows.map(({ id }) => id),
  )
