import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { isNewer, servesData } from "#core/plugins/running/data-version.ts"
import { requirementsOf } from "#core/plugins/running/dependents.ts"
import { actualOf, type World } from "./world.ts"

/** Why a request cannot be carried out. */
export interface PlanProblem {
  readonly code: string
  readonly detail: string
  readonly meta?: Readonly<Record<string, unknown>>
}

export const requirementProblems = (
  world: World,
  plugin: string,
  enable: boolean,
): ReadonlyArray<PlanProblem> => {
  const required = requirementsOf(world.plugins, plugin)
  const missing = required.filter((key) => actualOf(world, key) === "absent")
  const stopped = required.filter((key) => actualOf(world, key) === "installed")
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            code: "DEPENDENCY_MISSING",
            detail: `It requires ${missing.join(", ")}, not installed here`,
            meta: { plugins: missing },
          },
        ]),
    ...(stopped.length === 0 || !enable
      ? []
      : [
          {
            code: "DEPENDENCY_NOT_ENABLED",
            detail: `It requires ${stopped.join(", ")}, not enabled here`,
            meta: { plugins: stopped },
          },
        ]),
  ]
}

/** Data that newer code left behind, which this code cannot read. */
export const downgradeProblems = (
  world: World,
  plugin: LoadedPlugin,
): ReadonlyArray<PlanProblem> => {
  const data = world.states.get(plugin.key)?.installedVersion
  return data === undefined ||
    servesData(plugin.manifest)(data) ||
    !isNewer(data, plugin.manifest.version)
    ? []
    : [downgrade(plugin.key, data, plugin.manifest.version)]
}

export const downgrade = (plugin: string, data: string, to: string): PlanProblem => ({
  code: "DOWNGRADE_REFUSED",
  detail: `The data of "${plugin}" is at ${data}; it does not go back to ${to}`,
  meta: { plugin, data, to },
})

export const already = (plugin: string, detail: string): PlanProblem => ({
  code: "ALREADY_CURRENT",
  detail,
  meta: { plugin },
})

export const notInstalled = (plugin: string): PlanProblem => ({
  code: "PLUGIN_NOT_INSTALLED",
  detail: `"${plugin}" is not installed in this restaurant`,
  meta: { plugin },
})

export const nothingToPurge = (plugin: string): PlanProblem => ({
  code: "NOTHING_TO_PURGE",
  detail: `The data of "${plugin}" is not to be deleted now`,
  meta: { plugin },
})

const unknown = (plugin: string): PlanProblem => ({
  code: "PLUGIN_UNKNOWN",
  detail: `There is no plugin "${plugin}"`,
  meta: { plugin },
})

/** A plugin that was taken from the hub can still be stopped and removed where it was in use. */
export const absent = (world: World, plugin: string): PlanProblem =>
  world.discovered.some(({ key }) => key === plugin) || world.states.has(plugin)
    ? notInstalled(plugin)
    : unknown(plugin)

/** Codes of a plugin that cannot be loaded which say something to whoever runs a restaurant. */
const telling = new Set([
  "DEPENDENCY_MISSING",
  "DEPENDENCY_VERSION",
  "DEPENDENCY_CYCLE",
  "HOST_INCOMPATIBLE",
])

export const notLoaded = (world: World, plugin: string): ReadonlyArray<PlanProblem> => {
  const found = world.discovered.find(({ key }) => key === plugin)
  if (found === undefined) return [unknown(plugin)]
  return found.problems.length === 0
    ? [{ code: "PLUGIN_NOT_LOADED", detail: "This hub does not load it", meta: { plugin } }]
    : found.problems.map(({ code, detail }) =>
        telling.has(code)
          ? { code, detail, meta: { plugin } }
          : { code: "PLUGIN_NOT_LOADED", detail: `${code}: ${detail}`, meta: { plugin } },
      )
}
