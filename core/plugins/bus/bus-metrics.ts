import { Clock, Effect, Metric } from "effect"
import type { Handler, Handlers } from "./handlers.ts"
import type { Queued } from "./lanes.ts"
import type { Outcome } from "./place.ts"

/** What the bus measures. Labels name plugins and handlers, never restaurants: the number of series is bounded. */
export interface BusMetrics {
  /** A handler begins; call the answer with what became of it. */
  readonly started: (handler: Handler, queued: Queued) => (outcome: Outcome) => void
  /** By subscription. */
  readonly lags: (handlers: Handlers, lags: ReadonlyMap<string, number>) => void
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
    lags: (handlers, lags) => {
      for (const handler of handlers.all)
        labelled(lagEvents, labelsOf(handler)).updateUnsafe(
          lags.get(handler.subscription.id) ?? 0,
          context,
        )
    },
  }
})

const lagEvents = Metric.gauge("heard_bus_lag_events", {
  description:
    "Events that a handler has before it, over all restaurants where it runs or is paused",
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
