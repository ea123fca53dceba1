import { Clock, Effect, Exit, Semaphore } from "effect"
import type { ReadinessCheck } from "#core/http/system-routes.ts"
import { systemScope } from "#core/hub/scope.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { WriteProbe } from "#core/hub/write-probe.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { EventLog } from "#core/log/event-log.ts"
import { diskProbe } from "./disk-probe.ts"

/** What costs a write is not asked again before this, in milliseconds: whoever watches the hub may look every second. */
const goodForMs = 10_000
const badForMs = 1_000

/**
 * What must work before orders may come.
 *
 * @param options.dataDir folder to be written to; absent when the database is not in it
 */
export const readinessChecks = (options: {
  readonly dataDir?: string
  readonly brokerUp: Effect.Effect<boolean>
}): Effect.Effect<ReadonlyArray<ReadinessCheck>, never, TenantDirectory | WriteProbe | EventLog> =>
  Effect.gen(function* () {
    const directory = yield* TenantDirectory
    const database = yield* WriteProbe
    const log = yield* EventLog
    const disk = options.dataDir === undefined ? Effect.void : diskProbe(options.dataDir)
    return [
      { name: "database", check: directory.list },
      {
        name: "disk",
        check: nowAndThen(Effect.all([disk, database.write], { concurrency: 2, discard: true })),
      },
      { name: "log", check: log.head(systemScope(nobody)) },
      {
        name: "broker",
        check: Effect.filterOrFail(
          options.brokerUp,
          (up) => up,
          () => "down",
        ),
      },
    ]
  })

/** A restaurant that nobody has: its part of the log is empty, and reading it costs nothing. */
const nobody = "00000000-0000-0000-0000-000000000000" as TenantId

/** One at a time, and its last outcome for as long as it holds. */
const nowAndThen = <E>(check: Effect.Effect<void, E>): Effect.Effect<void, E> => {
  const turn = Semaphore.makeUnsafe(1)
  let last: { readonly exit: Exit.Exit<void, E>; readonly until: number } | undefined
  return turn.withPermit(
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      if (last !== undefined && now < last.until) return yield* last.exit
      const exit = yield* Effect.exit(check)
      last = { exit, until: now + (Exit.isSuccess(exit) ? goodForMs : badForMs) }
      return yield* exit
    }),
  )
}
