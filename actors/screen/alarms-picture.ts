import type { PictureMaker } from "#actors/view/live-view.ts"
import type { ViewChange } from "#actors/view/numbered-view.ts"
import type { TicketId } from "#core/kitchen/ids.ts"
import { isoOf } from "#core/kitchen/instant.ts"
import type { UnshownTicket } from "#core/kitchen/unshown-tickets.ts"
import type { ShowWatch } from "./show-watch.ts"

/** The view `alarms`: what somebody must look after now. */
export const alarmsPicture =
  (watch: ShowWatch["Service"]): PictureMaker =>
  (restaurant, id) => {
    if (id !== "") return undefined
    return {
      all: () => Array.from(watch.alarms(restaurant), (unshown) => row(unshown.ticketId, unshown)),
      onSetup: () => [],
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
