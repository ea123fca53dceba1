import { coursesOf, expoTicketIdOf } from "./expo-course.ts"
import type { EpochMs, StationKey } from "./ids.ts"
import { isoOf } from "./instant.ts"
import type { KitchenSetup } from "./menu.ts"
import type { OrderTicket, PlacedOrder } from "./order.ts"
import type { TicketStatus, TicketView } from "./ticket.ts"
import { ticketLine } from "./ticket-line.ts"
import { ticketStatusOf } from "./ticket-status.ts"
import { firedOf, itemOf, type TicketUnits, unitsOf } from "./units.ts"

/**
 * The tickets of an order as the stations' screens show them, bumped ones included so that they can be recalled.
 *
 * A closed order shows nothing. A cancelled one shows its fired tickets struck through until a cook clears them.
 */
export const ticketsOf = (
  order: PlacedOrder,
  setup: Pick<KitchenSetup, "tables">,
): ReadonlyArray<TicketView> => {
  const shown = shownTickets(order)
  return shown.map(({ ticket, status }) => {
    const lines = order.lines.flatMap((line) =>
      ticketLine(order, line, [ticket], status === "held"),
    )
    return {
      ticketId: ticket.id,
      ...heading(order, setup),
      ...(ticket.course === undefined ? {} : { course: ticket.course }),
      station: ticket.station,
      status,
      ...movedFrom([ticket]),
      addOn: ticket.addOn,
      ...timing(order, [ticket]),
      ...(ticket.bumpedAt === undefined || status !== "bumped"
        ? {}
        : { bumpedAt: isoOf(ticket.bumpedAt) }),
      priority: order.priority,
      recalls: ticket.recalls,
      lines,
      alsoAt: elsewhere(shown, ticket),
      rev: ticket.rev,
    }
  })
}

/** What an expo screen shows: one ticket per course with everything that the stations make for it. */
export const expoTicketsOf = (
  order: PlacedOrder,
  setup?: Pick<KitchenSetup, "tables">,
): ReadonlyArray<TicketView> => {
  if (order.status !== "open") return []
  return coursesOf(order.tickets).flatMap((course) => {
    const tickets = order.tickets.filter((ticket) => (ticket.course ?? 0) === course)
    const ticketId = expoTicketIdOf(order.id, course)
    const bump = order.expoBumps.find((known) => known.ticketId === ticketId)
    const status = expoStatus(tickets, bump !== undefined)
    if (status === "gone") return []
    return [
      {
        ticketId,
        ...heading(order, setup),
        ...(course === 0 ? {} : { course }),
        station: expoStation,
        status,
        ...movedFrom(tickets),
        addOn: false,
        ...timing(order, tickets),
        ...(bump === undefined || status !== "bumped" ? {} : { bumpedAt: isoOf(bump.at) }),
        priority: order.priority,
        recalls: 0,
        lines: order.lines.flatMap((line) =>
          ticketLine(order, line, tickets, status === "held").map((shown) => ({
            ...shown,
            station: line.station,
          })),
        ),
        alsoAt: stationProgress(tickets),
        rev: tickets.reduce((sum, ticket) => sum + ticket.rev, 0),
      },
    ]
  })
}

/** What stands for the station on tickets of the pass, where every station's work comes together. */
export const expoStation = "expo" as StationKey

interface Shown {
  readonly ticket: OrderTicket
  readonly status: TicketStatus
}

const shownTickets = (order: PlacedOrder): ReadonlyArray<Shown> =>
  order.status === "closed" ? [] : order.tickets.flatMap(shownTicket)

const shownTicket = (ticket: OrderTicket): ReadonlyArray<Shown> => {
  const status = ticketStatusOf(ticket)
  return status === "gone" ? [] : [{ ticket, status }]
}

const heading = (order: PlacedOrder, setup: Pick<KitchenSetup, "tables"> | undefined) => {
  // An order that was placed for a table without a name takes the name that the table has now.
  const table =
    order.table ??
    (order.tableId === undefined ? undefined : setup?.tables.get(order.tableId)?.name)
  return {
    orderId: order.id,
    number: order.number,
    type: order.type,
    ...(table === undefined ? {} : { table }),
    ...(order.server === undefined ? {} : { server: order.server }),
    ...(order.covers === undefined ? {} : { covers: order.covers }),
    ...(order.promisedAt === undefined ? {} : { promisedAt: isoOf(order.promisedAt) }),
    ...(order.note === undefined ? {} : { note: order.note }),
  }
}

const movedFrom = (tickets: ReadonlyArray<OrderTicket>): Pick<TicketView, "movedFrom"> => {
  const moved = tickets.find((ticket) => ticket.movedFrom !== undefined)
  return moved?.movedFrom === undefined ? {} : { movedFrom: moved.movedFrom }
}

/** A ticket is due when its slowest wanted dish is: dishes of one ticket go out together. */
const timing = (order: PlacedOrder, tickets: ReadonlyArray<OrderTicket>) => {
  let firedAt = Number.POSITIVE_INFINITY
  let dueAt = Number.NEGATIVE_INFINITY
  let targetSeconds = 0
  for (const ticket of tickets) {
    const seconds = slowest(order, ticket)
    targetSeconds = Math.max(targetSeconds, seconds)
    if (ticket.firedAt === undefined) continue
    firedAt = Math.min(firedAt, ticket.firedAt)
    dueAt = Math.max(dueAt, ticket.firedAt + 1000 * seconds)
  }
  const fired = firedAt === Number.POSITIVE_INFINITY ? {} : { firedAt: isoOf(firedAt as EpochMs) }
  // Nothing on it is wanted any more: there is nothing to be late with.
  if (targetSeconds === 0) return fired
  if (firedAt === Number.POSITIVE_INFINITY) return { targetSeconds }
  return { ...fired, dueAt: isoOf(dueAt as EpochMs), targetSeconds }
}

const slowest = (order: PlacedOrder, ticket: OrderTicket): number => {
  let most = 0
  for (const line of order.lines) {
    if (line.targetSeconds <= most) continue
    const item = itemOf(ticket, line)
    if (item !== undefined && item.held + firedOf(item) > 0) most = line.targetSeconds
  }
  return most
}

/** One entry per other station: its ticket of the same course if it has one, and of several the least advanced. */
const elsewhere = (shown: ReadonlyArray<Shown>, ticket: OrderTicket): TicketView["alsoAt"] => {
  const others = shown.filter(
    (other) => other.ticket.station !== ticket.station && isWanted(other.ticket),
  )
  const stations = [...new Set(others.map((other) => other.ticket.station))]
  return stations.map((station) => {
    const there = others.filter((other) => other.ticket.station === station)
    const same = there.filter((other) => other.ticket.course === ticket.course)
    return { station, status: leastAdvanced(same.length > 0 ? same : there) }
  })
}

const stationProgress = (tickets: ReadonlyArray<OrderTicket>): TicketView["alsoAt"] => {
  const shown = tickets.filter(isWanted).flatMap(shownTicket)
  const stations = [...new Set(shown.map(({ ticket }) => ticket.station))]
  return stations.map((station) => ({
    station,
    status: leastAdvanced(shown.filter(({ ticket }) => ticket.station === station)),
  }))
}

/** False when all of it was voided: it stays on its own screen, and nobody else waits for it. */
const isWanted = (ticket: OrderTicket): boolean => {
  const units = unitsOf(ticket)
  return units.held + firedOf(units) > 0
}

const advance: ReadonlyArray<TicketStatus> = ["held", "fired", "started", "ready", "bumped"]

const leastAdvanced = (shown: ReadonlyArray<Shown>): TicketStatus =>
  advance.find((status) => shown.some((known) => known.status === status)) ?? "bumped"

const expoStatus = (
  tickets: ReadonlyArray<OrderTicket>,
  handedOver: boolean,
): TicketStatus | "gone" => {
  const units = tickets.map(unitsOf).reduce(addUnits)
  const fired = firedOf(units)
  if (units.held + fired === 0) return "gone"
  if (units.held === 0 && fired === units.served) return handedOver ? "bumped" : "gone"
  if (fired === units.served) return "held"
  if (units.sent + units.started === 0) return "ready"
  return units.sent < fired ? "started" : "fired"
}

const addUnits = (one: TicketUnits, other: TicketUnits): TicketUnits => ({
  held: one.held + other.held,
  sent: one.sent + other.sent,
  started: one.started + other.started,
  ready: one.ready + other.ready,
  served: one.served + other.served,
  voided: one.voided + other.voided,
})
