import { Context, Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { migrationFailed } from "./plugin-data.ts"

/**
 * Schemas, roles and tables of plugins. The start makes those that a restaurant has something in; the others are made
 * for the first restaurant that wants the plugin. Nothing of a plugin may run before.
 */
export class PreparedTables extends Context.Service<
  PreparedTables,
  {
    /** Applies what is due of its expand phase. Refused with `MIGRATION_FAILED`. */
    readonly prepare: (plugin: LoadedPlugin) => Effect.Effect<void, CommandFailure>
    /** The same, unless this process did it before. A plugin without tables needs it too: it works as its own role. */
    readonly ensure: (plugin: LoadedPlugin) => Effect.Effect<void, CommandFailure>
  }
>()("heard/PreparedTables") {}

/** @param atStart keys of those that are prepared already */
export const preparedTables = (
  database: Pick<PluginDatabase["Service"], "prepare">,
  atStart: Iterable<string>,
): PreparedTables["Service"] => {
  const done = new Set(atStart)
  const prepare: PreparedTables["Service"]["prepare"] = ({ key, migrations, manifest }) =>
    database.prepare(key, migrations.expand, manifest.renamed_from).pipe(
      Effect.catchTag("MigrationFailed", ({ detail }) => migrationFailed(key, detail)),
      Effect.andThen(Effect.sync(() => void done.add(key))),
    )
  return {
    prepare,
    // Two at the same time both do it: the database lets one wait, and the second finds nothing due.
    ensure: (plugin) =>
      Effect.suspend(() => (done.has(plugin.key) ? Effect.void : prepare(plugin))),
  }
}
