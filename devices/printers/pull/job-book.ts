import { Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import { PrintJobs } from "#core/hub/print-jobs.ts"
import type { PrintJobView } from "#core/hub/printing.ts"
import { type Scope, systemScope } from "#core/hub/scope.ts"
import { Setups } from "#core/hub/setup.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { JobState } from "#core/kitchen/print-job.ts"
import { jobToken } from "./job-token.ts"

/** A printer's device, by its credential. */
export interface PullDevice {
  readonly tenantId: TenantId
  readonly deviceId: string
}

/** A printer in its own name. */
export const tellScope = ({ tenantId, deviceId }: PullDevice): Scope => ({
  tenantId,
  principal: { kind: "device", id: deviceId },
  permissions: ["printer.report"],
})

/** That it has the paper is in the log before the first byte leaves. */
export const neverLeft = ({ state, attempts }: PrintJobView): boolean =>
  state === "queued" || (state === "sent" && attempts < 2)

/** What the printer's own queue knows, for words about jobs that the hand-over has forgotten. */
export interface JobBook {
  readonly get: (device: PullDevice, id: string) => Effect.Effect<PrintJobView | undefined, Outage>
  /** The job of this very printer that the token stands for. */
  readonly byToken: (
    device: PullDevice,
    token: string,
  ) => Effect.Effect<PrintJobView | undefined, Outage>
}

const pageSize = 200
/** Jobs that wait and jobs that are over, at most, of one printer. */
const mostPages = 6

export const jobBook: Effect.Effect<JobBook, never, PrintJobs | Setups> = Effect.gen(function* () {
  const jobs = yield* PrintJobs
  const setups = yield* Setups

  /** Newest first. Stops at the page that has it. */
  const search = (
    device: PullDevice,
    is: (job: PrintJobView) => boolean,
  ): Effect.Effect<PrintJobView | undefined, Outage> =>
    Effect.gen(function* () {
      const setup = yield* setups.get(device.tenantId)
      const printer = setup.printers.find(({ deviceId }) => deviceId === device.deviceId)
      if (printer === undefined) return undefined
      const scope = systemScope(device.tenantId)
      for (let page = 1; page <= mostPages; page += 1) {
        const filter = { printerId: printer.id, page, size: pageSize }
        const { items, total } = yield* jobs.list(scope, filter)
        const found = items.find(is)
        if (found !== undefined || page * pageSize >= total) return found
      }
      return undefined
    })

  return {
    get: (device, id) => search(device, (job) => job.id === id),
    byToken: (device, token) => search(device, ({ id }) => jobToken(id, token.length) === token),
  }
})

/**
 * Somebody may have cancelled it, or its time may be up, while the printer was away. When nobody can say, it is wanted:
 * the hub itself handed it in.
 */
export const isWanted = (
  book: JobBook,
  device: PullDevice,
  job: string,
  withinMs: number,
): Effect.Effect<boolean> =>
  book.get(device, job).pipe(
    Effect.timeout(withinMs),
    Effect.map((known) => known === undefined || wantedStates.has(known.state)),
    Effect.catchTag(["Outage", "TimeoutError"], () => Effect.succeed(true)),
  )

const wantedStates: ReadonlySet<JobState> = new Set(["queued", "sent", "accepted", "refused"])
