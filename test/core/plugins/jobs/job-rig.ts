import { Clock, Effect, Exit, Layer, Scope } from "effect"
import { TestClock } from "effect/testing"
import { type CommandFailure, Outage } from "#core/hub/gate.ts"
import { Setups } from "#core/hub/setup.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { KitchenSetup } from "#core/kitchen/menu.ts"
import { type Job, job } from "#core/plugins/job.ts"
import { JobRuns } from "#core/plugins/jobs/job-runs.ts"
import { scheduledJobsLayer } from "#core/plugins/jobs/job-schedule.ts"
import { ScheduledJobs } from "#core/plugins/jobs/scheduled-jobs.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { offeredViewsLayer } from "#core/plugins/running/plugin-views.ts"
import { PluginWork } from "#core/plugins/running/plugin-work.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { TenantContext } from "#core/plugins/tenant-context.ts"
import { jobRunsLayer } from "#sql/job-runs.ts"
import { pluginDatabaseLayer } from "#sql/plugin-database.ts"
import { newTenantId, person, pluginRig } from "#test/core/plugins/plugin-rig.ts"
import type { TestDatabase } from "#test/support/postgres.ts"

export type Work = Effect.Effect<void, CommandFailure>

/** A plugin with jobs that write down when they ran, for which restaurant, and then do what the test says. */
export const nightly = (cron: string, more: Partial<Job<never>> = {}, ids = ["nightly.count"]) => {
  const ran: Array<{ readonly tenantId: TenantId; readonly at: string }> = []
  const does = { next: Effect.void as Work }
  const definition = definePlugin({
    key: "nightly",
    jobs: ids.map((id) =>
      job({
        ...more,
        id,
        cron,
        run: Effect.gen(function* () {
          const { tenantId } = yield* TenantContext
          const now = yield* Clock.currentTimeMillis
          ran.push({ tenantId, at: new Date(now).toISOString().slice(5, 16) })
          yield* does.next
        }),
      }),
    ),
  })
  return { definition, ran, does, at: () => ran.map(({ at }) => at) }
}

export const openRestaurant = (timezone = "Europe/Paris") =>
  Effect.gen(function* () {
    const id = newTenantId()
    yield* (yield* TenantDirectory).create({
      id,
      slug: `bistro-${id.slice(0, 8)}`,
      name: "Chez Margaux",
      currency: "EUR",
      locale: "fr",
      timezone,
    })
    return id
  })

/** The jobs of this plugin from `from` on, in restaurants of the test alone, until the scope closes. */
export const start = (plugin: ReturnType<typeof nightly>, tenants: ReadonlyArray<TenantId>) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const rig = yield* pluginRig([{ definition: plugin.definition }]).pipe(Scope.provide(scope))
    const listeners = new Set<(tenantId: TenantId, setup: KitchenSetup) => void>()
    const everybody = yield* TenantDirectory
    const services = yield* Layer.build(
      scheduledJobsLayer.pipe(
        Layer.provideMerge(
          Layer.mergeAll(
            Layer.succeed(JobRuns, countedRuns(yield* JobRuns)),
            Layer.succeed(PluginWork, rig.work),
            Layer.succeed(PluginStates, rig.states),
            Layer.succeed(TenantDirectory, {
              ...everybody,
              list: Effect.map(everybody.list, (all) =>
                all.filter(({ id }) => tenants.includes(id)),
              ),
            }),
            Layer.succeed(Setups, {
              get: () => Effect.fail(new Outage({ reason: "Not in this test" })),
              onChange: (listener) => {
                listeners.add(listener)
                return () => listeners.delete(listener)
              },
            }),
          ),
        ),
      ),
    ).pipe(Scope.provide(scope))
    const list = (tenantId: TenantId) =>
      ScheduledJobs.use((jobs) => jobs.list(person(tenantId))).pipe(Effect.provide(services))
    for (const tenantId of tenants)
      yield* eventually(Effect.map(list(tenantId), (jobs) => jobs.length > 0))
    return {
      ...rig,
      list,
      stop: Scope.close(scope, Exit.void),
      zone: (tenantId: TenantId, timezone: string) =>
        Effect.sync(() => {
          for (const listener of listeners)
            listener(tenantId, { tenant: { timezone } } as KitchenSetup)
        }),
    }
  })

/** The real store, with a count of what it was asked and has not answered: it takes its own time, whatever the test's clock says. */
const asked = { open: 0 }
const counted = <A, E>(answer: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.suspend(() => {
    asked.open += 1
    return Effect.ensuring(
      answer,
      Effect.sync(() => {
        asked.open -= 1
      }),
    )
  })
const countedRuns = (runs: JobRuns["Service"]): JobRuns["Service"] => ({
  all: counted(runs.all),
  of: (tenantId) => counted(runs.of(tenantId)),
  begin: (...args) => counted(runs.begin(...args)),
  claim: (...args) => counted(runs.claim(...args)),
  end: (...args) => counted(runs.end(...args)),
  release: (...args) => counted(runs.release(...args)),
})

const moment = Effect.promise(() => new Promise<void>((resolve) => setTimeout(resolve, 1)))

/** Everything that was set going waits for the test's clock, or for the test. */
export const settled = Effect.gen(function* () {
  for (let quiet = 0; quiet < 5; quiet++) {
    yield* moment
    if (asked.open > 0) quiet = 0
  }
})

export const eventually = <E, R>(check: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.gen(function* () {
    for (let n = 0; n < 2_000; n++) {
      if (yield* check) return
      yield* moment
    }
    throw new Error("It never was so")
  })

/** Time passes in steps; at the end of each everything settles. */
export const pass = (minutes: number, step = 15) =>
  Effect.forEach(Array.from({ length: minutes / step }), () =>
    Effect.andThen(TestClock.adjust(`${step} minutes`), settled),
  )

export const at = (instant: string) => TestClock.setTime(Date.parse(instant))

/** Database and clock are real here; a test sets a clock of its own with {@link onTestClock}. */
export const jobServices = (database: TestDatabase) =>
  Layer.mergeAll(
    jobRunsLayer.pipe(Layer.provideMerge(pluginDatabaseLayer), Layer.provideMerge(database.layer)),
    offeredViewsLayer,
  )

// One for each test: the hub's hourly work on a shared one would run for every hour since 1970.
export const onTestClock = Effect.provide(TestClock.layer())
