import { paperClock } from "#actors/tenant/business-day.ts"
import type { DecidedStep, Restaurant } from "#actors/tenant/restaurant.ts"
import { chitsOf } from "#core/kitchen/chit-of.ts"
import { derivedId, type EpochMs, type JobId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { NewJob } from "#core/kitchen/print-job.ts"

export interface DueJob {
  readonly printer: Printer
  readonly job: NewJob
}

/**
 * The jobs that an order's change makes. They follow from the event, ids and times, so that the same event seen again
 * after a crash asks for the same jobs, and none is printed twice.
 */
export const dueJobs = (
  { setup }: Restaurant,
  { events, after }: DecidedStep,
): ReadonlyArray<DueJob> => {
  const printers = setup.printers.filter(({ enabled }) => enabled)
  return printers.flatMap((printer) =>
    events.flatMap(({ event, version }) =>
      chitsOf([event], after, setup, printer, paperClock(event.at, setup.tenant.timezone)).map(
        ({ ticketId, chit }, n) => ({
          printer,
          job: {
            id: derivedId(after.id, `job ${printer.id} ${version} ${n}`) as JobId,
            kind: "ticket" as const,
            chit,
            orderId: after.id,
            ticketId,
            number: after.number,
            notAfter: (event.at + printer.maxAgeSeconds * 1000) as EpochMs,
          },
        }),
      ),
    ),
  )
}
