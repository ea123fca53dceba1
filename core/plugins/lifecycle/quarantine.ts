import { Clock, Effect, FiberSet, Schedule, type Scope } from "effect"
import { systemScope } from "#core/hub/scope.ts"
import type { Breakdown } from "#core/plugins/running/plugin-guard.ts"
import { recordFlip } from "./flip-record.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"

/** Until it is stored the circuit keeps the plugin out of service; so it may take its time. */
const patiently = Schedule.min([Schedule.exponential("500 millis"), Schedule.spaced("30 seconds")])

/** Takes out of service, for one restaurant, what broke there again and again; a person brings it back (`release`). */
export const quarantineWhatBreaks = (
  parts: LifecycleParts,
): Effect.Effect<void, never, Scope.Scope> =>
  Effect.gen(function* () {
    const fork = yield* FiberSet.makeRuntime<never, void, never>()
    yield* Effect.acquireRelease(
      Effect.sync(() =>
        parts.guard.onBreakdown((breakdown) => {
          fork(
            Effect.ensuring(
              quarantine(parts, breakdown),
              Effect.sync(() => breakdown.stored?.()),
            ),
          )
        }),
      ),
      (stop) => Effect.sync(stop),
    )
  })

const quarantine = (
  parts: LifecycleParts,
  { tenantId, plugin, detail }: Breakdown,
): Effect.Effect<void> => {
  const actual = () => parts.states.of(tenantId).get(plugin)?.actual
  const putOut = Effect.gen(function* () {
    if (actual() !== "enabled") return
    yield* Effect.logError(`Plugin "${plugin}" is out of service for ${tenantId}: ${detail}`)
    const at = yield* Clock.currentTimeMillis
    yield* parts.store.change(
      tenantId,
      [
        {
          plugin,
          actual: "quarantined",
          lastError: { code: "PLUGIN_QUARANTINED", detail, at },
        },
      ],
      recordFlip(parts, systemScope(tenantId), plugin, {
        what: "quarantined",
        actual: "quarantined",
      }),
    )
    yield* parts.states.reload(tenantId)
  })
  // Somebody may release it while this is tried again.
  const hold = Effect.suspend(() =>
    actual() === "quarantined" ? parts.around.delivery.stop(tenantId, plugin) : Effect.void,
  )
  return Effect.retry(putOut, patiently).pipe(
    Effect.andThen(Effect.retry(hold, patiently)),
    Effect.ignore,
  )
}
