import { Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { BusMetrics } from "./bus-metrics.ts"
import type { BusStore } from "./bus-store.ts"
import type { PlaceKeeper } from "./place-keeper.ts"
import type { RestaurantBus } from "./restaurant-bus.ts"

/** How often somebody looks whether a message got lost. */
const every = "5 seconds"
/** Rounds between two sweeps of what is old: once an hour. */
const roundsPerSweep = 720
/** How long a restaurant without events stays in memory. */
const idleMs = 60_000
/** Marks and settled deliveries are kept for this long. */
const keepMs = 7 * 24 * 3_600_000

/**
 * The net under the bus: wakes restaurants whose news got lost or whose events were not handled when the hub stopped,
 * forgets those that are idle, and removes what is old. A round that the database does not answer is left out.
 */
export const lookAfter = (parts: {
  readonly store: BusStore["Service"]
  readonly awake: Map<TenantId, RestaurantBus>
  readonly keeper: PlaceKeeper
  readonly metrics: BusMetrics
  readonly now: () => number
  /** Its log may have gone on. */
  readonly look: (tenantId: TenantId) => void
}): Effect.Effect<void> => {
  const { store, awake, keeper, metrics, now, look } = parts
  let round = 0
  const one = Effect.gen(function* () {
    for (const { tenantId, head } of yield* store.behind) {
      const bus = awake.get(tenantId)
      const behind = bus === undefined || [...bus.places.values()].some(({ read }) => read < head)
      if (behind && bus?.busy !== true) look(tenantId)
    }
    for (const [tenantId, bus] of awake) {
      keeper.passedOver(bus.places.values())
      if (bus.idle && bus.lastUsed < now() - idleMs) awake.delete(tenantId)
    }
    metrics.lag(awake.values())
    if (round % roundsPerSweep === 0) yield* store.sweep(keepMs)
    round += 1
  })
  return Effect.ignore(one).pipe(Effect.andThen(Effect.sleep(every)), Effect.forever)
}
