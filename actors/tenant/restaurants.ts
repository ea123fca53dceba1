import { Clock, Context, Deferred, Effect, Layer, Schedule } from "effect"
import { Outage } from "#core/hub/gate.ts"
import { systemScope } from "#core/hub/scope.ts"
import { Setups } from "#core/hub/setup.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import { EventLog, LogFeed, type LogUnavailable, type RecordedEvent } from "#core/log/event-log.ts"
import { FloorStore } from "#core/log/floor-store.ts"
import { Checkpoint } from "./checkpoint.ts"
import { foldIn } from "./fold-in.ts"
import { foldQueues } from "./printer-queues.ts"
import { Restaurant } from "./restaurant.ts"

/**
 * Called once with each restaurant that comes into memory, before anything is folded in; what it returns is called when
 * the fold has reached the end of the log.
 */
export type OnWake = (restaurant: Restaurant) => () => void

/** The restaurants in memory. */
export class Restaurants extends Context.Service<
  Restaurants,
  {
    /** Wakes it if need be: checkpoint, then the log after it. */
    readonly get: (tenantId: TenantId) => Effect.Effect<Restaurant, Outage>
    readonly awake: () => ReadonlyArray<Restaurant>
    readonly onWake: (listener: OnWake) => void
    /** Wakes every restaurant that had work under way when the hub last stopped. */
    readonly wakeBusy: Effect.Effect<void, Outage>
    /**
     * Folds in what the log has beyond the memory, as after a commit whose answer got lost. Waits for it, but not for
     * longer than two seconds: what is stored is stored, whenever it is seen.
     */
    readonly catchUp: (restaurant: Restaurant) => Effect.Effect<void>
    /** Keeps it in memory until the returned function is called: somebody watches, a print job is under way. */
    readonly keepAwake: (restaurant: Restaurant) => () => void
  }
>()("heard/Restaurants") {}

/** Events read at once while catching up. */
const page = 5_000

/** Restaurants that a start wakes side by side, unasked: more would only hold up the one whose screens ask first. */
const wakingAtOnce = 2

/** How long a restaurant stays in memory after its last command while nobody watches it. */
const idleMs = 10 * 60_000

/** Short pauses: until it has read on, every screen of the restaurant is behind. */
const catchUpRetry = Schedule.min([
  Schedule.exponential("50 millis"),
  Schedule.spaced("500 millis"),
])

const catchUpWithin = "2 seconds"

/** A log that does not answer, in the words of the gate. */
export const toOutage = (error: LogUnavailable) => new Outage({ reason: error.reason })

interface Resident {
  readonly restaurant: Restaurant
  readonly checkpoint: Checkpoint
  /** The log went on beyond what was folded: read it. */
  behind: boolean
  catchingUp: boolean
  /** Wait until what is stored by now is folded in. */
  readonly waiting: Set<() => void>
  lastUsed: number
  /** Who wants it to stay in memory. */
  pins: number
}

/**
 * A full page without the append that its end may have cut in two. Only what plugins told in one transaction can fill a
 * page; nothing is folded from that, so it may be cut.
 */
const wholeAppends = (events: ReadonlyArray<RecordedEvent>): ReadonlyArray<RecordedEvent> => {
  const cut = events.at(-1)?.cid
  const whole = events.slice(0, events.findLastIndex(({ cid }) => cid !== cut) + 1)
  return whole.length === 0 ? events : whole
}

const isIdle = ({ pins, lastUsed, restaurant }: Resident, now: number): boolean =>
  pins === 0 &&
  lastUsed < now - idleMs &&
  Array.from(restaurant.printers.values()).every(
    ({ jobs, moving }) => jobs.length === 0 && moving === undefined,
  )

export const restaurantsLayer = Layer.effect(
  Restaurants,
  Effect.gen(function* () {
    const log = yield* EventLog
    const feed = yield* LogFeed
    const floor = yield* FloorStore
    const setups = yield* Setups
    const clock = yield* Clock.Clock
    const context = yield* Effect.context<never>()
    const fork = Effect.runForkWith(context)
    const residents = new Map<TenantId, Resident>()
    const waking = new Map<TenantId, Deferred.Deferred<Restaurant, Outage>>()
    const listeners: OnWake[] = []

    const catchUp = (resident: Resident): Effect.Effect<void, LogUnavailable> =>
      Effect.gen(function* () {
        const { restaurant } = resident
        const scope = systemScope(restaurant.tenantId)
        do {
          resident.behind = false
          const waiting = [...resident.waiting]
          const events = yield* log.readAfter(scope, restaurant.position, page)
          yield* foldIn(restaurant, events.length < page ? events : wholeAppends(events), log)
          if (events.length === page) resident.behind = true
          else for (const go of waiting) go()
        } while (resident.behind)
      })

    /** One reader at a time; a lost connection is tried again until the log answers. */
    const followOn = (resident: Resident): void => {
      if (resident.catchingUp) return
      resident.catchingUp = true
      fork(
        catchUp(resident).pipe(
          Effect.retry({ schedule: catchUpRetry }),
          Effect.ensuring(Effect.sync(() => caughtUp(resident))),
        ),
      )
    }
    const caughtUp = (resident: Resident): void => {
      resident.catchingUp = false
      // A commit may have come between the last read and this line.
      if (resident.behind) followOn(resident)
    }

    const wake = (tenantId: TenantId): Effect.Effect<Restaurant, Outage> =>
      Effect.gen(function* () {
        const scope = systemScope(tenantId)
        const setup = yield* setups.get(tenantId)
        const restaurant = new Restaurant(tenantId, setup)
        const awake = listeners.map((listener) => listener(restaurant))
        const stored = yield* floor.load(scope)
        restaurant.position = stored.position
        for (const order of stored.orders) restaurant.restore(order as PlacedOrder)
        const checkpoint = new Checkpoint(restaurant, stored, clock.currentTimeMillisUnsafe())
        yield* foldQueues(restaurant, setup.printers, log)
        const resident: Resident = {
          restaurant,
          checkpoint,
          behind: false,
          catchingUp: true,
          waiting: new Set(),
          lastUsed: clock.currentTimeMillisUnsafe(),
          pins: 0,
        }
        residents.set(tenantId, resident)
        // What was changed while it was read reached nobody; from here on it reaches the resident.
        const latest = yield* setups.get(tenantId)
        if (latest !== setup) {
          yield* foldQueues(restaurant, latest.printers, log)
          if (restaurant.setup === setup) restaurant.changeSetup(latest)
        }
        yield* catchUp(resident)
        caughtUp(resident)
        for (const begin of awake) begin()
        return restaurant
      }).pipe(
        Effect.mapError((error) => (error._tag === "LogUnavailable" ? toOutage(error) : error)),
        Effect.onError(() => Effect.sync(() => residents.delete(tenantId))),
      )

    const get = (tenantId: TenantId): Effect.Effect<Restaurant, Outage> =>
      Effect.suspend(() => {
        const underWay = waking.get(tenantId)
        if (underWay !== undefined) return Deferred.await(underWay)
        const resident = residents.get(tenantId)
        if (resident !== undefined) {
          resident.lastUsed = clock.currentTimeMillisUnsafe()
          return Effect.succeed(resident.restaurant)
        }
        const done = Deferred.makeUnsafe<Restaurant, Outage>()
        waking.set(tenantId, done)
        // In a fiber of its own: the first caller may leave, the others still want the restaurant.
        fork(
          Effect.exit(wake(tenantId)).pipe(
            Effect.flatMap((exit) => {
              waking.delete(tenantId)
              return Deferred.done(done, exit)
            }),
          ),
        )
        return Deferred.await(done)
      })

    yield* feed.subscribe({
      onCommitted: ({ tenantId, events, after }) => {
        const resident = residents.get(tenantId)
        if (resident === undefined) return
        resident.lastUsed = clock.currentTimeMillisUnsafe()
        // While it catches up it reads the log anyway; what it reads may or may not hold these already.
        if (resident.catchingUp || resident.restaurant.apply(events, after) !== undefined) {
          resident.behind = true
          followOn(resident)
        }
      },
      onMoved: (tenantId) => {
        const resident = residents.get(tenantId)
        if (resident === undefined) return
        resident.behind = true
        followOn(resident)
      },
    })
    yield* Effect.acquireRelease(
      Effect.sync(() =>
        setups.onChange((tenantId, setup) => {
          residents.get(tenantId)?.restaurant.changeSetup(setup)
        }),
      ),
      (stop) => Effect.sync(stop),
    )

    const save = ({ restaurant, checkpoint }: Resident) =>
      checkpoint.save(floor, systemScope(restaurant.tenantId))

    const lookAfter = (resident: Resident, now: number): Effect.Effect<void> => {
      const idle = isIdle(resident, now)
      if (!idle && !resident.checkpoint.isDue(now)) return Effect.void
      return save(resident).pipe(
        Effect.andThen(
          Effect.sync(() => {
            if (idle && isIdle(resident, now)) residents.delete(resident.restaurant.tenantId)
          }),
        ),
        // A checkpoint that could not be stored is stored at the next round: it only shortens the next start.
        Effect.ignore,
      )
    }
    yield* Effect.sleep("5 seconds").pipe(
      Effect.andThen(
        Effect.suspend(() =>
          Effect.forEach(
            [...residents.values()],
            (resident) => lookAfter(resident, clock.currentTimeMillisUnsafe()),
            { discard: true },
          ),
        ),
      ),
      Effect.forever,
      Effect.forkScoped,
    )
    yield* Effect.addFinalizer(() =>
      Effect.forEach([...residents.values()], (resident) => Effect.ignore(save(resident)), {
        discard: true,
        concurrency: 4,
      }).pipe(Effect.timeoutOption("5 seconds")),
    )

    return Restaurants.of({
      get,
      awake: () => Array.from(residents.values(), ({ restaurant }) => restaurant),
      onWake: (listener) => {
        listeners.push(listener)
      },
      wakeBusy: Effect.flatMap(Effect.mapError(floor.busyTenants, toOutage), (tenants) =>
        Effect.forEach(tenants, (tenantId) => get(tenantId as TenantId), {
          discard: true,
          concurrency: wakingAtOnce,
        }),
      ),
      catchUp: ({ tenantId }) =>
        Effect.callback<void>((resume) => {
          const resident = residents.get(tenantId)
          if (resident === undefined) return resume(Effect.void)
          const go = () => {
            resident.waiting.delete(go)
            resume(Effect.void)
          }
          resident.waiting.add(go)
          resident.behind = true
          followOn(resident)
          return Effect.sync(() => resident.waiting.delete(go))
        }).pipe(Effect.timeoutOption(catchUpWithin), Effect.asVoid),
      keepAwake: ({ tenantId }) => {
        const resident = residents.get(tenantId)
        if (resident === undefined) return () => {}
        resident.pins += 1
        let held = true
        return () => {
          if (held) resident.pins -= 1
          held = false
        }
      },
    })
  }),
)
