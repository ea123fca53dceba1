import { Cause, Clock, Deferred, Effect, Exit, type Fiber, FiberSet, type Scope } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import { LogFeed } from "#core/log/event-log.ts"
import type { Instances } from "#core/plugins/running/plugin-instances.ts"
import { attempt } from "./attempt.ts"
import { type BusMetrics, busMetrics } from "./bus-metrics.ts"
import { BusStore } from "./bus-store.ts"
import { defaultSlots, HandlerSlots, type SlotLimits } from "./handler-slots.ts"
import type { Handlers } from "./handlers.ts"
import type { Place } from "./place.ts"
import { PlaceKeeper } from "./place-keeper.ts"
import { RestaurantBus } from "./restaurant-bus.ts"
import { makeCare } from "./restaurant-care.ts"
import { lookAfter } from "./rounds.ts"

export interface DispatcherOptions {
  readonly handlers: Handlers
  readonly instances: Instances
  readonly slots?: SlotLimits
  /** From 0 to 1; spreads retries. */
  readonly random?: () => number
}

/** Brings events to handlers: one per process. */
export interface Dispatcher {
  /** Something of this restaurant may have to be handled. */
  readonly wake: (tenantId: TenantId) => void
  /** Rows of these places changed: what runs is finished, then they begin anew from what is stored. */
  readonly reopen: (tenantId: TenantId, subscriptions: ReadonlyArray<string>) => void
  /** The same, and waits until nothing of theirs runs any more. */
  readonly close: (tenantId: TenantId, subscriptions: ReadonlyArray<string>) => Effect.Effect<void>
  /** Restaurants in memory. */
  readonly awake: ReadonlyMap<TenantId, RestaurantBus>
}

/** How long a shutdown waits for handlers that run. */
const drainMs = 3_000

export const makeDispatcher = (
  options: DispatcherOptions,
): Effect.Effect<Dispatcher, never, BusStore | LogFeed | Scope.Scope> =>
  Effect.gen(function* () {
    const { handlers, instances } = options
    const store = yield* BusStore
    const feed = yield* LogFeed
    const clock = yield* Clock.Clock
    const metrics: BusMetrics = yield* busMetrics
    const fork = yield* FiberSet.makeRuntime<never>()
    const random = options.random ?? Math.random
    const now = () => clock.currentTimeMillisUnsafe()
    const awake = new Map<TenantId, RestaurantBus>()
    const slots = new HandlerSlots(options.slots ?? defaultSlots)
    const keeper = new PlaceKeeper(store, (work) => void fork(work))
    const timers = new Map<TenantId, { readonly at: number; fiber?: Fiber.Fiber<void> }>()
    const drained = new Map<Place, Deferred.Deferred<void>>()
    const care = makeCare({
      store,
      handlers,
      keeper,
      now,
      ready: (bus) => {
        for (const place of bus.places.values()) slots.offer(place)
        launch()
      },
      closed: (place) => {
        const waiting = drained.get(place)
        drained.delete(place)
        if (waiting !== undefined) Deferred.doneUnsafe(waiting, Exit.void)
      },
    })
    let stopping = false

    /** Whatever may run now, runs. */
    const launch = (): void => {
      if (stopping) return
      for (let place = slots.take(); place !== undefined; place = slots.take()) run(place)
    }

    const run = (place: Place): void => {
      const begun = place.begin()
      if (begun === undefined) {
        slots.leave(place)
        return
      }
      const { lane, queued } = begun
      const measured = metrics.started(place.handler, queued)
      fork(
        Effect.onExit(
          attempt({ store, instances }, place.handler, place.tenantId, queued),
          (exit) =>
            Effect.sync(() => {
              if (Exit.isSuccess(exit)) {
                place.finish(lane, exit.value, now(), random())
                measured(exit.value)
              } else place.abandon(lane)
              slots.leave(place)
              keeper.moved(place)
              const bus = awake.get(place.tenantId)
              if (bus !== undefined && needsCare(bus, place)) wakeUp(bus)
              launch()
            }),
        ),
      )
      slots.offer(place)
    }

    const needsCare = (bus: RestaurantBus, place: Place): boolean =>
      place.unsaved === true ||
      place.closing ||
      place.dueAt !== undefined ||
      (place.hasRoom && place.read < bus.head)

    const wakeUp = (bus: RestaurantBus): void => {
      bus.lastUsed = now()
      bus.again = true
      if (bus.busy || stopping) return
      bus.busy = true
      fork(
        Effect.matchCauseEffect(care(bus), {
          onSuccess: () =>
            Effect.sync(() => {
              bus.busy = false
              if (bus.again) wakeUp(bus)
              else setTimer(bus)
            }),
          onFailure: (cause) =>
            Cause.hasInterruptsOnly(cause)
              ? Effect.void
              : Effect.logError(`Events of ${bus.tenantId} are not delivered`, cause).pipe(
                  Effect.andThen(Effect.sleep("1 second")),
                  // A bug of the bus itself: the restaurant begins anew from what is stored.
                  Effect.andThen(
                    Effect.sync(() => {
                      awake.delete(bus.tenantId)
                      wake(bus.tenantId)
                    }),
                  ),
                ),
        }),
      )
    }

    const wake = (tenantId: TenantId): void => {
      if (handlers.all.length === 0) return
      let bus = awake.get(tenantId)
      if (bus === undefined) {
        bus = new RestaurantBus(tenantId, now())
        awake.set(tenantId, bus)
      }
      wakeUp(bus)
    }

    /** One timer per restaurant, and only while something waits for its time there. */
    const setTimer = (bus: RestaurantBus): void => {
      const { dueAt, tenantId } = bus
      const earlier = timers.get(tenantId)
      if (dueAt === undefined || (earlier !== undefined && earlier.at <= dueAt)) return
      earlier?.fiber?.interruptUnsafe()
      // Noted before it runs: what is due already goes off at once.
      const timer: { readonly at: number; fiber?: Fiber.Fiber<void> } = { at: dueAt }
      timers.set(tenantId, timer)
      timer.fiber = fork(
        Effect.andThen(
          Effect.sleep(Math.max(0, dueAt - now())),
          Effect.sync(() => {
            timers.delete(tenantId)
            wake(tenantId)
          }),
        ),
      )
    }

    const reopen = (tenantId: TenantId, subscriptions: ReadonlyArray<string>): void => {
      const bus = awake.get(tenantId)
      for (const id of subscriptions) bus?.places.get(id)?.close()
      if (bus !== undefined) bus.stale = true
      wake(tenantId)
    }

    const look = (tenantId: TenantId): void => {
      awake.get(tenantId)?.doubt()
      wake(tenantId)
    }

    yield* feed.subscribe({
      onCommitted: ({ tenantId, events }) => {
        const bus = awake.get(tenantId)
        if (bus === undefined) {
          if (events.some((event) => handlers.wanting(event).length > 0)) wake(tenantId)
          return
        }
        bus.lastUsed = now()
        bus.note(events)
        if (bus.passOver(events, handlers)) wakeUp(bus)
      },
      onMoved: look,
    })
    if (handlers.all.length > 0)
      yield* Effect.forkScoped(lookAfter({ store, handlers, awake, keeper, now, metrics, look }))
    yield* Effect.addFinalizer(() =>
      Effect.gen(function* () {
        stopping = true
        for (let waited = 0; slots.running > 0 && waited < drainMs; waited += 20)
          yield* Effect.sleep(20)
        yield* keeper.lastWords([...awake.values()].flatMap(({ places }) => [...places.values()]))
      }),
    )

    return {
      wake,
      reopen,
      close: (tenantId, subscriptions) =>
        Effect.suspend(() => {
          const bus = awake.get(tenantId)
          const running = subscriptions.flatMap((id) => bus?.places.get(id) ?? [])
          for (const place of running)
            if (!drained.has(place)) drained.set(place, Deferred.makeUnsafe())
          reopen(tenantId, subscriptions)
          return Effect.forEach(
            running,
            (place) => {
              const waiting = drained.get(place)
              return waiting === undefined ? Effect.void : Deferred.await(waiting)
            },
            { discard: true },
          )
        }),
      awake,
    }
  })
