import { Clock, Context, Effect, FiberMap, FiberSet, Layer } from "effect"
import { Printing } from "#actors/printer/printing.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import type { OrderId, TicketId } from "#core/kitchen/ids.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import {
  screensOf,
  showWithinMs,
  type UnshownTicket,
  unshownTickets,
} from "#core/kitchen/unshown-tickets.ts"
import { backupJobs } from "./backup-jobs.ts"
import { paperOut } from "./paper-out.ts"

/** Called with a ticket that nobody sees, and once more without it as soon as somebody does. */
export type OnAlarm = (ticketId: TicketId, unshown: UnshownTicket | undefined) => void

/** Fired tickets that no screen showed in time. Worked out from the fold and the clock, so that no crash loses an alarm. */
export class ShowWatch extends Context.Service<
  ShowWatch,
  {
    readonly alarms: (restaurant: Restaurant) => Iterable<UnshownTicket>
    readonly follow: (restaurant: Restaurant, onAlarm: OnAlarm) => () => void
  }
>()("heard/ShowWatch") {}

/** What is watched in one restaurant: at most its open orders. */
class Watch {
  /** Orders with a ticket that nobody proved. */
  readonly waiting = new Map<OrderId, ReadonlyArray<UnshownTicket>>()
  readonly alarmed = new Map<TicketId, UnshownTicket>()
  readonly listeners = new Set<OnAlarm>()

  /** Raises and ends alarms. @returns those that are new, and when to look again */
  look(now: number): { readonly raised: ReadonlyArray<UnshownTicket>; readonly at: number } {
    const overdue = new Map<TicketId, UnshownTicket>()
    let at = Number.POSITIVE_INFINITY
    for (const tickets of this.waiting.values())
      for (const ticket of tickets)
        if (ticket.since + showWithinMs <= now) overdue.set(ticket.ticketId, ticket)
        else at = Math.min(at, ticket.since + showWithinMs)
    for (const ticketId of [...this.alarmed.keys()])
      if (!overdue.has(ticketId)) {
        this.alarmed.delete(ticketId)
        this.#tell(ticketId, undefined)
      }
    const raised: Array<UnshownTicket> = []
    for (const [ticketId, ticket] of overdue) {
      const known = this.alarmed.get(ticketId)
      this.alarmed.set(ticketId, ticket)
      if (known?.edition === ticket.edition && known.table === ticket.table) continue
      if (known?.edition !== ticket.edition) raised.push(ticket)
      this.#tell(ticketId, ticket)
    }
    return { raised, at }
  }

  #tell(ticketId: TicketId, unshown: UnshownTicket | undefined): void {
    for (const listener of this.listeners) listener(ticketId, unshown)
  }
}

export const showWatchLayer: Layer.Layer<ShowWatch, never, Restaurants | Printing> = Layer.effect(
  ShowWatch,
  Effect.gen(function* () {
    const restaurants = yield* Restaurants
    const printing = yield* Printing
    const clock = yield* Clock.Clock
    const fork = yield* FiberSet.makeRuntime<never, void, never>()
    const timers = yield* FiberMap.make<string, void, never>()
    const setTimer = yield* FiberMap.runtime(timers)<never>()
    const watches = new WeakMap<Restaurant, Watch>()
    const watchOf = (restaurant: Restaurant): Watch => {
      const known = watches.get(restaurant)
      if (known !== undefined) return known
      const watch = new Watch()
      watches.set(restaurant, watch)
      return watch
    }

    /** One timer a restaurant, for the next instant at which a ticket is overdue. */
    const look = (restaurant: Restaurant): void => {
      const now = clock.currentTimeMillisUnsafe()
      const { raised, at } = watchOf(restaurant).look(now)
      for (const ticket of raised)
        for (const { printer, job } of backupJobs(restaurant, ticket))
          fork(printing.enqueue(restaurant, printer, job))
      if (at !== Number.POSITIVE_INFINITY)
        setTimer(
          restaurant.tenantId,
          Effect.andThen(
            Effect.sleep(at - now),
            Effect.sync(() => fork(Effect.sync(() => look(restaurant)))),
          ),
        )
    }
    const note = (restaurant: Restaurant, order: PlacedOrder): boolean => {
      const { waiting } = watchOf(restaurant)
      const unshown = unshownTickets(order, restaurant.setup, paperOut(restaurant))
      if (unshown.length > 0) waiting.set(order.id, unshown)
      else if (!waiting.delete(order.id)) return false
      return true
    }
    const lookAround = (restaurant: Restaurant): void => {
      for (const order of restaurant.current.values()) note(restaurant, order)
      look(restaurant)
    }

    restaurants.onWake((restaurant) => {
      let awake = false
      restaurant.follow({
        onOrder: ({ after }) => {
          if (awake && note(restaurant, after)) look(restaurant)
        },
        // Of interest only where paper is all that the cooks have.
        onPrinter: (_, { jobs, done }) => {
          if (!awake) return
          const paperOnly = ({ orderId }: { readonly orderId?: OrderId }): boolean => {
            const order = orderId === undefined ? undefined : restaurant.current.get(orderId)
            return (
              order?.tickets.some(
                ({ station }) => screensOf(restaurant.setup, station).length === 0,
              ) === true && note(restaurant, order)
            )
          }
          if ([...jobs, ...done.slice(-1)].filter(paperOnly).length > 0) look(restaurant)
        },
        onSetup: () => {
          if (awake) lookAround(restaurant)
        },
      })
      return () => {
        awake = true
        lookAround(restaurant)
      }
    })

    return {
      alarms: (restaurant) => watchOf(restaurant).alarmed.values(),
      follow: (restaurant, onAlarm) => {
        const { listeners } = watchOf(restaurant)
        listeners.add(onAlarm)
        return () => listeners.delete(onAlarm)
      },
    }
  }),
)
