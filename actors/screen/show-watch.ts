import { Clock, Context, Effect, FiberMap, FiberSet, Layer } from "effect"
import { Printing } from "#actors/printer/printing.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import { changedStretch } from "#core/kitchen/changed-stretch.ts"
import type { StationKey } from "#core/kitchen/ids.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import { screensOf, type UnshownTicket, unshownTickets } from "#core/kitchen/unshown-tickets.ts"
import { backupJobs } from "./backup-jobs.ts"
import { paperOut } from "./paper-out.ts"
import { type OnAlarm, UnshownWatch } from "./unshown-watch.ts"

/** Fired tickets that no screen showed in time. Worked out from the fold and the clock, so that no crash loses an alarm. */
export class ShowWatch extends Context.Service<
  ShowWatch,
  {
    readonly alarms: (restaurant: Restaurant) => Iterable<UnshownTicket>
    readonly follow: (restaurant: Restaurant, onAlarm: OnAlarm) => () => void
  }
>()("heard/ShowWatch") {}

export const showWatchLayer: Layer.Layer<ShowWatch, never, Restaurants | Printing> = Layer.effect(
  ShowWatch,
  Effect.gen(function* () {
    const restaurants = yield* Restaurants
    const printing = yield* Printing
    const clock = yield* Clock.Clock
    const fork = yield* FiberSet.makeRuntime<never, void, never>()
    const timers = yield* FiberMap.make<string, void, never>()
    const setTimer = yield* FiberMap.runtime(timers)<never>()
    const watches = new WeakMap<Restaurant, UnshownWatch>()
    const watchOf = (restaurant: Restaurant): UnshownWatch => {
      const known = watches.get(restaurant)
      if (known !== undefined) return known
      const watch = new UnshownWatch()
      watches.set(restaurant, watch)
      return watch
    }

    /** One timer a restaurant, for the next instant at which a ticket is overdue. */
    const look = (restaurant: Restaurant): void => {
      const now = clock.currentTimeMillisUnsafe()
      const watch = watchOf(restaurant)
      const { raised, at } = watch.look(now)
      for (const ticket of raised)
        for (const { printer, job } of backupJobs(restaurant, ticket))
          fork(printing.enqueue(restaurant, printer, job))
      if (at >= watch.nextLook) return
      watch.nextLook = at
      const lookAgain = Effect.sync(() => {
        watch.nextLook = Number.POSITIVE_INFINITY
        look(restaurant)
      })
      setTimer(
        restaurant.tenantId,
        Effect.andThen(
          Effect.sleep(Math.max(at - now, togetherMs)),
          Effect.sync(() => fork(lookAgain)),
        ),
      )
    }
    const note = (restaurant: Restaurant, order: PlacedOrder): void =>
      watchOf(restaurant).note(
        order.id,
        unshownTickets(order, restaurant.setup, paperOut(restaurant)),
      )
    const lookAround = (restaurant: Restaurant): void => {
      for (const order of restaurant.current.values()) note(restaurant, order)
      look(restaurant)
    }
    const lookAt = (restaurant: Restaurant, order: PlacedOrder): void => {
      note(restaurant, order)
      look(restaurant)
    }

    restaurants.onWake((restaurant) => {
      let awake = false
      restaurant.follow({
        onOrder: ({ after }) => {
          if (awake) lookAt(restaurant, after)
        },
        // Of interest only where paper is all that the cooks have.
        onPrinter: (id, { jobs, done }) => {
          if (!awake) return
          const watch = watchOf(restaurant)
          const { gone, come } = changedStretch(watch.jobs.get(id) ?? [], jobs)
          watch.jobs.set(id, jobs)
          const concerned = new Set(
            [...gone, ...come, ...done.slice(-1)].map(({ orderId }) => orderId),
          )
          for (const orderId of concerned) {
            const order = orderId === undefined ? undefined : restaurant.current.get(orderId)
            if (order?.tickets.some(({ station }) => isScreenless(restaurant, station)) === true)
              lookAt(restaurant, order)
          }
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
      alarms: (restaurant) => watchOf(restaurant).alarms(),
      follow: (restaurant, onAlarm) => watchOf(restaurant).listen(onAlarm),
    }
  }),
)

/** What is overdue within this time is raised together, in milliseconds. */
const togetherMs = 100

const isScreenless = ({ setup }: Restaurant, station: StationKey): boolean =>
  screensOf(setup, station).length === 0
