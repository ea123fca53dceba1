import type { Manifest } from "#core/plugins/manifest/manifest.ts"

type Manifests = ReadonlyMap<string, { readonly manifest: Pick<Manifest, "requires" | "optional"> }>

/** What a plugin requires, directly or not, each after its own requirements; the plugin itself is not among them. */
export const requirementsOf = (plugins: Manifests, plugin: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  const seen = new Set([plugin])
  const visit = (key: string): void => {
    for (const next of Object.keys(plugins.get(key)?.manifest.requires ?? {}).sort()) {
      if (seen.has(next)) continue
      seen.add(next)
      visit(next)
      found.push(next)
    }
  }
  visit(plugin)
  return found
}

/**
 * Plugins that require this one, directly or not, the furthest first: whoever is stopped in this order never misses what
 * it stands on.
 */
export const dependentsOf = (plugins: Manifests, plugin: string): ReadonlyArray<string> =>
  leaning(plugins, plugin, ({ requires }) => Object.keys(requires ?? {}))

/** The same, with those that work with it if it is there. */
export const holdersOf = (plugins: Manifests, plugin: string): ReadonlyArray<string> =>
  leaning(plugins, plugin, ({ requires, optional }) => [
    ...Object.keys(requires ?? {}),
    ...Object.keys(optional ?? {}),
  ])

const leaning = (
  plugins: Manifests,
  plugin: string,
  needs: (manifest: Pick<Manifest, "requires" | "optional">) => ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const found: Array<string> = []
  const seen = new Set([plugin])
  const visit = (key: string): void => {
    for (const [other, { manifest }] of plugins) {
      if (seen.has(other) || !needs(manifest).includes(key)) continue
      seen.add(other)
      visit(other)
      found.push(other)
    }
  }
  visit(plugin)
  return found
}
