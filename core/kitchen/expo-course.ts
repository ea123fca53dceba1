import { type OrderId, type TicketId, ticketIdOf } from "./ids.ts"
import type { OrderTicket, PlacedOrder } from "./order.ts"

/** The ticket that an expo screen shows for one course of an order; tickets without a course share the one of course 0. */
export const expoTicketIdOf = (orderId: OrderId, course: number | undefined): TicketId =>
  ticketIdOf(orderId, firstExpoNumber + (course ?? 0))

/** Which course of the order an expo ticket stands for (0: without one); undefined for any other id. */
export const expoCourseOf = (
  order: Pick<PlacedOrder, "id" | "tickets">,
  ticketId: TicketId,
): number | undefined => {
  // Nearly every id asked for is a prep ticket's: look before deriving ids.
  if (order.tickets.some((ticket) => ticket.id === ticketId)) return undefined
  return coursesOf(order.tickets).find((course) => expoTicketIdOf(order.id, course) === ticketId)
}

/** Courses that have tickets, in the order of their first one; 0 stands for none. */
export const coursesOf = (tickets: ReadonlyArray<OrderTicket>): ReadonlyArray<number> => [
  ...new Set(tickets.map((ticket) => ticket.course ?? 0)),
]

const firstExpoNumber = 32_768
