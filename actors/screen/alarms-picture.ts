import { PrinterAlarms } from "#actors/printer/printer-alarm.ts"
import type { PictureMaker } from "#actors/view/live-view.ts"
import type { ViewChange } from "#actors/view/numbered-view.ts"
import type { PrinterId, TicketId } from "#core/kitchen/ids.ts"
import { isoOf } from "#core/kitchen/instant.ts"
import type { UnshownTicket } from "#core/kitchen/unshown-tickets.ts"
import type { ShowWatch } from "./show-watch.ts"

/**
 * The view `alarms`: what somebody must look after now, tickets that no screen shows and printers that do not print. A
 * kitchen screen sees it, which may not see the floor.
 */
export const alarmsPicture =
  (watch: ShowWatch["Service"]): PictureMaker =>
  (restaurant, id) => {
    if (id !== "") return undefined
    const printers = new PrinterAlarms(restaurant)
    return {
      all: function* () {
        yield* Array.from(watch.alarms(restaurant), (unshown) => row(unshown.ticketId, unshown))
        for (const change of printers.all()) if (change.v !== null) yield change
      },
      onSetup: () => printers.all(),
      onPrinter: (id) => printers.onPrinter(id as PrinterId),
      follow: (publish) =>
        watch.follow(restaurant, (ticketId, unshown) => publish([row(ticketId, unshown)])),
    }
  }

const row = (ticketId: TicketId, unshown: UnshownTicket | undefined): ViewChange => ({
  id: `ticket/${ticketId}`,
  rev: unshown?.edition ?? 0,
  v: unshown === undefined ? null : alarm(unshown),
})

const alarm = ({ since, edition: _, ...ticket }: UnshownTicket) => ({
  kind: "notShown" as const,
  ...ticket,
  since: isoOf(since),
})
