import type { Banner, Chit, ChitLine, PaperClock } from "./chit.ts"
import { changeOnPaper, nameOnPaper } from "./chit-change.ts"
import type { StationKey, TicketId } from "./ids.ts"
import { sameDish } from "./line-content.ts"
import type { KitchenSetup, Printer } from "./menu.ts"
import { inReadingOrder } from "./modifier-order.ts"
import type { Line, Move, OrderTicket, PlacedOrder } from "./order.ts"
import type { OrderEvent } from "./order-event.ts"
import { isUnfired } from "./ticket-evolve.ts"
import { isOpen } from "./ticket-status.ts"
import { countsIn, firedOf, itemOf } from "./units.ts"

/** A chit that one printer has to put on paper, and the ticket that it belongs to. */
export interface DueChit {
  readonly ticketId: TicketId
  readonly station: StationKey
  readonly chit: Chit
}

/**
 * What the stations of a printer must read on paper after these events: newly fired units, and the difference when what
 * was fired is changed, taken back or goes to another table. Held units print nothing, and nothing is printed again that
 * an earlier chit said.
 *
 * @param after the order after the last of the events
 */
export const chitsOf = (
  events: ReadonlyArray<OrderEvent>,
  after: PlacedOrder,
  setup: Pick<KitchenSetup, "stations">,
  printer: Pick<Printer, "stations" | "language">,
  clock: PaperClock,
): ReadonlyArray<DueChit> => {
  const tickets = after.tickets.filter((ticket) => printer.stations.includes(ticket.station))
  if (tickets.length === 0) return []
  return events.flatMap((event) => {
    const wording = wordingOf(event)
    if (wording === undefined) return []
    return tickets.flatMap((ticket): ReadonlyArray<DueChit> => {
      const lines = after.lines.flatMap((line) =>
        chitLines(event, wording.moves, ticket, line, printer.language),
      )
      if (lines.length === 0 && !(isOpen(ticket) && goesElsewhere(event, ticket))) return []
      const banners: ReadonlyArray<Banner> = [
        ...wording.banners,
        ...(after.priority > 0 ? [{ kind: "rush" as const }] : []),
      ]
      const heading = headingOf(after, ticket, setup, printer.language, clock)
      return [
        { ticketId: ticket.id, station: ticket.station, chit: { ...heading, banners, lines } },
      ]
    })
  })
}

/**
 * Everything that a station was told to cook of an order, on one chit: what its tickets say together.
 *
 * @returns undefined when nothing was fired there
 */
export const stationChit = (
  order: PlacedOrder,
  station: StationKey,
  setup: Pick<KitchenSetup, "stations">,
  language: string,
  clock: PaperClock,
): Chit | undefined => {
  const tickets = order.tickets.filter((ticket) => ticket.station === station)
  const [ticket] = tickets
  const lines = order.lines.flatMap((line) => {
    const quantity = firedOf(countsIn(tickets, line, false))
    return quantity === 0 ? [] : [{ ...dishOf(line, language), quantity }]
  })
  if (ticket === undefined || lines.length === 0) return undefined
  const { course, ...heading } = headingOf(order, ticket, setup, language, clock)
  const oneCourse = tickets.every((other) => other.course === ticket.course)
  return {
    ...heading,
    ...(oneCourse && course !== undefined ? { course } : {}),
    banners: order.priority > 0 ? [{ kind: "rush" }] : [],
    lines,
  }
}

interface Wording {
  readonly banners: ReadonlyArray<Banner>
  readonly moves: ReadonlyArray<Move>
}

const wordingOf = (event: OrderEvent): Wording | undefined => {
  switch (event.type) {
    case "OrderPlaced":
    case "LinesAdded":
    case "LinesSent":
      return { banners: [], moves: event.moves }
    case "LineChanged":
      return event.amends ? { banners: [{ kind: "amendment" }], moves: event.moves } : undefined
    case "LinesVoided":
    case "OrderCancelled":
      return { banners: [{ kind: "void" }], moves: event.moves }
    case "LinesJoined": {
      const { fromNumber: order, fromTable: from } = event
      return {
        banners: [{ kind: "moved", order, ...(from === undefined ? {} : { from }) }],
        moves: [],
      }
    }
    case "OrderMoved":
      return {
        banners: [{ kind: "moved", ...(event.was === undefined ? {} : { from: event.was }) }],
        moves: [],
      }
    default:
      return undefined
  }
}

/** The whole ticket: what its paper says stands, but for the head. */
const goesElsewhere = (event: OrderEvent, { id }: OrderTicket): boolean =>
  event.type === "OrderMoved" ||
  (event.type === "LinesJoined" &&
    event.tickets.some((ticket) => ticket.id === id) &&
    !event.divided.includes(id))

/** What stands on every chit of a ticket, whatever it says. */
export const headingOf = (
  order: PlacedOrder,
  ticket: OrderTicket,
  setup: Pick<KitchenSetup, "stations">,
  language: string,
  clock: PaperClock,
): Omit<Chit, "banners" | "lines"> => {
  const station = setup.stations.find((known) => known.key === ticket.station)
  return {
    station: station?.names?.[language] ?? station?.name ?? ticket.station,
    ...(order.table === undefined ? {} : { table: order.table }),
    number: order.number,
    type: order.type,
    time: clock.now,
    ...(order.promisedAt === undefined ? {} : { promised: clock.of(order.promisedAt) }),
    ...(order.server === undefined ? {} : { server: order.server }),
    ...(order.covers === undefined ? {} : { covers: order.covers }),
    ...(ticket.course === undefined ? {} : { course: ticket.course }),
    ...(order.note === undefined ? {} : { note: order.note }),
    rev: order.tickets.reduce(
      (sum, known) => (known.station === ticket.station ? sum + known.edition : sum),
      0,
    ),
    language,
  }
}

/** What the event says about one line of one ticket. */
const chitLines = (
  event: OrderEvent,
  moves: ReadonlyArray<Move>,
  ticket: OrderTicket,
  line: Line,
  language: string,
): ReadonlyArray<ChitLine> => {
  const own = moves.filter((move) => move.ticketId === ticket.id && move.lineId === line.id)
  const fired = quantityOf(own, (move) => move.to === "sent" && isUnfired(move.from))
  const takenBack = quantityOf(own, (move) => move.to === "voided" && !isUnfired(move.from))
  const dish = dishOf(line, language)
  const changes = event.type === "LineChanged" && event.lineId === line.id
  const lines: Array<ChitLine> = []
  if (
    event.type === "LinesJoined" &&
    event.divided.includes(ticket.id) &&
    firedNow(ticket, line) > 0
  )
    lines.push({ ...dish, quantity: firedNow(ticket, line) })
  if (changes && !sameDish(event.was, event.now)) {
    const standing = firedNow(ticket, line) - fired
    // A dish that is being changed and has units on this ticket, bumped away or not, must be read by its cook.
    if (standing > 0)
      lines.push({
        ...dish,
        quantity: standing,
        delta: "changed",
        ...changeOnPaper(event.was, event.now, language),
      })
  }
  if (fired > 0)
    lines.push({ ...dish, quantity: fired, ...(changes ? { delta: "added" as const } : {}) })
  if (takenBack > 0) lines.push({ ...dish, quantity: takenBack, delta: "voided" })
  return lines
}

/** A dish as its cooks call it. */
export const dishOf = (line: Line, language: string): Omit<ChitLine, "quantity"> => ({
  name: nameOnPaper(line, language),
  modifiers: inReadingOrder(line.modifiers).map((modifier) => ({
    name: nameOnPaper(modifier, language),
    kind: modifier.kind,
    ...(modifier.quantity === 1 ? {} : { quantity: modifier.quantity }),
  })),
  ...(line.seat === undefined ? {} : { seat: line.seat }),
  ...(line.note === undefined ? {} : { note: line.note }),
})

const firedNow = (ticket: OrderTicket, line: Line): number => {
  const item = itemOf(ticket, line)
  return item === undefined ? 0 : item.sent + item.started + item.ready
}

const quantityOf = (moves: ReadonlyArray<Move>, wanted: (move: Move) => boolean): number =>
  moves.reduce((sum, move) => (wanted(move) ? sum + move.quantity : sum), 0)
