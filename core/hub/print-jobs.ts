import { Context, type Effect } from "effect"
import type { JobId, PrinterId } from "#core/kitchen/ids.ts"
import type { JobState } from "#core/kitchen/print-job.ts"
import type { Outage } from "./gate.ts"
import type { PrintJobView } from "./printing.ts"
import type { Scope } from "./scope.ts"

/** Which print jobs a list shows; every given condition must hold. Newest first. */
export interface JobFilter {
  readonly printerId?: PrinterId
  readonly state?: JobState
  /** From 1. */
  readonly page: number
  /** 1 to 200. */
  readonly size: number
}

/** Reading print jobs. What is to become of one is asked through the gate. */
export class PrintJobs extends Context.Service<
  PrintJobs,
  {
    /** Undefined: this tenant never had such a job. */
    readonly get: (scope: Scope, id: JobId) => Effect.Effect<PrintJobView | undefined, Outage>
    readonly list: (
      scope: Scope,
      filter: JobFilter,
    ) => Effect.Effect<
      { readonly items: ReadonlyArray<PrintJobView>; readonly total: number },
      Outage
    >
  }
>()("heard/PrintJobs") {}
