import type { TicketId } from "#core/kitchen/ids.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import type { Board } from "./slots.ts"
import { ageOf } from "./urgency.ts"

/** What stands on the pages of a screen that nobody sees now. */
export interface Elsewhere {
  readonly tickets: number
  readonly rushed: number
  readonly late: number
  /** Where to look first: a rush before what is late, then what is furthest past due. Undefined: nothing presses. */
  readonly pressing: { readonly page: number; readonly ticketId: TicketId } | undefined
}

/**
 * @param shown the page in front of the cook
 * @param now the hub's clock, milliseconds since 1970
 */
export const elsewhereOf = (pages: Board["pages"], shown: number, now: number): Elsewhere => {
  const all = pages.flatMap((cells, page) =>
    page === shown
      ? []
      : cells.flatMap((cell) => (cell.kind === "gap" ? [] : [pressureOf(cell.ticket, page, now)])),
  )
  const pressing = all
    .filter(({ rushed, late }) => rushed || late)
    .toSorted((a, b) => Number(b.rushed) - Number(a.rushed) || b.over - a.over)
    .at(0)
  return {
    tickets: all.length,
    rushed: all.filter(({ rushed }) => rushed).length,
    late: all.filter(({ late }) => late).length,
    pressing: pressing && { page: pressing.page, ticketId: pressing.ticketId },
  }
}

const pressureOf = (ticket: TicketView, page: number, now: number) => {
  // From when on a ticket is "soon" presses nobody.
  const { urgency, age, over } = ageOf(ticket, now, 100)
  return {
    page,
    ticketId: ticket.ticketId,
    // What is ready or taken back only waits for the hand that bumps it.
    rushed: ticket.priority > 0 && !["done", "held", "void"].includes(urgency),
    late: urgency === "late",
    // Without a target the older one comes first, after all that have one.
    over: over ?? age - withoutTargetMs,
  }
}

const withoutTargetMs = 24 * 3600 * 1000
