/** A code that a role can grant, as the hub lists it in the reader's language. */
export interface Permission {
  readonly code: string
  /** `core` for the hub's own. */
  readonly plugin: string
  readonly label: string
}

export interface PermissionGroup {
  readonly plugin: string
  readonly permissions: ReadonlyArray<Permission>
}

/** By plugin, the hub's own first. */
export const groupsOf = (catalogue: ReadonlyArray<Permission>): ReadonlyArray<PermissionGroup> => {
  const plugins = [...new Set(catalogue.map(({ plugin }) => plugin))].toSorted(
    (a, b) => Number(b === "core") - Number(a === "core") || a.localeCompare(b),
  )
  return plugins.map((plugin) => ({
    plugin,
    permissions: catalogue.filter((permission) => permission.plugin === plugin),
  }))
}

/** Everything of a plugin, whatever it adds later. */
export const wildcardOf = (plugin: string): string => `${plugin}.*`

/** What a role grants of plugins that are not enabled now; saving keeps it. */
export const inertOf = (
  granted: ReadonlySet<string>,
  catalogue: ReadonlyArray<Permission>,
): ReadonlyArray<string> => {
  const known = new Set(catalogue.flatMap(({ code, plugin }) => [code, wildcardOf(plugin)]))
  return [...granted].filter((code) => !known.has(code))
}
