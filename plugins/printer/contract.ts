import { Schema } from "effect"
import { defineEvent } from "#core/plugins/event.ts"

/**
 * What becomes of papers, as other plugins hear it: decided and stored by the hub itself. The key is the printer's id
 * (`meta.key`); instants are milliseconds since the Unix epoch.
 */

export const JobQueued = defineEvent(
  "printer.job_queued",
  1,
  Schema.Struct({
    at: Schema.Int,
    job: Schema.Struct({
      id: Schema.String,
      kind: Schema.Literals(["ticket", "test", "summary"]),
      orderId: Schema.optionalKey(Schema.String),
      ticketId: Schema.optionalKey(Schema.String),
      number: Schema.optionalKey(Schema.String),
      /** The job whose paper this one repeats. */
      copyOf: Schema.optionalKey(Schema.String),
    }),
  }),
)

const Ended = Schema.Struct({
  at: Schema.Int,
  /** Id of the job. */
  job: Schema.String,
  cause: Schema.optionalKey(Schema.String),
})

export const JobPrinted = defineEvent(
  "printer.job_printed",
  1,
  Schema.Struct({ at: Schema.Int, job: Schema.String }),
)

/** Certainly no paper, and nobody tries again. */
export const JobFailed = defineEvent("printer.job_failed", 1, Ended)

/** Nobody can say whether there is paper. */
export const JobUnknown = defineEvent("printer.job_unknown", 1, Ended)

/** Not printed while it was still wanted. */
export const JobExpired = defineEvent("printer.job_expired", 1, Ended)

export const JobCancelled = defineEvent("printer.job_cancelled", 1, Ended)

/** Another printer prints it instead, under a banner that names this one. */
export const JobMoved = defineEvent(
  "printer.job_moved",
  1,
  Schema.Struct({
    at: Schema.Int,
    /** Id of the job. */
    job: Schema.String,
    /** Id of the other printer. */
    to: Schema.String,
    /** Id of the job there. */
    as: Schema.String,
    cause: Schema.optionalKey(Schema.String),
  }),
)
