import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

/** One job of one restaurant. */
export interface JobName {
  readonly tenantId: TenantId
  /** `{plugin}.{what}`. */
  readonly job: string
}

/** How far it came. Instants are epoch milliseconds. */
export interface JobRun extends JobName {
  /** Every due time up to here was taken, or passed while the plugin was not enabled. */
  readonly handledUntil: number
  /** Somebody works on it, and nobody else may until then. */
  readonly runningUntil: number | undefined
  readonly runs: number
  /** In a row. */
  readonly failures: number
  readonly startedAt: number | undefined
  readonly endedAt: number | undefined
  readonly lastError: string | undefined
}

/** Where it is kept when each job last ran, so that a missed run is noticed and none happens twice. */
export class JobRuns extends Context.Service<
  JobRuns,
  {
    /** Of all restaurants, in one go: for the start. */
    readonly all: Effect.Effect<ReadonlyArray<JobRun>, Outage>
    readonly of: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<JobRun>, Outage>
    /**
     * These jobs count from `at`: nothing before it was missed.
     *
     * @param known what becomes of one that counts already: `keep` its place, or `moved` to `at`
     */
    readonly begin: (
      jobs: ReadonlyArray<JobName>,
      at: number,
      known: "keep" | "moved",
    ) => Effect.Effect<void, Outage>
    /**
     * Takes the run that was due at `due`, with all that were due since. False when it was taken before, or somebody
     * works on the job.
     */
    readonly claim: (
      name: JobName,
      run: { readonly due: number; readonly now: number; readonly until: number },
    ) => Effect.Effect<boolean, Outage>
    readonly end: (
      name: JobName,
      ending: { readonly at: number; readonly error: string | undefined },
    ) => Effect.Effect<void, Outage>
    /** It was broken off by nobody's fault: it is as if it had not begun. */
    readonly release: (name: JobName, handledUntil: number) => Effect.Effect<void, Outage>
  }
>()("heard/JobRuns") {}
