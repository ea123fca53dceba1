import { focusOn } from "./keys/walk.ts"

/** Where the glass ends for tickets: the strip at its foot lies over them. */
export const lowerEdge = (): number =>
  document.querySelector(".board-pager")?.getBoundingClientRect().top ?? innerHeight

/** Whether its last dish and its buttons can be read; of one taller than the screen, whether it was scrolled to. */
const isInSight = (ticket: HTMLElement): boolean => {
  const { top, bottom } = ticket.getBoundingClientRect()
  return bottom <= lowerEdge() + 1 || top <= 0
}

/**
 * A key may mean a ticket that lies below the edge: then it leads there first, and bumps when it is pressed again.
 *
 * @returns asks for a ticket; true: it is what the cook sees, or was led to by the press before
 */
export const sightFirst = (): ((board: HTMLElement | null, ticketId: string) => boolean) => {
  let ledTo: string | undefined
  return (board, ticketId) => {
    const ticket = board?.querySelector<HTMLElement>(`[data-ticket="${ticketId}"]`)
    const isMeant = ticket == null || ledTo === ticketId || isInSight(ticket)
    ledTo = isMeant ? undefined : ticketId
    if (!isMeant) focusOn(ticket)
    return isMeant
  }
}
