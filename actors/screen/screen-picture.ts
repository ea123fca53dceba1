import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { PictureMaker } from "#actors/view/live-view.ts"
import type { ViewChange } from "#actors/view/numbered-view.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { OrderId, ScreenId, TicketId } from "#core/kitchen/ids.ts"
import type { Screen } from "#core/kitchen/menu.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import {
  type Board,
  boardWith,
  emptyBoard,
  placeOnBoard,
  ticketsOn,
} from "#core/kitchen/screen-board.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { expoTicketsOf, ticketsOf } from "#core/kitchen/ticket-view.ts"
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
    let screen = screenOf(restaurant, id)
    if (screen === undefined) return undefined
    const screenId = screen.id
    const shown = new ShownTickets()
    let board = boardOf(restaurant, screen)

    return {
      all: () => ticketsOn(board).map(toChange),
      onOrder: ({ after }) => {
        if (screen === undefined) return []
        const placed = placeOnBoard(board, after.id, belonging(restaurant, screen, after))
        board = placed.board
        return placed.changes.map(({ id: ticketId, v }) => ({ id: ticketId, rev: v?.rev ?? 0, v }))
      },
      onSetup: function* () {
        const before = ticketsOn(board)
        const now = screenOf(restaurant, id)
        if (now === screen) return
        screen = now
        board = now === undefined ? emptyBoard(1) : boardOf(restaurant, now)
        const there = new Set(ticketsOn(board).map(({ ticketId }) => ticketId))
        for (const { ticketId } of before)
          if (!there.has(ticketId)) yield { id: ticketId, rev: 0, v: null }
        yield* ticketsOn(board).map(toChange)
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

const belonging = (
  { setup }: Restaurant,
  screen: Screen,
  order: PlacedOrder,
): ReadonlyArray<TicketView> =>
  screen.kind === "expo"
    ? expoTicketsOf(order, setup)
    : ticketsOf(order, setup).filter(({ station }) => screen.stations.includes(station))

const boardOf = (restaurant: Restaurant, screen: Screen): Board =>
  boardWith(
    screen.slots,
    Array.from(restaurant.current.values()).flatMap((order) =>
      belonging(restaurant, screen, order),
    ),
  )

const toChange = (ticket: TicketView): ViewChange => ({
  id: ticket.ticketId,
  rev: ticket.rev,
  v: ticket,
})
