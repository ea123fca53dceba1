import { Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { BusMetrics } from "./bus-metrics.ts"
import type { BusStore } from "./bus-store.ts"
import type { Handlers } from "./handlers.ts"
import type { PlaceKeeper } from "./place-keeper.ts"
import type { RestaurantBus } from "./restaurant-bus.ts"

/** How often somebody looks whether a message got lost. */
const every = "5 seconds"
/** Rounds between two counts of what is before the handlers, and between two sweeps of what is old. */
const roundsPerCount = 3
const roundsPerSweep = 720
/** A retry that nobody began this long after its time was forgotten by whoever should have. */
const overdueMs = 1_000
/** How long a restaurant without events stays in memory. */
const idleMs = 60_000
const day = 24 * 3_600_000
/** A mark is needed for as long as its event may come again: a moment, unless a process slept meanwhile. */
const kept = { marksMs: day, settledMs: 7 * day }

/**
 * The net under the bus: wakes restaurants whose news got lost or whose events were not handled when the hub stopped,
 * forgets those that are idle, and removes what is old. A round that the database does not answer is left out.
 */
export const lookAfter = (parts: {
  readonly store: BusStore["Service"]
  readonly handlers: Handlers
  readonly awake: Map<TenantId, RestaurantBus>
  readonly keeper: PlaceKeeper
  readonly metrics: BusMetrics
  readonly now: () => number
  /** Its log may have gone on. */
  readonly look: (tenantId: TenantId) => void
}): Effect.Effect<void> => {
  const { store, handlers, awake, keeper, metrics, now, look } = parts
  const all = handlers.all.map(({ subscription, topic }) => ({
    subscription: subscription.id,
    topic,
  }))
  let round = 0
  let sweepAt = 0
  const one = Effect.gen(function* () {
    for (const { tenantId, head } of yield* store.behind(all.map((one) => one.subscription))) {
      const bus = awake.get(tenantId)
      const behind =
        bus === undefined ||
        [...bus.places.values()].some(
          ({ read, dueAt }) => read < head || (dueAt !== undefined && dueAt < now() - overdueMs),
        )
      if (behind && bus?.busy !== true) look(tenantId)
    }
    for (const [tenantId, bus] of awake) {
      keeper.passedOver(bus.places.values())
      if (bus.idle && bus.lastUsed < now() - idleMs) awake.delete(tenantId)
    }
    if (round % roundsPerCount === 0) metrics.lags(handlers, yield* store.lags(all))
    if (round >= sweepAt && (yield* store.sweep(kept)) === 0) sweepAt = round + roundsPerSweep
  })
  return one.pipe(
    Effect.ignore,
    Effect.andThen(
      Effect.sync(() => {
        round += 1
      }),
    ),
    Effect.andThen(Effect.sleep(every)),
    Effect.forever,
  )
}
