import { ticketsFor } from "#actors/order/view-of.ts"
import type { OrderStep, Restaurant } from "#actors/tenant/restaurant.ts"
import type { PictureMaker } from "#actors/view/live-view.ts"
import type { ViewChange } from "#actors/view/numbered-view.ts"
import type { Scope } from "#core/hub/scope.ts"
import { backupOf } from "#core/kitchen/backup-chain.ts"
import type { OrderId, ScreenId, StationKey, TicketId } from "#core/kitchen/ids.ts"
import type { Screen } from "#core/kitchen/menu.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import { type Board, boardWith, placeOnBoard, ticketsOn } from "#core/kitchen/screen-board.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { expoTicketsOf } from "#core/kitchen/ticket-view.ts"
import { type ProvedTicket, ShownTickets } from "./shown-tickets.ts"

/** Tells the order that a device has shown these tickets of it. */
export type OnShown = (
  scope: Scope,
  shown: {
    readonly orderId: OrderId
    readonly tickets: ReadonlyArray<ProvedTicket>
    readonly screenId: ScreenId
  },
) => void

/** The view `screen/{id}`: the board of one kitchen screen, and the proof of what it showed. */
export const screenPicture =
  (onShown: OnShown): PictureMaker =>
  (restaurant, id) => {
    const first = screenOf(restaurant, id)
    if (first === undefined) return undefined
    let screen = first
    const screenId = screen.id
    const shown = new ShownTickets()
    let stations = stationsOf(restaurant, screen)
    let board = boardOf(restaurant, screen, stations)

    const place = (orderId: OrderId, tickets: ReadonlyArray<TicketView>, isNew = false) => {
      const placed = placeOnBoard(board, orderId, tickets, isNew)
      board = placed.board
      return placed.changes.map(({ id: ticketId, v }) => ({ id: ticketId, rev: v?.rev ?? 0, v }))
    }

    /** Everything anew: another screen now, or other stations on it. */
    const change = function* (now: Screen): Iterable<ViewChange> {
      const before = ticketsOn(board)
      screen = now
      stations = stationsOf(restaurant, now)
      board = boardOf(restaurant, now, stations)
      const there = new Set(ticketsOn(board).map(({ ticketId }) => ticketId))
      for (const { ticketId } of before)
        if (!there.has(ticketId)) yield { id: ticketId, rev: 0, v: null }
      yield* ticketsOn(board).map(toChange)
    }

    return {
      all: () => ticketsOn(board).map(toChange),
      isThere: () => screenOf(restaurant, id) !== undefined,
      onOrder: ({ events, after }) => {
        const tickets = belonging(restaurant, screen, stations, after)
        return place(after.id, tickets, bringsNothingAlong(events))
      },
      onForgotten: (orderId) => place(orderId, []),
      onPrinter: () => {
        const now = stationsOf(restaurant, screen)
        return sameStations(now, stations) ? [] : change(screen)
      },
      onSetup: () => {
        const now = screenOf(restaurant, id) ?? screen
        const own = stationsOf(restaurant, now)
        return now === screen && sameStations(own, stations) ? [] : change(now)
      },
      onNumbered: (ticketId, seq) => shown.sent(ticketId as TicketId, seq),
      onSeen: (scope, seq) => {
        for (const [orderId, tickets] of shown.upTo(seq, restaurant))
          onShown(scope, { orderId, tickets, screenId })
      },
    }
  }

const screenOf = (restaurant: Restaurant, id: string): Screen | undefined =>
  restaurant.setup.screens.find((screen) => screen.id === id)

type Stations = ReadonlyArray<StationKey>

/** Its own stations, and those whose printer is out of order and has no neighbour that prints. */
const stationsOf = ({ setup, printers }: Restaurant, { id, kind, stations }: Screen): Stations => {
  if (kind === "expo") return stations
  const stranded = setup.printers.filter(
    (printer) =>
      printer.enabled &&
      printer.backupScreens?.includes(id) === true &&
      printers.get(printer.id)?.trouble?.handedOn === true &&
      backupOf(printer, setup.printers, printers) === undefined,
  )
  return stranded.length === 0
    ? stations
    : [...new Set([...stations, ...stranded.flatMap((printer) => printer.stations)])]
}

/** An order placed just now whose tickets hang nowhere yet: one that was split off brings tickets that hang already. */
const bringsNothingAlong = (events: OrderStep["events"]): boolean =>
  events[0]?.version === 1 && !events.some(({ event }) => event.type === "LinesJoined")

const sameStations = (one: Stations, other: Stations): boolean =>
  one === other || (one.length === other.length && one.every((key, n) => key === other[n]))

const belonging = (
  restaurant: Restaurant,
  screen: Screen,
  stations: Stations,
  order: PlacedOrder,
): ReadonlyArray<TicketView> =>
  screen.kind === "expo"
    ? expoTicketsOf(order, restaurant.setup)
    : ticketsFor(order, restaurant).filter(({ station }) => stations.includes(station))

const boardOf = (restaurant: Restaurant, screen: Screen, stations: Stations): Board =>
  boardWith(
    screen.slots,
    Array.from(restaurant.current.values()).flatMap((order) =>
      belonging(restaurant, screen, stations, order),
    ),
  )

const toChange = (ticket: TicketView): ViewChange => ({
  id: ticket.ticketId,
  rev: ticket.rev,
  v: ticket,
})
