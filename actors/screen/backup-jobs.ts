import type { DueJob } from "#actors/printer/due-jobs.ts"
import { paperClock } from "#actors/tenant/business-day.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { derivedId, type EpochMs, type JobId } from "#core/kitchen/ids.ts"
import { standingChit } from "#core/kitchen/standing-chit.ts"
import { screensOf, type UnshownTicket } from "#core/kitchen/unshown-tickets.ts"

/**
 * The papers that stand in for screens which do not show a ticket: one for each such screen that names a printer. Their
 * ids follow from ticket and edition, so that what is decided again, after a crash too, is not printed again.
 */
export const backupJobs = (
  { setup, current }: Restaurant,
  { orderId, ticketId, station, edition, since }: UnshownTicket,
): ReadonlyArray<DueJob> => {
  const order = current.get(orderId)
  const ticket = order?.tickets.find(({ id }) => id === ticketId)
  if (order === undefined || ticket === undefined) return []
  return screensOf(setup, station).flatMap((screen) => {
    const printer = setup.printers.find(
      ({ id, enabled }) => enabled && id === screen.backupPrinterId,
    )
    if (printer === undefined) return []
    const chit = standingChit(order, ticket, setup, {
      language: printer.language,
      clock: paperClock(since, setup.tenant.timezone),
      banners: [{ kind: "backupFrom", printer: screen.name }],
    })
    return [
      {
        printer,
        job: {
          id: derivedId(orderId, `backup ${printer.id} ${ticketId} ${edition}`) as JobId,
          kind: "ticket" as const,
          chit,
          orderId,
          ticketId,
          number: order.number,
          notAfter: (since + printer.maxAgeSeconds * 1000) as EpochMs,
        },
      },
    ]
  })
}
