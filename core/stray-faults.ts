import { inspect } from "node:util"
import { Effect, FiberSet, Metric, type Scope } from "effect"
import { lineOf } from "./plugins/running/call-ending.ts"
import type { PluginGuard } from "./plugins/running/plugin-guard.ts"
import { originNow, type PluginOrigin } from "./plugins/running/plugin-origin.ts"

type Guard = Pick<PluginGuard["Service"], "blame" | "setAside">

/** Longest that the end of the process waits until it is stored why, in milliseconds. */
const lastWordMs = 2_000

/**
 * What breaks where nobody waits for it. A promise of a plugin is that plugin's fault and ends nothing. A throw in a
 * plugin's timer left the process in a state that nobody knows: it ends, as Node would end it, but not without the plugin in
 * quarantine, or the next start would end the same way. What is no plugin's ends the process as ever.
 *
 * @returns who is told of the faults, once there is somebody; until then they are only logged
 */
export const strayFaults: Effect.Effect<(guard: Guard) => void, never, Scope.Scope> = Effect.gen(
  function* () {
    const context = yield* Effect.context<never>()
    const fork = yield* FiberSet.makeRuntime<never>()
    let guard: Guard | undefined

    const told = (kind: "rejection" | "exception", origin: PluginOrigin, fault: unknown): void => {
      const { pluginKey: plugin, tenantId } = origin
      Metric.withAttributes(strays, { kind, plugin }).updateUnsafe(1, context)
      fork(
        Effect.logError(`Plugin "${plugin}" left something behind that broke`, fault).pipe(
          Effect.annotateLogs({ plugin, tenant: tenantId, kind }),
        ),
      )
    }
    const rejected = (fault: unknown): void => {
      const origin = originNow()
      if (origin === undefined) {
        end(fault)
        return
      }
      told("rejection", origin, fault)
      if (guard !== undefined) fork(guard.blame(origin, lineOf(fault)))
    }
    const thrown = (fault: unknown): void => {
      const origin = originNow()
      if (origin === undefined || guard === undefined) {
        end(fault)
        return
      }
      told("exception", origin, fault)
      setTimeout(() => end(fault), lastWordMs)
      void guard.setAside(origin, lineOf(fault)).then(() => end(fault))
    }
    yield* Effect.acquireRelease(
      Effect.sync(() => process.on("unhandledRejection", rejected).on("uncaughtException", thrown)),
      () =>
        Effect.sync(() =>
          process.off("unhandledRejection", rejected).off("uncaughtException", thrown),
        ),
    )
    return (found) => {
      guard = found
    }
  },
)

const end = (fault: unknown): void => {
  process.stderr.write(`${inspect(fault)}\n`)
  process.exit(1)
}

const strays = Metric.counter("heard_plugin_stray_faults_total", {
  description: "Promises and timers of plugins that broke where nobody waited for them",
  incremental: true,
})
