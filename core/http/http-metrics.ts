import { Effect, Metric, type Scope } from "effect"
import { PrometheusMetrics } from "effect/observability"
import { processMetrics } from "./process-metrics.ts"

export interface RouteMetrics {
  /**
   * What an answer of this route is counted with. Labels are the route's pattern, never an address: ids and secrets in
   * addresses stay out, and the number of series is bounded.
   */
  readonly forRoute: (method: string, path: string) => (status: number, elapsedMs: number) => void
  /** Everything that this process measures, as Prometheus text. */
  readonly text: Effect.Effect<string>
}

export const routeMetrics: Effect.Effect<RouteMetrics, never, Scope.Scope> = Effect.gen(
  function* () {
    const context = yield* Effect.context<never>()
    const measure = yield* processMetrics
    const text = Effect.map(measure, () => PrometheusMetrics.formatUnsafe(context))

    return {
      text,
      forRoute: (method, path) => {
        // One series per class of status, made when the first such answer is given.
        const classes: Array<Metric.Metric<number, unknown> | undefined> = []
        return (status, elapsedMs) => {
          const statusClass = Math.trunc(status / 100)
          const series =
            classes[statusClass] ??
            Metric.withAttributes(requestSeconds, {
              method,
              route: path,
              status: `${statusClass}xx`,
            })
          classes[statusClass] = series
          series.updateUnsafe(elapsedMs / 1000, context)
        }
      },
    }
  },
)

const requestSeconds = Metric.histogram("heard_http_request_seconds", {
  description: "Time from a request's headers to its answer, by route and class of status",
  boundaries: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
})
