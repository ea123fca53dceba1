import { Context, Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { Manifest } from "#core/plugins/manifest/manifest.ts"
import { resolvePlugins } from "#core/plugins/manifest/resolver.ts"
import type { PluginMigrations } from "#core/plugins/migration.ts"
import type { PluginDatabase } from "#core/plugins/plugin-database.ts"
import type { DiscoveredPlugin } from "#core/plugins/running/plugin-host.ts"
import type { PluginDefinition } from "#core/plugins/sdk.ts"
import type { Seed } from "#core/plugins/seed.ts"
import type { Translations } from "#core/plugins/translations.ts"
import { checkDefinitions } from "./definition-check.ts"
import { discoverPlugins, type FoundPlugin } from "./discovery.ts"
import type { PluginSources } from "./plugin-sources.ts"

/** A sound plugin. Its tables are there as soon as somebody needs them: `lifecycle/prepared-tables.ts`. */
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
  /** Keys of those whose tables are in place. */
  readonly prepared: ReadonlySet<string>
}

/**
 * Finds and checks every plugin of the sources, and prepares the tables of those that are needed. A bad one stays out,
 * with those that require it; the rest is loaded.
 *
 * @param needed keys, former ones too, of which some restaurant has data
 */
export const loadPlugins = (
  sources: PluginSources,
  database: PluginDatabase["Service"],
  needed: ReadonlySet<string> | "all",
): Effect.Effect<PluginSet, Outage> =>
  Effect.gen(function* () {
    const found = checkDefinitions(yield* discoverPlugins(sources))
    const { plugins, prepared } = yield* prepareTables(found, database, needed)
    const { order, problems } = resolvePlugins(plugins)
    const byKey = new Map(plugins.map((plugin) => [plugin.key, plugin]))
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
    const discovered = plugins.map(
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
    return { loaded, discovered, prepared }
  })

/** Only those that would be loaded get tables, in order. A failed migration is one more problem of its plugin. */
const prepareTables = (
  found: ReadonlyArray<FoundPlugin>,
  database: PluginDatabase["Service"],
  needed: ReadonlySet<string> | "all",
): Effect.Effect<
  { readonly plugins: ReadonlyArray<FoundPlugin>; readonly prepared: ReadonlySet<string> },
  Outage
> =>
  Effect.gen(function* () {
    const prepared = new Set<string>()
    const failed = new Map<string, string>()
    for (const key of resolvePlugins(found).order) {
      const plugin = found.find((one) => one.key === key)
      if (plugin === undefined || !isNeeded(plugin, needed)) continue
      yield* database.prepare(key, plugin.migrations.expand, plugin.manifest?.renamed_from).pipe(
        Effect.andThen(Effect.sync(() => void prepared.add(key))),
        Effect.catchTag("MigrationFailed", ({ detail }) =>
          Effect.sync(() => void failed.set(key, detail)),
        ),
      )
    }
    const plugins = found.map((plugin): FoundPlugin => {
      const detail = failed.get(plugin.key)
      return detail === undefined
        ? plugin
        : { ...plugin, problems: [...plugin.problems, { code: "MIGRATION_FAILED", detail }] }
    })
    return { plugins, prepared }
  })

const isNeeded = ({ key, manifest }: FoundPlugin, needed: ReadonlySet<string> | "all"): boolean =>
  needed === "all" || [key, ...(manifest?.renamed_from ?? [])].some((one) => needed.has(one))
