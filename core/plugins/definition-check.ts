import type { FoundPlugin } from "./discovery.ts"
import type { PluginProblem } from "./manifest.ts"

/**
 * What the manifests cannot say alone: that the code keeps to them. Returns the plugins with what was found added to
 * their problems.
 */
export const checkDefinitions = (
  plugins: ReadonlyArray<FoundPlugin>,
): ReadonlyArray<FoundPlugin> => {
  const providers = new Map(
    plugins.flatMap(({ key, definition }) =>
      (definition?.provides ?? []).map((service) => [service.key, key] as const),
    ),
  )
  return plugins.map((plugin) => ({
    ...plugin,
    problems: [
      ...plugin.problems,
      ...dependencyProblems(plugin, providers),
      ...routeProblems(plugin),
    ],
  }))
}

/** Using a service of a plugin that is not required would compile, and break when that plugin is switched off. */
function* dependencyProblems(
  { manifest, definition }: FoundPlugin,
  providers: ReadonlyMap<string, string>,
): Generator<PluginProblem> {
  for (const { key: service } of definition?.needs ?? []) {
    const owner = providers.get(service)
    if (owner === undefined)
      yield { code: "DEPENDENCY_UNDECLARED", detail: `No plugin provides "${service}"` }
    else if (manifest?.requires?.[owner] === undefined)
      yield {
        code: "DEPENDENCY_UNDECLARED",
        detail: `It needs "${service}" of "${owner}", which is missing in [requires]`,
      }
  }
}

function* routeProblems({ manifest, definition }: FoundPlugin): Generator<PluginProblem> {
  const seen = new Set<string>()
  for (const { method, path, permission } of definition?.routes ?? []) {
    const name = `${method} ${path}`
    if (manifest?.permissions?.[permission] === undefined)
      yield {
        code: "PERMISSION_UNDECLARED",
        detail: `${name} asks for "${permission}", which is missing in [permissions]`,
      }
    // Two names for the same parameter are still the same route.
    const pattern = `${method} ${path.replace(/:[^/]+/g, ":")}`
    if (seen.has(pattern)) yield { code: "ROUTE_DUPLICATE", detail: `${name} is there twice` }
    seen.add(pattern)
  }
}
