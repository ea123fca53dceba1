import { monitorEventLoopDelay } from "node:perf_hooks"
import { Effect, Metric, type Scope } from "effect"
import { PrometheusMetrics } from "effect/observability"

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
    const loopDelay = monitorEventLoopDelay({ resolution: 20 })
    yield* Effect.acquireRelease(
      Effect.sync(() => loopDelay.enable()),
      () => Effect.sync(() => loopDelay.disable()),
    )
    const startedAt = Date.now() / 1000 - process.uptime()

    const setGauge = (gauge: Metric.Metric<number, unknown>, value: number) =>
      gauge.updateUnsafe(value, context)

    const text = Effect.sync(() => {
      const { user, system } = process.cpuUsage()
      const memory = process.memoryUsage()
      setGauge(cpuSeconds, (user + system) / 1e6)
      setGauge(residentBytes, memory.rss)
      setGauge(heapBytes, memory.heapUsed)
      setGauge(startSeconds, startedAt)
      setGauge(loopDelayP99, loopDelay.percentile(99) / 1e9)
      loopDelay.reset()
      return PrometheusMetrics.formatUnsafe(context)
    })

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

const gauge = (name: string, description: string) => Metric.gauge(name, { description })
const cpuSeconds = gauge("process_cpu_seconds_total", "CPU time spent, user and system")
const residentBytes = gauge("process_resident_memory_bytes", "Resident memory")
const heapBytes = gauge("nodejs_heap_size_used_bytes", "Heap in use")
const startSeconds = gauge("process_start_time_seconds", "Start of the process, Unix time")
const loopDelayP99 = gauge(
  "nodejs_eventloop_delay_p99_seconds",
  "99th percentile of the event loop's delay since the last scrape",
)
