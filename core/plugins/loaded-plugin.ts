import { Context, Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import { checkDefinitions } from "./definition-check.ts"
import { discoverPlugins, type FoundPlugin } from "./discovery.ts"
import type { Manifest } from "./manifest.ts"
import type { PluginMigrations } from "./migration.ts"
import type { PluginDatabase } from "./plugin-database.ts"
import type { DiscoveredPlugin } from "./plugin-host.ts"
import type { PluginSources } from "./plugin-sources.ts"
import { resolvePlugins } from "./resolver.ts"
import type { PluginDefinition } from "./sdk.ts"
import type { Seed } from "./seed.ts"
import type { Translations } from "./translations.ts"

/** A sound plugin with its tables in place. */
export interface LoadedPlugin {
  readonly key: string
  readonly manifest: Manifest
  readonly definition: PluginDefinition
  readonly migrations: PluginMigrations
  readonly translations: Translations
  readonly seed?: Seed
}

/** Every plugin that this process has loaded, by key and in the order of their requirements. */
export class LoadedPlugins extends Context.Service<
  LoadedPlugins,
  ReadonlyMap<string, LoadedPlugin>
>()("heard/LoadedPlugins") {}

export interface PluginSet {
  /** In the order of their requirements. */
  readonly loaded: ReadonlyMap<string, LoadedPlugin>
  /** All that were found, sound or not. */
  readonly discovered: ReadonlyArray<DiscoveredPlugin>
}

/**
 * Finds, checks and prepares every plugin of the sources. A bad one stays out, with those that require it; the rest is
 * loaded.
 */
export const loadPlugins = (
  sources: PluginSources,
  database: PluginDatabase["Service"],
): Effect.Effect<PluginSet, Outage> =>
  Effect.gen(function* () {
    const found = checkDefinitions(yield* discoverPlugins(sources))
    const prepared = yield* prepareTables(found, database)
    const { order, problems } = resolvePlugins(prepared)
    const byKey = new Map(prepared.map((plugin) => [plugin.key, plugin]))
    const loaded = new Map<string, LoadedPlugin>()
    for (const key of order) {
      const plugin = byKey.get(key)
      if (plugin?.manifest === undefined || plugin.definition === undefined) continue
      loaded.set(key, {
        key,
        manifest: plugin.manifest,
        definition: plugin.definition,
        migrations: plugin.migrations,
        translations: plugin.translations,
        ...(plugin.seed === undefined ? {} : { seed: plugin.seed }),
      })
    }
    const discovered = prepared.map(
      ({ key, manifest }): DiscoveredPlugin => ({
        key,
        name: manifest?.name ?? key,
        version: manifest?.version ?? "0.0.0",
        description: manifest?.description ?? "",
        loaded: loaded.has(key),
        problems: problems.get(key) ?? [],
      }),
    )
    for (const { key, problems: found } of discovered)
      for (const { code, detail } of found)
        yield* Effect.logWarning(
          `Plugin "${key}" ${loaded.has(key) ? "has a fault" : "is not loaded"}: ${code}: ${detail}`,
        )
    return { loaded, discovered }
  })

/** Only those that would be loaded get tables, in order. A failed migration is one more problem of its plugin. */
const prepareTables = (
  found: ReadonlyArray<FoundPlugin>,
  database: PluginDatabase["Service"],
): Effect.Effect<ReadonlyArray<FoundPlugin>, Outage> =>
  Effect.gen(function* () {
    const failed = new Map<string, string>()
    for (const key of resolvePlugins(found).order) {
      const plugin = found.find((one) => one.key === key)
      // Without tables of its own too: its role is what its transactions run as.
      if (plugin === undefined) continue
      yield* database
        .prepare(key, plugin.migrations.expand, plugin.manifest?.renamed_from)
        .pipe(
          Effect.catchTag("MigrationFailed", ({ detail }) =>
            Effect.sync(() => failed.set(key, detail)),
          ),
        )
    }
    return found.map((plugin) => {
      const detail = failed.get(plugin.key)
      return detail === undefined
        ? plugin
        : { ...plugin, problems: [...plugin.problems, { code: "MIGRATION_FAILED", detail }] }
    })
  })
