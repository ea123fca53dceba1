import { topicOf } from "#core/plugins/event.ts"
import { cronProblem } from "#core/plugins/jobs/job-times.ts"
import type { PluginProblem } from "#core/plugins/manifest/manifest.ts"
import type { FoundPlugin } from "./discovery.ts"

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
  const declared = new Map(
    plugins.map(({ key, manifest }) => [key, new Set(Object.keys(manifest?.permissions ?? {}))]),
  )
  return plugins.map((plugin) => ({
    ...plugin,
    problems: [
      ...plugin.problems,
      ...dependencyProblems(plugin, providers),
      ...routeProblems(plugin),
      ...partProblems(plugin),
      ...idProblems(plugin),
      ...eventProblems(plugin),
      ...pageProblems(plugin, declared),
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
    if (manifest?.permissions?.[permission] === undefined) yield undeclared(name, permission)
    // Two names for the same parameter are still the same route.
    const pattern = `${method} ${path.replace(/:[^/]+/g, ":")}`
    if (seen.has(pattern)) yield { code: "ROUTE_DUPLICATE", detail: `${name} is there twice` }
    seen.add(pattern)
  }
}

/** Commands and views ask for permissions of their own plugin; nobody else could grant them. */
function* partProblems({ manifest, definition }: FoundPlugin): Generator<PluginProblem> {
  const parts = [
    ...(definition?.commands ?? []).map(({ op, permission }) => ({ name: op, permission })),
    ...(definition?.views ?? []).map(({ name, permission }) => ({ name, permission })),
  ]
  for (const { name, permission } of parts)
    if (manifest?.permissions?.[permission] === undefined) yield undeclared(name, permission)
  for (const { id, cron } of definition?.jobs ?? []) {
    const problem = cronProblem(cron)
    if (problem !== undefined)
      yield { code: "ENTRY_INVALID", detail: `${id} cannot run at "${cron}": ${problem}` }
  }
}

/** By these the hub finds a plugin's parts again: in frames, in the log, in its tables. */
function* idProblems({ key, definition }: FoundPlugin): Generator<PluginProblem> {
  const groups = [
    ["command", ".", (definition?.commands ?? []).map(({ op }) => op)],
    ["view", "/", (definition?.views ?? []).map(({ name }) => name)],
    ["subscription", ".", (definition?.subscriptions ?? []).map(({ id }) => id)],
    ["job", ".", (definition?.jobs ?? []).map(({ id }) => id)],
  ] as const
  for (const [kind, sign, ids] of groups)
    for (const [at, id] of ids.entries()) {
      if (!id.startsWith(`${key}${sign}`))
        yield {
          code: "ID_FOREIGN",
          detail: `The ${kind} "${id}" does not start with "${key}${sign}"`,
        }
      if (ids.indexOf(id) !== at)
        yield { code: "ID_DUPLICATE", detail: `The ${kind} "${id}" is there twice` }
    }
}

/** The events page shows who hears what; a handler that nobody declared would be missing there. */
function* eventProblems({ manifest, definition }: FoundPlugin): Generator<PluginProblem> {
  const consumes = manifest?.events?.consumes ?? []
  for (const { id, event } of definition?.subscriptions ?? [])
    if (!consumes.includes(topicOf(event)))
      yield {
        code: "EVENT_UNDECLARED",
        detail: `${id} handles "${topicOf(event)}", which is missing in [events] consumes`,
      }
}

/** Pages and slots may ask for what a plugin of `[requires]` or `[optional]` declares, or the hub. */
function* pageProblems(
  { key, manifest }: FoundPlugin,
  declared: ReadonlyMap<string, ReadonlySet<string>>,
): Generator<PluginProblem> {
  const { pages = [], routes = [], slots = [] } = manifest?.ui ?? {}
  const parts = [
    ...[...pages, ...routes].map(({ path, permission }) => ({ name: path, permission })),
    ...slots.map(({ slot, permission }) => ({ name: `slot ${slot}`, permission })),
  ]
  const known = [key, ...Object.keys({ ...manifest?.requires, ...manifest?.optional })]
  for (const { name, permission } of parts)
    if (
      !permission.startsWith("core.") &&
      !known.some((owner) => declared.get(owner)?.has(permission) === true)
    )
      yield undeclared(name, permission)
}

const undeclared = (name: string, permission: string): PluginProblem => ({
  code: "PERMISSION_UNDECLARED",
  detail: `${name} asks for "${permission}", which is missing in [permissions]`,
})
