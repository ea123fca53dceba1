import type { ActualState } from "#core/plugins/plugin-states.ts"
import { requirementsOf } from "#core/plugins/running/dependents.ts"
import type { PlanProblem } from "./plan-problem.ts"
import type { Step } from "./step.ts"
import type { World } from "./world.ts"

/**
 * What would be broken by steps that were planned when the restaurant ran other plugins than now: something would stand
 * without what it requires.
 */
export const problemsOfSteps = (
  { plugins, states }: World,
  steps: ReadonlyArray<Step>,
): ReadonlyArray<PlanProblem> => {
  const actual = new Map<string, ActualState>(
    [...states].map(([key, state]) => [key, state.actual]),
  )
  const problems: Array<PlanProblem> = []
  for (const step of steps) {
    if (step.do !== "flip") continue
    actual.set(step.plugin, step.actual)
    for (const [key, missing] of unmet(plugins, actual))
      problems.push({
        code: key === step.plugin ? "DEPENDENCY_NOT_ENABLED" : "DEPENDENTS_ENABLED",
        detail: `"${key}" requires ${missing.join(", ")}`,
        meta: { plugins: key === step.plugin ? missing : [key] },
      })
  }
  return problems
}

/** Plugins that stand without something that they require, each with what it is. */
export const unmet = (
  plugins: World["plugins"],
  actual: ReadonlyMap<string, ActualState>,
): ReadonlyArray<readonly [plugin: string, missing: ReadonlyArray<string>]> =>
  [...actual].flatMap(([key, state]) => {
    const missing = requirementsOf(plugins, key).filter(
      (required) => rank[actual.get(required) ?? "absent"] < rank[state],
    )
    return missing.length === 0 ? [] : [[key, missing] as const]
  })

/** What is out of service for a while is still wanted, and what needs it may stay. */
const rank: Readonly<Record<ActualState, number>> = {
  absent: 0,
  installed: 1,
  enabled: 2,
  quarantined: 2,
}
