import { Clock, Effect, Metric } from "effect"
import type { Handler } from "./handlers.ts"
import type { Queued } from "./lanes.ts"
import type { Outcome } from "./place.ts"
import type { RestaurantBus } from "./restaurant-bus.ts"

/** What the bus measures. Labels name plugins and handlers, never restaurants: the number of series is bounded. */
export interface BusMetrics {
  /** A handler begins; call the answer with what became of it. */
  readonly started: (handler: Handler, queued: Queued) => (outcome: Outcome) => void
  /** Over all restaurants in memory; one that is not has nothing to be handled. */
  readonly lag: (restaurants: Iterable<RestaurantBus>) => void
}

export const busMetrics: Effect.Effect<BusMetrics> = Effect.gen(function* () {
  const context = yield* Effect.context<never>()
  const clock = yield* Clock.Clock
  const series = new Map<string, Metric.Metric<number, unknown>>()
  const labelled = (
    metric: Metric.Metric<number, unknown>,
    labels: Readonly<Record<string, string>>,
  ): Metric.Metric<number, unknown> => {
    const name = `${metric.id} ${Object.values(labels).join(" ")}`
    const known = series.get(name) ?? Metric.withAttributes(metric, labels)
    series.set(name, known)
    return known
  }
  const labelsOf = ({ plugin, subscription }: Handler) => ({
    plugin,
    subscription: subscription.id,
  })
  /** Those that were ever behind: a gauge that is not set keeps its last value. */
  const lagging = new Map<string, Handler>()

  return {
    started: (handler, { event }) => {
      const began = clock.currentTimeMillisUnsafe()
      const labels = labelsOf(handler)
      labelled(waitSeconds, labels).updateUnsafe(Math.max(0, began - event.at) / 1000, context)
      return (outcome) => {
        const seconds = (clock.currentTimeMillisUnsafe() - began) / 1000
        labelled(handlerSeconds, labels).updateUnsafe(seconds, context)
        labelled(deliveries, { ...labels, outcome: outcome._tag }).updateUnsafe(1, context)
      }
    },
    lag: (restaurants) => {
      const sums = new Map<string, number>()
      for (const { places } of restaurants)
        for (const [id, { handler, pending }] of places) {
          sums.set(id, (sums.get(id) ?? 0) + pending)
          lagging.set(id, handler)
        }
      for (const [id, handler] of lagging)
        labelled(lagEvents, labelsOf(handler)).updateUnsafe(sums.get(id) ?? 0, context)
    },
  }
})

const lagEvents = Metric.gauge("heard_bus_lag_events", {
  description: "Events that wait for their handler, over all restaurants",
})
const deliveries = Metric.counter("heard_bus_deliveries_total", {
  description: "Attempts to handle an event, by outcome",
  incremental: true,
})
const handlerSeconds = Metric.histogram("heard_bus_handler_seconds", {
  description: "Time that a handler took for one event",
  boundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
})
const waitSeconds = Metric.histogram("heard_bus_wait_seconds", {
  description: "Time from the moment an event was stored until its handler began",
  boundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
})
