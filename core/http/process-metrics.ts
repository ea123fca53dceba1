import { monitorEventLoopDelay } from "node:perf_hooks"
import { Effect, Metric, type Scope } from "effect"

/** How this process does, as it stands when the effect is run: nobody measures between two looks. */
export const processMetrics: Effect.Effect<Effect.Effect<void>, never, Scope.Scope> = Effect.gen(
  function* () {
    const context = yield* Effect.context<never>()
    const loopDelay = monitorEventLoopDelay({ resolution: 20 })
    yield* Effect.acquireRelease(
      Effect.sync(() => loopDelay.enable()),
      () => Effect.sync(() => loopDelay.disable()),
    )
    const startedAt = Date.now() / 1000 - process.uptime()
    const set = (gauge: Metric.Metric<number, unknown>, value: number) =>
      gauge.updateUnsafe(value, context)
    return Effect.sync(() => {
      const { user, system } = process.cpuUsage()
      const memory = process.memoryUsage()
      set(cpuSeconds, (user + system) / 1e6)
      set(residentBytes, memory.rss)
      set(heapBytes, memory.heapUsed)
      set(startSeconds, startedAt)
      set(loopDelayP99, loopDelay.percentile(99) / 1e9)
      loopDelay.reset()
    })
  },
)

const gauge = (name: string, description: string) => Metric.gauge(name, { description })
const cpuSeconds = gauge("process_cpu_seconds_total", "CPU time spent, user and system")
const residentBytes = gauge("process_resident_memory_bytes", "Resident memory")
const heapBytes = gauge("nodejs_heap_size_used_bytes", "Heap in use")
const startSeconds = gauge("process_start_time_seconds", "Start of the process, Unix time")
const loopDelayP99 = gauge(
  "nodejs_eventloop_delay_p99_seconds",
  "99th percentile of the event loop's delay since the last look",
)
