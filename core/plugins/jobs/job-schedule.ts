import { Clock, Effect, FiberSet, Layer, Schedule, type Scope } from "effect"
import { Setups } from "#core/hub/setup.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { PluginWork } from "#core/plugins/running/plugin-work.ts"
import { JobBook, type JobSlot, type PluginJob } from "./job-book.ts"
import { runJob } from "./job-runner.ts"
import { type JobName, JobRuns } from "./job-runs.ts"
import { ScheduledJobs } from "./scheduled-jobs.ts"
import { shownJobs } from "./shown-jobs.ts"
import { WorkingJobs } from "./working-jobs.ts"

/** How often the book is looked at. */
const tick = "1 second"
/** A restaurant that has jobs enough at work is looked at again after this, in milliseconds. */
const lookAgainMs = 1_000

/** While the database does not answer. */
const outageMs = 5_000
const patiently = Schedule.spaced(outageMs)

/**
 * Runs the plugins' jobs by each restaurant's clock: what was missed while the hub was down once, soon after the start;
 * nothing while the plugin is not enabled.
 */
export const scheduledJobsLayer: Layer.Layer<
  ScheduledJobs,
  never,
  PluginWork | PluginStates | JobRuns | TenantDirectory | Setups
> = Layer.effect(
  ScheduledJobs,
  Effect.gen(function* () {
    const { plugins } = yield* PluginWork
    const runs = yield* JobRuns
    const book = new JobBook()
    const jobs = [...plugins.values()].flatMap(({ key, definition }) =>
      definition.jobs.map((job): PluginJob => ({ plugin: key, job })),
    )
    if (jobs.length > 0) {
      yield* keepBook(book, jobs)
      yield* runDue(book)
    }
    return { list: shownJobs(book, runs) }
  }),
)

/** The book holds the jobs of what each restaurant uses: as it is at the start, and as it changes. */
const keepBook = (
  book: JobBook,
  jobs: ReadonlyArray<PluginJob>,
): Effect.Effect<void, never, PluginStates | JobRuns | TenantDirectory | Setups | Scope.Scope> =>
  Effect.gen(function* () {
    const states = yield* PluginStates
    const runs = yield* JobRuns
    const directory = yield* TenantDirectory
    const setups = yield* Setups
    const clock = yield* Clock.Clock
    const fork = yield* FiberSet.makeRuntime<never, void, never>()
    const withJobs = new Set(jobs.map(({ plugin }) => plugin))

    const begin = Effect.gen(function* () {
      const tenants = yield* directory.list
      const known = new Map((yield* runs.all).map((run) => [keyOf(run), run]))
      const now = yield* Clock.currentTimeMillis
      for (const { id, timezone } of tenants) book.setZone(id, timezone, now)
      const all = tenants.flatMap(({ id }) =>
        jobs
          .filter(({ plugin }) => states.enabled(id, plugin))
          .map((job) => ({ job, name: { tenantId: id, job: job.job.id } })),
      )
      const fresh = all.filter(({ name }) => !known.has(keyOf(name)))
      yield* runs.begin(
        fresh.map(({ name }) => name),
        now,
        "keep",
      )
      for (const { job, name } of all) {
        const run = known.get(keyOf(name))
        book.place(name.tenantId, job, run?.handledUntil ?? now, run?.runningUntil)
      }
    })

    const enabled = Effect.fnUntraced(function* (tenantId: TenantId, plugin: string) {
      const tenant = yield* directory.byId(tenantId)
      if (tenant === undefined || !states.enabled(tenantId, plugin)) return
      const now = yield* Clock.currentTimeMillis
      const own = jobs.filter((job) => job.plugin === plugin)
      yield* runs.begin(
        own.map(({ job }) => ({ tenantId, job: job.id })),
        now,
        "moved",
      )
      book.setZone(tenantId, tenant.timezone, now)
      if (states.enabled(tenantId, plugin)) for (const job of own) book.place(tenantId, job, now)
    })

    const changed = (tenantId: TenantId, plugin: string): void => {
      if (!withJobs.has(plugin)) return
      const known = book.of(tenantId).filter((slot) => slot.plugin === plugin)
      if (!states.enabled(tenantId, plugin)) for (const slot of known) book.remove(slot)
      else if (known.length === 0)
        fork(enabled(tenantId, plugin).pipe(Effect.retry(patiently), Effect.ignore))
    }

    yield* Effect.acquireRelease(
      Effect.sync(() => [
        states.onChange(changed),
        setups.onChange((tenantId, { tenant }) => {
          if (book.knows(tenantId))
            book.setZone(tenantId, tenant.timezone, clock.currentTimeMillisUnsafe())
        }),
      ]),
      (stops) =>
        Effect.sync(() => {
          for (const stop of stops) stop()
        }),
    )
    yield* Effect.forkScoped(begin.pipe(Effect.retry(patiently), Effect.ignore))
  })

/** One look at the book a second, however many jobs and restaurants there are. */
const runDue = (
  book: JobBook,
): Effect.Effect<void, never, PluginWork | PluginStates | JobRuns | Scope.Scope> =>
  Effect.gen(function* () {
    const work = yield* PluginWork
    const states = yield* PluginStates
    const runs = yield* JobRuns
    const clock = yield* Clock.Clock
    const fork = yield* FiberSet.makeRuntime<never, void, never>()
    const working = new WorkingJobs()

    const start = (slot: JobSlot): void => {
      working.enter(slot)
      fork(
        runJob(slot, runs, work).pipe(
          // Nothing was taken: it is still due.
          Effect.catch(() => Effect.succeed({ retryAfterMs: outageMs })),
          Effect.ensuring(Effect.sync(() => working.leave(slot))),
          Effect.map((ending) =>
            book.again(slot, clock.currentTimeMillisUnsafe(), ending?.retryAfterMs),
          ),
        ),
      )
    }

    const look = Effect.sync(() => {
      const now = clock.currentTimeMillisUnsafe()
      while (!working.full) {
        const slot = book.take(now)
        if (slot === undefined) return
        if (!states.enabled(slot.tenantId, slot.plugin)) book.remove(slot)
        else if (working.hasRoomFor(slot)) start(slot)
        else book.lookAt(slot, now + lookAgainMs)
      }
    })
    yield* Effect.forkScoped(Effect.sleep(tick).pipe(Effect.andThen(look), Effect.forever))
  })

const keyOf = ({ tenantId, job }: JobName): string => `${tenantId}|${job}`
