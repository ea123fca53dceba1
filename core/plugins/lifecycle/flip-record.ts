import type { Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"
import type { Flip } from "./step.ts"

/** Who changed what, for the audit log and for the other plugins. Runs in the transaction of the change. */
export const recordFlip = (
  { around, states }: Pick<LifecycleParts, "around" | "states">,
  scope: Scope,
  plugin: string,
  { what, actual, version }: Flip,
): Effect.Effect<void, CommandFailure> => {
  const before = states.of(scope.tenantId).get(plugin)
  return around.record(scope, {
    action: `plugin.${what}`,
    target: `plugin/${plugin}`,
    before: { actual: before?.actual ?? "absent", version: before?.installedVersion ?? null },
    after: { actual, version: version ?? before?.installedVersion ?? null },
  })
}
