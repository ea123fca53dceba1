import type { TicketView } from "#core/kitchen/ticket.ts"

/** A place on the board: a ticket, or the calm gap that a bumped one left. */
export type Cell =
  | { readonly kind: "ticket"; readonly slot: number; readonly ticket: TicketView }
  | { readonly kind: "gap"; readonly slot: number }

export interface Board {
  /** At least one page. Places are the hub's: the same on every screen that shows this view. */
  readonly pages: ReadonlyArray<ReadonlyArray<Cell>>
  /** Held tickets without a place yet; they come after everything that is to be cooked now. */
  readonly held: ReadonlyArray<TicketView>
}

/** @param perPage how many places one page has */
export const boardOf = (tickets: ReadonlyArray<TicketView>, perPage: number): Board => {
  const placed = tickets.filter((ticket) => ticket.slot !== undefined)
  const bySlot = new Map(placed.map((ticket) => [ticket.slot, ticket]))
  const last = Math.max(-1, ...placed.map(({ slot = 0 }) => slot))
  const cells = Array.from({ length: last + 1 }, (_, slot): Cell => {
    const ticket = bySlot.get(slot)
    return ticket === undefined ? { kind: "gap", slot } : { kind: "ticket", slot, ticket }
  })
  // A view that names no places (an older hub) is shown by age.
  const unplaced = tickets
    .filter((ticket) => ticket.slot === undefined && ticket.status !== "held")
    .toSorted((a, b) => (a.firedAt ?? "").localeCompare(b.firedAt ?? ""))
    .map((ticket, n): Cell => ({ kind: "ticket", slot: last + 1 + n, ticket }))
  return {
    pages: pagesOf([...cells, ...unplaced], perPage),
    held: tickets.filter((ticket) => ticket.slot === undefined && ticket.status === "held"),
  }
}

const pagesOf = (
  cells: ReadonlyArray<Cell>,
  perPage: number,
): ReadonlyArray<ReadonlyArray<Cell>> => {
  const count = Math.max(1, Math.ceil(cells.length / perPage))
  return Array.from({ length: count }, (_, page) =>
    cells.slice(page * perPage, (page + 1) * perPage),
  )
}
