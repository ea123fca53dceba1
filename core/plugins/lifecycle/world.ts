import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { TenantPlugin } from "#core/plugins/plugin-states.ts"
import type { DiscoveredPlugin } from "#core/plugins/running/plugin-host.ts"

/** All that a plan follows from. */
export interface World {
  /** Of this process, in the order of their requirements. */
  readonly plugins: ReadonlyMap<string, LoadedPlugin>
  /** Found, loaded or not. */
  readonly discovered: ReadonlyArray<DiscoveredPlugin>
  /** Of the restaurant. */
  readonly states: ReadonlyMap<string, TenantPlugin>
  /** The restaurant's slug, which a person types to delete data. */
  readonly slug: string
}

export const actualOf = ({ states }: World, plugin: string): TenantPlugin["actual"] =>
  states.get(plugin)?.actual ?? "absent"

/** Also while it is quarantined: the restaurant wants it, and what needs it may stay. */
export const isEnabled = (world: World, plugin: string): boolean => {
  const actual = actualOf(world, plugin)
  return actual === "enabled" || actual === "quarantined"
}
