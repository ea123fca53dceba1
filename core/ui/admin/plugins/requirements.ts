import type { PluginOverview } from "#core/plugins/lifecycle/operation.ts"

/** What a plugin needs and the restaurant does not run yet, what is needed first coming first. */
export const missingFor = (
  plugin: PluginOverview,
  plugins: ReadonlyArray<PluginOverview>,
): ReadonlyArray<PluginOverview> => {
  const byKey = new Map(plugins.map((one) => [one.key, one]))
  const found = new Set<PluginOverview>()
  const visit = ({ requires }: PluginOverview): void => {
    for (const key of requires) {
      const needed = byKey.get(key)
      if (needed === undefined || needed.actual === "enabled" || found.has(needed)) continue
      visit(needed)
      found.add(needed)
    }
  }
  visit(plugin)
  return [...found]
}

/** What runs and needs this plugin, directly or through another. */
export const runningDependents = (
  plugin: PluginOverview,
  plugins: ReadonlyArray<PluginOverview>,
): ReadonlyArray<PluginOverview> => {
  const found = new Set<PluginOverview>()
  const visit = (key: string): void => {
    for (const one of plugins) {
      if (one.actual === "absent" || one.actual === "installed") continue
      if (!one.requires.includes(key) || found.has(one)) continue
      found.add(one)
      visit(one.key)
    }
  }
  visit(plugin.key)
  return [...found]
}
