import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import { Outage } from "#core/hub/gate.ts"
import { MigrationFailed, type PluginDatabase } from "#core/plugins/plugin-database.ts"
import { allTenants, restaurantsBehind } from "./contract-migrations.ts"
import type { DatabaseOwner } from "./database-owner.ts"
import { tryMigrations } from "./dry-run.ts"
import { pendingSteps } from "./migrate.ts"
import type { PlainConnection } from "./plain-connection.ts"
import {
  applyFiles,
  asOwner,
  contractOf,
  expandOf,
  named,
  prepareTables,
} from "./plugin-migrations.ts"
import { pluginRole } from "./plugin-sql.ts"
import { takeOver } from "./plugin-takeover.ts"

/** What changes a plugin's tables for all restaurants of the database: expand, its trial, and contract. */
export const pluginPhases = (
  sql: SqlClient.SqlClient,
  owner: DatabaseOwner["Service"],
): Pick<PluginDatabase["Service"], "prepare" | "dryRun" | "contractDue" | "contract"> => {
  const due: PluginDatabase["Service"]["contractDue"] = (plugin, migrations) =>
    Effect.flatMap(
      asOwner(owner, (connection) =>
        Effect.flatMap(isPrepared(connection, plugin), (prepared) =>
          prepared
            ? named(plugin, pendingSteps(connection, { namespace: contractOf(plugin), migrations }))
            : // Nobody ever had it: there is nothing that could be taken away.
              Effect.succeed([]),
        ),
      ),
      (pending) => restaurantsBehind(sql, plugin, pending),
    )
  return {
    prepare: (plugin, migrations, formerKeys = []) =>
      prepareTables(owner, plugin, migrations, (connection) =>
        formerKeys.length === 0
          ? Effect.void
          : allTenants(sql).pipe(
              Effect.mapError((error) => new Outage({ reason: error.message })),
              Effect.flatMap((tenants) =>
                takeOver(connection, { plugin, formerKeys, migrations, tenants }),
              ),
            ),
      ),
    dryRun: (plugin, migrations) =>
      asOwner(owner, (connection) =>
        Effect.flatMap(
          named(plugin, pendingSteps(connection, { namespace: expandOf(plugin), migrations })),
          (pending) => tryMigrations(connection, plugin, pluginRole(plugin), pending),
        ),
      ),
    contractDue: due,
    contract: (plugin, migrations) =>
      Effect.flatMap(due(plugin, migrations), (found) => {
        const allowed = new Set(found.filter(({ behind }) => behind === 0).map(({ name }) => name))
        const ready = migrations.filter(({ name }) => allowed.has(name))
        return ready.length === 0
          ? Effect.succeed([])
          : asOwner(owner, (connection) =>
              applyFiles(connection, plugin, contractOf(plugin), ready),
            )
      }),
  }
}

const isPrepared = (
  connection: PlainConnection,
  plugin: string,
): Effect.Effect<boolean, MigrationFailed> =>
  Effect.tryPromise({
    try: async () => {
      const [row] = await connection.unsafe<Array<{ there: boolean }>>(
        "select to_regnamespace($1) is not null as there",
        [pluginRole(plugin)],
      )
      return row?.there === true
    },
    catch: (cause) => new MigrationFailed({ plugin, detail: (cause as Error).message }),
  })
