import { Clock, Effect, type Scope, Stream } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"
import type { PluginLifecycle } from "./plugin-lifecycle.ts"
import type { DuePurge } from "./state-store.ts"

const sweepEvery = "1 hour"

/** Purges of one sweep, one after the other; what is left waits for the next. */
const perSweep = 100

/** Longest that the sweep waits for one. It goes on without it. */
const purgeWithin = "10 minutes"

/**
 * Deletes the data whose hold is over, for as long as the scope is open: each by an operation of the restaurant, so that
 * nothing is installed into it meanwhile, and so that it goes on after a crash.
 */
export const sweepPurges = (
  parts: Pick<LifecycleParts, "states" | "store">,
  lifecycle: Pick<PluginLifecycle["Service"], "request" | "watch">,
): Effect.Effect<void, never, Scope.Scope> => {
  const purge = ({ tenantId, plugin, purgeAfter }: DuePurge): Effect.Effect<void, CommandFailure> =>
    Effect.gen(function* () {
      const scope = systemScope(tenantId)
      yield* parts.states.reload(tenantId)
      const { operation } = yield* lifecycle.request(scope, { kind: "purge", plugin, purgeAfter })
      yield* Effect.timeoutOption(
        Stream.runDrain(lifecycle.watch(scope, operation.id)),
        purgeWithin,
      )
    })
  const sweep = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    for (const due of yield* parts.store.purgeDue(now, perSweep))
      yield* Effect.catchTag(purge(due), "Refused", ({ code }) =>
        // The restaurant changes something else just now, or took the mark away.
        Effect.logDebug(
          `The data of "${due.plugin}" in ${due.tenantId} is not deleted yet: ${code}`,
        ),
      )
  }).pipe(
    Effect.catch((failure) =>
      Effect.logWarning(`Data that is to be deleted waits for the next hour: ${failure._tag}`),
    ),
  )
  return Effect.asVoid(
    Effect.forkScoped(Effect.forever(Effect.andThen(sweep, Effect.sleep(sweepEvery)))),
  )
}
