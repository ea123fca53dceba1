import { Context, type Effect, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"

/** A job of a plugin that the restaurant uses, and how it went so far. */
export const ScheduledJob = Schema.Struct({
  id: Schema.String,
  plugin: Schema.String,
  cron: Schema.String,
  /** IANA zone that `cron` is meant in: the restaurant's. */
  timezone: Schema.String,
  nextAt: Schema.String,
  running: Schema.Boolean,
  runs: Schema.Int,
  /** In a row. */
  failures: Schema.Int,
  lastStartedAt: Schema.NullOr(Schema.String),
  lastEndedAt: Schema.NullOr(Schema.String),
  lastError: Schema.NullOr(Schema.String),
}).annotate({ identifier: "ScheduledJob" })
export type ScheduledJob = typeof ScheduledJob.Type

/** What plugins do by the clock of each restaurant. */
export class ScheduledJobs extends Context.Service<
  ScheduledJobs,
  {
    /** By id. Asks `core.plugins.read` of the scope. */
    readonly list: (scope: Scope) => Effect.Effect<ReadonlyArray<ScheduledJob>, CommandFailure>
  }
>()("heard/ScheduledJobs") {}
