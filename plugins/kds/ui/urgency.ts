import type { TicketView } from "#core/kitchen/ticket.ts"

/**
 * held: not fired · fresh · soon: most of the time is gone · late: past due · done: every line is ready ·
 * void: every line was taken back
 */
export type Urgency = "held" | "fresh" | "soon" | "late" | "done" | "void"

export interface Age {
  readonly urgency: Urgency
  /** Milliseconds since it was fired; 0 while held. */
  readonly age: number
  /** Milliseconds past due; negative before. Undefined when nobody set a target. */
  readonly over: number | undefined
}

/**
 * @param now the hub's clock, milliseconds since 1970
 * @param soonPercent of the time between fired and due, from where on a ticket is "soon"
 */
export const ageOf = (ticket: TicketView, now: number, soonPercent: number): Age => {
  if (ticket.status === "held" || ticket.firedAt === undefined)
    return { urgency: "held", age: 0, over: undefined }
  const fired = Date.parse(ticket.firedAt)
  const due = dueOf(ticket, fired)
  // A tablet's first second may lie before the hub's stamp; an age below zero would only confuse.
  const age = Math.max(0, now - fired)
  const over = due === undefined ? undefined : now - due
  if (isVoid(ticket)) return { urgency: "void", age, over: undefined }
  if (ticket.status === "ready") return { urgency: "done", age, over }
  if (due === undefined || over === undefined) return { urgency: "fresh", age, over }
  if (over >= 0) return { urgency: "late", age, over }
  return { urgency: age >= ((due - fired) * soonPercent) / 100 ? "soon" : "fresh", age, over }
}

/**
 * Ids of the tickets that are past due.
 *
 * @param now the hub's clock, milliseconds since 1970
 */
export const lateTickets = (
  picture: ReadonlyMap<string, TicketView>,
  now: number,
): ReadonlySet<string> =>
  new Set(
    [...picture]
      // From when on a ticket is "soon" is nothing that sounds.
      .filter(
        ([, ticket]) => ticket.status !== "bumped" && ageOf(ticket, now, 100).urgency === "late",
      )
      .map(([id]) => id),
  )

/** All of it was taken back after it was fired: there is nothing to cook, only to know. */
export const isVoid = ({ status, lines }: TicketView): boolean =>
  status !== "held" && lines.length > 0 && lines.every((line) => line.status === "voided")

const dueOf = (ticket: TicketView, fired: number): number | undefined => {
  if (ticket.dueAt !== undefined) return Date.parse(ticket.dueAt)
  return ticket.targetSeconds === undefined ? undefined : fired + ticket.targetSeconds * 1000
}
