import { Effect, Layer } from "effect"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import { type JobFilter, PrintJobs } from "#core/hub/print-jobs.ts"
import type { PrinterId } from "#core/kitchen/ids.ts"
import type { PrintJob } from "#core/kitchen/print-job.ts"
import { printJobView } from "#core/kitchen/print-job-view.ts"
import { jobOf } from "#core/kitchen/printer-queue.ts"
import { EventLog } from "#core/log/event-log.ts"
import { recallJob } from "./forgotten-job.ts"

/** Reads of print jobs: what waits and the last finished ones of each printer from memory, any other single one from the log. */
export const printJobsLayer: Layer.Layer<PrintJobs, never, Restaurants | EventLog> = Layer.effect(
  PrintJobs,
  Effect.gen(function* () {
    const restaurants = yield* Restaurants
    const log = yield* EventLog
    return {
      get: (scope, id) =>
        Effect.gen(function* () {
          const { printers } = yield* restaurants.get(scope.tenantId)
          for (const [printerId, queue] of printers) {
            const job = jobOf(queue, id)
            if (job !== undefined) return printJobView(printerId, job)
          }
          const forgotten = yield* recallJob(log, scope, id)
          return forgotten && printJobView(forgotten.printerId, forgotten.job)
        }),
      list: (scope, filter) =>
        Effect.map(restaurants.get(scope.tenantId), (restaurant) => pageOf(restaurant, filter)),
    }
  }),
)

/** Newest first. */
const pageOf = ({ printers }: Restaurant, { printerId, state, page, size }: JobFilter) => {
  const found: Array<readonly [PrinterId, PrintJob]> = []
  for (const [id, { jobs, done }] of printers)
    if (printerId === undefined || printerId === id)
      for (const job of [...jobs, ...done])
        if (state === undefined || state === job.state) found.push([id, job])
  found.sort(([, a], [, b]) => b.queuedAt - a.queuedAt || (a.id < b.id ? 1 : -1))
  const from = (page - 1) * size
  return {
    items: found.slice(from, from + size).map(([id, job]) => printJobView(id, job)),
    total: found.length,
  }
}
