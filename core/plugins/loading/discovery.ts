import { Effect } from "effect"
import { nearMiss } from "#core/plugins/manifest/near-miss.ts"
import type { Candidate } from "#core/plugins/manifest/resolver.ts"
import type { PluginMigrations } from "#core/plugins/migration.ts"
import type { PluginDefinition } from "#core/plugins/sdk.ts"
import type { Seed } from "#core/plugins/seed.ts"
import type { Translations } from "#core/plugins/translations.ts"
import { broken, readManifest, readRest } from "./plugin-folder.ts"
import { type PluginSources, pluginPlaces } from "./plugin-sources.ts"

/** A plugin as it was found, with all that could be read of it. */
export interface FoundPlugin extends Candidate {
  readonly definition?: PluginDefinition
  readonly migrations: PluginMigrations
  readonly translations: Translations
  readonly seed?: Seed
}

/**
 * Reads every plugin of the sources. Never fails: what is wrong with one stands in its `problems`, and all of it, so that an
 * author mends everything in one go. Of a plugin that this process must not load, only the manifest is read.
 */
export const discoverPlugins = (
  sources: PluginSources,
): Effect.Effect<ReadonlyArray<FoundPlugin>> =>
  Effect.promise(async () => {
    const found: Array<FoundPlugin> = []
    // One after the other: what loads slowly or never is one plugin's fault.
    for (const place of await pluginPlaces(sources)) {
      const plugin = await readManifest(place)
      const { manifest } = plugin
      const twin = found.find(({ key }) => key === plugin.key)
      if (twin !== undefined)
        // Under the package's name, so that the plugin that was first keeps its own.
        found.push(
          broken(place.name, {
            code: "KEY_DUPLICATE",
            detail: `Its key "${plugin.key}" is taken by another plugin`,
          }),
        )
      // Of a package without a manifest nobody knows the key that the list would have to name.
      else if (manifest === undefined && place.isPackage) found.push(plugin)
      else if (!mayLoad(sources, plugin.key)) found.push(notEnabledHere(plugin))
      else
        found.push(manifest === undefined ? plugin : await readRest({ ...plugin, manifest }, place))
    }
    return [...found, ...listedButMissing(sources, found)]
  })

const mayLoad = ({ enabled }: PluginSources, key: string): boolean =>
  enabled === undefined || enabled.includes(key)

const notEnabledHere = (plugin: FoundPlugin): FoundPlugin => ({
  ...plugin,
  problems: [
    ...plugin.problems,
    { code: "NOT_ENABLED_HERE", detail: "[modules] enabled in config.toml does not list it" },
  ],
})

const listedButMissing = (
  { enabled = [] }: PluginSources,
  found: ReadonlyArray<FoundPlugin>,
): ReadonlyArray<FoundPlugin> => {
  const keys = found.map(({ key }) => key)
  return enabled
    .filter((key) => !keys.includes(key))
    .map((key) => {
      const meant = nearMiss(key, keys)
      const hint = meant === undefined ? "" : `; did you mean "${meant}"?`
      return broken(key, {
        code: "MANIFEST_MISSING",
        detail: `config.toml lists it, but there is no such plugin${hint}`,
      })
    })
}
