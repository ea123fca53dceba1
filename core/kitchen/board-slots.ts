import type { TicketView } from "./ticket.ts"

/** A ticket with its place on the board. */
export type Placed = TicketView & { readonly slot: number }

/**
 * A place for a new ticket: right of all others. When that would pass the last visible place while earlier ones are
 * free, the board closes its gaps first, so that no cook has to look for work on a second page.
 *
 * @param open in the order of their places, and so is what comes back
 * @param visible how many tickets the screen shows side by side
 */
export const withNewest = (
  open: ReadonlyArray<Placed>,
  ticket: TicketView,
  visible: number,
): ReadonlyArray<Placed> => {
  const next = afterLast(open)
  if (next < visible || next === open.length) return [...open, { ...ticket, slot: next }]
  return [...compacted(open), { ...ticket, slot: open.length }]
}

/**
 * A recalled ticket goes where it was, so that the hand that bumped it by mistake finds it again. When another took the
 * place it goes to the nearest gap left of the first ticket that is younger, and only then to the right end.
 */
export const withRecalled = (
  open: ReadonlyArray<Placed>,
  ticket: TicketView,
  lastSlot: number | undefined,
  visible: number,
): ReadonlyArray<Placed> => {
  const taken = new Set(open.map(({ slot }) => slot))
  const end = afterLast(open)
  const free = Array.from({ length: end }, (_, slot) => slot).filter((slot) => !taken.has(slot))
  const wasLast = lastSlot !== undefined && lastSlot >= end && end < visible
  const slot =
    lastSlot !== undefined && free.includes(lastSlot)
      ? lastSlot
      : wasLast
        ? end
        : free.findLast((gap) => gap < youngerThan(open, ticket, end))
  return slot === undefined
    ? withNewest(open, ticket, visible)
    : [...open, { ...ticket, slot }].sort(bySlot)
}

const bySlot = (one: Placed, other: Placed): number => one.slot - other.slot

const afterLast = (open: ReadonlyArray<Placed>): number => (open.at(-1)?.slot ?? -1) + 1

const compacted = (open: ReadonlyArray<Placed>): ReadonlyArray<Placed> =>
  open.map((ticket, slot) => (ticket.slot === slot ? ticket : { ...ticket, slot }))

const youngerThan = (open: ReadonlyArray<Placed>, ticket: TicketView, end: number): number =>
  open.reduce(
    (least, other) =>
      (other.firedAt ?? "") > (ticket.firedAt ?? "") ? Math.min(least, other.slot) : least,
    end,
  )
