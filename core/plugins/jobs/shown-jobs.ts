import { Effect } from "effect"
import { may } from "#core/hub/scope.ts"
import type { EpochMs } from "#core/kitchen/ids.ts"
import { isoOf } from "#core/kitchen/instant.ts"
import { refused } from "#core/kitchen/refusal.ts"
import type { JobBook, JobSlot } from "./job-book.ts"
import type { JobRun, JobRuns } from "./job-runs.ts"
import type { ScheduledJob, ScheduledJobs } from "./scheduled-jobs.ts"

const permission = "core.plugins.read"

/** The jobs of the caller's restaurant: when each comes next, and how it went so far. */
export const shownJobs =
  (book: JobBook, runs: JobRuns["Service"]): ScheduledJobs["Service"]["list"] =>
  (scope) =>
    may(scope, permission)
      ? Effect.map(runs.of(scope.tenantId), (all) => {
          const known = new Map(all.map((run) => [run.job, run]))
          return book
            .of(scope.tenantId)
            .map((slot) => shown(slot, book.zoneOf(scope.tenantId), known.get(slot.job.id)))
            .sort((a, b) => (a.id < b.id ? -1 : 1))
        })
      : Effect.fail(refused("AUTH_FORBIDDEN", "You may not see this", { permission }))

const shown = (slot: JobSlot, timezone: string, run: JobRun | undefined): ScheduledJob => ({
  id: slot.job.id,
  plugin: slot.plugin,
  cron: slot.job.cron,
  timezone,
  nextAt: isoOf(slot.due as EpochMs),
  running: slot.running,
  runs: run?.runs ?? 0,
  failures: run?.failures ?? 0,
  lastStartedAt: instant(run?.startedAt),
  lastEndedAt: instant(run?.endedAt),
  lastError: run?.lastError ?? null,
})

const instant = (at: number | undefined): string | null =>
  at === undefined ? null : isoOf(at as EpochMs)
