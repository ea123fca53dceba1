import type { LineId, TicketId } from "#core/kitchen/ids.ts"
import type { TicketLine, TicketView } from "#core/kitchen/ticket.ts"

/** What was done here and is not in the hub's picture yet. The screen shows it at once. */
export type Deed = LineDeed | { readonly kind: "start" | "bump"; readonly ticketId: TicketId }

interface LineDeed {
  readonly kind: "ready" | "unready" | "acknowledge"
  readonly ticketId: TicketId
  readonly lineId: LineId
}

/** The ticket as it stands once these deeds are heard. The same object when none concerns it. */
export const withDeeds = (ticket: TicketView, deeds: ReadonlyArray<Deed>): TicketView =>
  deeds.reduce((sofar, deed) => {
    if (deed.ticketId !== ticket.ticketId || isDone(deed, sofar)) return sofar
    return statusFrom(apply(sofar, deed))
  }, ticket)

/** True when the picture already shows it (or more, or the ticket is gone): the deed need not be remembered. */
export const isDone = (deed: Deed, ticket: TicketView | undefined): boolean => {
  if (ticket === undefined) return true
  if (!("lineId" in deed))
    return deed.kind === "bump" ? ticket.status === "bumped" : ticket.status !== "fired"
  const line = ticket.lines.find(({ lineId }) => lineId === deed.lineId)
  if (line === undefined) return true
  if (deed.kind === "acknowledge") return line.change?.ack !== false
  return (deed.kind === "ready") === isReady(line)
}

export const isReady = (line: TicketLine): boolean =>
  line.quantity > 0 && line.ready >= line.quantity

const apply = (ticket: TicketView, deed: Deed): TicketView => {
  if (!("lineId" in deed)) return { ...ticket, status: deed.kind === "bump" ? "bumped" : "started" }
  return {
    ...ticket,
    lines: ticket.lines.map((line) =>
      line.lineId === deed.lineId ? applyToLine(line, deed.kind) : line,
    ),
  }
}

const applyToLine = (line: TicketLine, kind: LineDeed["kind"]): TicketLine => {
  if (kind === "acknowledge")
    return line.change === undefined ? line : { ...line, change: { ...line.change, ack: true } }
  return kind === "ready"
    ? { ...line, ready: line.quantity, status: "ready" }
    : { ...line, ready: 0, status: "sent" }
}

/** A ticket is ready when each wanted line is, and no longer ready when one is taken back. */
const statusFrom = (ticket: TicketView): TicketView => {
  if (ticket.status === "bumped" || ticket.status === "held") return ticket
  const wanted = ticket.lines.filter((line) => line.status !== "voided")
  const ready = wanted.length > 0 && wanted.every(isReady)
  if (ready) return { ...ticket, status: "ready" }
  return ticket.status === "ready" ? { ...ticket, status: "started" } : ticket
}
