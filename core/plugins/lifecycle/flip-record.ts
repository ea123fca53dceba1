import { Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"
import type { Flip } from "./step.ts"

/**
 * Who changed what, for the audit log and for the other plugins (`core.plugin_enabled@1` and the like). Runs last in the
 * transaction of the change.
 */
export const recordFlip = (
  { around, states }: Pick<LifecycleParts, "around" | "states">,
  scope: Scope,
  plugin: string,
  flip: Flip,
): Effect.Effect<void, CommandFailure> => recordFlips({ around, states }, scope, [[plugin, flip]])

export const recordFlips = (
  { around, states }: Pick<LifecycleParts, "around" | "states">,
  scope: Scope,
  flips: ReadonlyArray<readonly [plugin: string, flip: Flip]>,
): Effect.Effect<void, CommandFailure> =>
  Effect.gen(function* () {
    for (const [plugin, { what, actual, version }] of flips) {
      const before = states.of(scope.tenantId).get(plugin)
      yield* around.audit.record(scope, {
        action: `plugin.${what}`,
        target: `plugin/${plugin}`,
        before: { actual: before?.actual ?? "absent", version: before?.installedVersion ?? null },
        after: { actual, version: version ?? before?.installedVersion ?? null },
      })
    }
    for (const [plugin, { what, actual, version }] of flips)
      yield* around.bus.emit("core", scope.tenantId, {
        topic: `core.plugin_${what}@1`,
        key: plugin,
        data: {
          plugin,
          actual,
          version: version ?? states.of(scope.tenantId).get(plugin)?.installedVersion ?? null,
        },
      })
  })
