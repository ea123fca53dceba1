import { Result } from "effect"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { isNewer } from "#core/plugins/running/data-version.ts"
import { dependentsOf, requirementsOf } from "#core/plugins/running/dependents.ts"
import type { SeedKind } from "#core/plugins/seed.ts"
import { configIssues } from "./config-check.ts"
import {
  absent,
  already,
  downgrade,
  downgradeProblems,
  nothingToPurge,
  notInstalled,
  notLoaded,
  type PlanProblem,
  requirementProblems,
} from "./plan-problem.ts"
import {
  dataSteps,
  disableSteps,
  drainMs,
  enableSteps,
  eventSteps,
  flip,
  grantSteps,
  installSteps,
} from "./plan-steps.ts"
import type { ChangeRequest } from "./plugin-lifecycle.ts"
import type { StateChange } from "./state-store.ts"
import type { Step } from "./step.ts"
import { actualOf, isEnabled, type World } from "./world.ts"

export interface Planned {
  readonly steps: ReadonlyArray<Step>
  readonly others: ReadonlyArray<{ readonly plugin: string; readonly why: string }>
  /** What is wanted from now on, whatever becomes of the steps. */
  readonly wanted: ReadonlyArray<StateChange>
}

type Verdict = Result.Result<Planned, ReadonlyArray<PlanProblem>>

/** What a request leads to, step by step, or everything that speaks against it. Pure; asks nobody, changes nothing. */
export const plan = (world: World, request: ChangeRequest): Verdict => {
  switch (request.kind) {
    case "install":
      return installed(world, request)
    case "enable":
      return enabled(world, request)
    case "disable":
      return disabled(world, request)
    case "upgrade":
      return upgraded(world, request)
    case "uninstall":
      return uninstalled(world, request)
    case "release":
      return released(world, request)
    case "purge":
      return purged(world, request)
  }
}

type Asked<Kind extends ChangeRequest["kind"]> = Extract<ChangeRequest, { readonly kind: Kind }>

const installed = (world: World, request: Asked<"install">): Verdict => {
  const plugin = world.plugins.get(request.plugin)
  if (plugin === undefined) return Result.fail(notLoaded(world, request.plugin))
  const issues = request.config === undefined ? [] : configIssues(plugin, request.config)
  const actual = actualOf(world, plugin.key)
  const problems = [
    ...(actual === "absent" || (actual === "installed" && request.enable)
      ? []
      : [already(plugin.key, `It is ${actual} already`)]),
    ...downgradeProblems(world, plugin),
    ...(request.withRequirements ? [] : requirementProblems(world, plugin.key, request.enable)),
    ...(issues.length === 0
      ? []
      : [
          { code: "CONFIG_INVALID", detail: "These settings are not understood", meta: { issues } },
        ]),
  ]
  return broughtAlong(world, plugin, problems, request, {
    ...(request.config === undefined ? {} : { config: request.config }),
  })
}

const enabled = (world: World, request: Asked<"enable">): Verdict => {
  const plugin = world.plugins.get(request.plugin)
  if (plugin === undefined) return Result.fail(notLoaded(world, request.plugin))
  const actual = actualOf(world, plugin.key)
  const problems = [
    ...(actual === "absent" ? [notInstalled(plugin.key)] : []),
    ...(actual === "enabled" || actual === "quarantined"
      ? [already(plugin.key, `It is ${actual} already`)]
      : []),
    ...(request.withRequirements ? [] : requirementProblems(world, plugin.key, true)),
  ]
  return broughtAlong(
    world,
    plugin,
    problems,
    {
      enable: true,
      seed: "default",
      events: request.events,
      withRequirements: request.withRequirements,
    },
    {},
  )
}

/** The plugin, after whatever of its requirements is not there yet. */
const broughtAlong = (
  world: World,
  plugin: LoadedPlugin,
  problems: ReadonlyArray<PlanProblem>,
  request: {
    readonly enable: boolean
    readonly seed: SeedKind | "none"
    readonly withRequirements: boolean
    readonly events?: "catchUp" | "skip"
  },
  own: Pick<StateChange, "config">,
): Verdict => {
  const along = request.withRequirements
    ? requirementsOf(world.plugins, plugin.key).flatMap((key) => world.plugins.get(key) ?? [])
    : []
  const all = [...problems, ...along.flatMap((other) => downgradeProblems(world, other))]
  if (all.length > 0) return Result.fail(all)
  const stepsFor = (one: LoadedPlugin) => [
    ...(actualOf(world, one.key) === "absent" ? installSteps(world, one, request.seed) : []),
    ...(request.enable && !isEnabled(world, one.key)
      ? enableSteps(one, request.events ?? "catchUp")
      : []),
  ]
  const moving = [...along, plugin].filter((one) => stepsFor(one).length > 0)
  return Result.succeed({
    steps: moving.flatMap(stepsFor),
    others: moving
      .filter(({ key }) => key !== plugin.key)
      .map(({ key }) => ({ plugin: key, why: `"${plugin.key}" requires it` })),
    wanted: moving.map(({ key }) => ({
      plugin: key,
      desired: request.enable ? ("enabled" as const) : ("installed" as const),
      ...(key === plugin.key ? own : {}),
    })),
  })
}

const disabled = (world: World, request: Asked<"disable">): Verdict => {
  const { plugin } = request
  const actual = actualOf(world, plugin)
  if (actual === "absent") return Result.fail([absent(world, plugin)])
  if (actual === "installed") return Result.fail([already(plugin, "It is disabled already")])
  const dependents = dependentsOf(world.plugins, plugin).filter((key) => isEnabled(world, key))
  if (dependents.length > 0 && !request.cascade)
    return Result.fail([
      {
        code: "DEPENDENTS_ENABLED",
        detail: `Others need it: ${dependents.join(", ")}`,
        meta: { plugins: dependents },
      },
    ])
  const stopping = [...dependents, plugin]
  return Result.succeed({
    steps: stopping.flatMap((key) => disableSteps(world, key, request.drainTimeoutMs)),
    others: dependents.map((key) => ({ plugin: key, why: `It requires "${plugin}"` })),
    wanted: stopping.map((key) => ({ plugin: key, desired: "installed" as const })),
  })
}

const upgraded = (world: World, { plugin: key, to }: Asked<"upgrade">): Verdict => {
  const plugin = world.plugins.get(key)
  if (plugin === undefined) return Result.fail(notLoaded(world, key))
  const state = world.states.get(key)
  const actual = actualOf(world, key)
  if (state === undefined || actual === "absent") return Result.fail([notInstalled(key)])
  const { version } = plugin.manifest
  const data = state.installedVersion ?? "0.0.0"
  const target = to ?? version
  if (target === data) return Result.fail([already(key, `Its data is at ${data} already`)])
  if (isNewer(data, target)) return Result.fail([downgrade(key, data, target)])
  if (target !== version)
    return Result.fail([
      {
        code: "VERSION_NOT_LOADED",
        detail: `This hub has version ${version} of it`,
        meta: { plugin: key, version },
      },
    ])
  const serves = actual === "enabled"
  return Result.succeed({
    steps: [
      ...dataSteps(plugin),
      ...grantSteps(plugin),
      ...(serves ? [{ do: "start", plugin: key } as const] : []),
      ...flip(key, { what: "upgraded", actual, version }),
      ...(serves ? [{ do: "drain", plugin: key, timeoutMs: drainMs } as const] : []),
    ],
    others: [],
    wanted: [],
  })
}

const uninstalled = (world: World, request: Asked<"uninstall">): Verdict => {
  const { plugin } = request
  const actual = actualOf(world, plugin)
  const isPurge = request.data === "purge"
  const hasData = world.states.get(plugin)?.installedVersion !== undefined
  if (actual === "absent" && !(isPurge && hasData)) return Result.fail([absent(world, plugin)])
  const dependents = dependentsOf(world.plugins, plugin).filter(
    (key) => actualOf(world, key) !== "absent",
  )
  const problems: ReadonlyArray<PlanProblem> = [
    ...(dependents.length === 0
      ? []
      : [
          {
            code: "DEPENDENTS_INSTALLED",
            detail: `Others need it: ${dependents.join(", ")}`,
            meta: { plugins: dependents },
          },
        ]),
    ...(isPurge && request.confirm !== world.slug
      ? [
          {
            code: "CONFIRM_MISMATCH",
            detail: "To delete its data, type the restaurant's short name into confirm",
          },
        ]
      : []),
  ]
  if (problems.length > 0) return Result.fail(problems)
  return Result.succeed({
    steps: [
      ...(isEnabled(world, plugin) ? disableSteps(world, plugin, drainMs) : []),
      ...(isPurge ? [{ do: "export", plugin } as const] : []),
      ...flip(plugin, {
        what: "uninstalled",
        actual: "absent",
        ...(isPurge ? { purges: true } : {}),
      }),
    ],
    others: [],
    wanted: [{ plugin, desired: "absent" }],
  })
}

/** Only what was marked, and not wanted again since. */
const purged = (world: World, { plugin, purgeAfter }: Asked<"purge">): Verdict =>
  actualOf(world, plugin) === "absent" && world.states.get(plugin)?.purgeAfter === purgeAfter
    ? Result.succeed({
        steps: [{ do: "purge", plugin }, ...flip(plugin, { what: "purged", actual: "absent" })],
        others: [],
        wanted: [],
      })
    : Result.fail([nothingToPurge(plugin)])

const released = (world: World, { plugin: key }: Asked<"release">): Verdict => {
  const plugin = world.plugins.get(key)
  if (plugin === undefined) return Result.fail(notLoaded(world, key))
  if (actualOf(world, key) !== "quarantined")
    return Result.fail([
      { code: "NOT_QUARANTINED", detail: "It is not taken out of service", meta: { plugin: key } },
    ])
  return Result.succeed({
    steps: [
      { do: "start", plugin: key },
      ...flip(key, { what: "released", actual: "enabled" }),
      ...eventSteps(plugin, { do: "deliver", plugin: key, missed: "catchUp" }),
    ],
    others: [],
    wanted: [],
  })
}
