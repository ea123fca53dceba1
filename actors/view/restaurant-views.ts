import { Clock, Effect, type Scope } from "effect"
import { v7 as uuid } from "uuid"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import type { Outage } from "#core/hub/gate.ts"
import { UnknownView } from "#core/hub/view.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { FanOut } from "./fan-out.ts"
import type { Picture, PictureMaker } from "./live-view.ts"
import { NumberedView, type ViewChange } from "./numbered-view.ts"
import { type EndWatch, type OpenedView, unwatchedMs } from "./opened-view.ts"

interface LiveView {
  readonly view: NumberedView
  readonly stop: () => void
  readonly ends: Set<EndWatch>
  lastWatched: number
  isGone: boolean
}

/** Pictures of a restaurant, kept up to date by its fold. */
export interface RestaurantViews {
  /** Undefined: this restaurant has no such thing to look at. */
  readonly open: (
    tenantId: TenantId,
    kind: string,
    id: string,
  ) => Effect.Effect<OpenedView | undefined, Outage>
}

/** Opened by the first watcher, kept up to date by the restaurant's fold, closed a while after the last watcher left. */
export const makeRestaurantViews = (
  makers: Readonly<Record<string, PictureMaker>>,
  fanOut: FanOut,
): Effect.Effect<RestaurantViews, never, Restaurants | Scope.Scope> =>
  Effect.gen(function* () {
    const restaurants = yield* Restaurants
    const clock = yield* Clock.Clock
    const open = new Map<Restaurant, Map<string, LiveView>>()

    const openView = (restaurant: Restaurant, kind: string, id: string): LiveView | undefined => {
      const maker = Object.hasOwn(makers, kind) ? makers[kind] : undefined
      const picture = maker?.(restaurant, id)
      if (picture === undefined) return undefined
      const view = new NumberedView(nameOf(kind, id), uuid(), fanOut, picture.onSeen)
      publish(view, picture, picture.all())
      const unfollow = picture.follow?.((changes) => publish(view, picture, changes))
      const leave = restaurant.follow({
        onOrder: (step) => publish(view, picture, picture.onOrder?.(step) ?? []),
        onForgotten: (orderId) => publish(view, picture, picture.onForgotten?.(orderId) ?? []),
        onPrinter: (printerId) => publish(view, picture, picture.onPrinter?.(printerId) ?? []),
        onSetup: () => {
          if (picture.isThere?.() === false) end(restaurant, live)
          else publish(view, picture, (picture.onSetup ?? picture.all)())
        },
      })
      const stop = () => {
        leave()
        unfollow?.()
      }
      const lastWatched = clock.currentTimeMillisUnsafe()
      const live: LiveView = { view, stop, ends: new Set(), lastWatched, isGone: false }
      return live
    }

    /** What it shows was deleted: an empty picture would say that there is nothing to do. */
    const end = (restaurant: Restaurant, live: LiveView): void => {
      const { name } = live.view
      live.stop()
      live.isGone = true
      open.get(restaurant)?.delete(name)
      for (const tell of [...live.ends]) tell(new UnknownView({ view: name }))
    }

    const viewOf = (restaurant: Restaurant, kind: string, id: string): LiveView | undefined => {
      const name = nameOf(kind, id)
      const views = open.get(restaurant) ?? new Map<string, LiveView>()
      const known = views.get(name)
      if (known !== undefined) return known
      const opened = openView(restaurant, kind, id)
      if (opened === undefined) return undefined
      open.set(restaurant, views.set(name, opened))
      return opened
    }

    yield* Effect.sleep("1 minute").pipe(
      Effect.andThen(
        Effect.sync(() => {
          const before = clock.currentTimeMillisUnsafe() - unwatchedMs
          for (const [restaurant, views] of open) {
            for (const [name, { view, stop, lastWatched }] of views) {
              if (view.watchers > 0 || lastWatched >= before) continue
              stop()
              views.delete(name)
            }
            if (views.size === 0) open.delete(restaurant)
          }
        }),
      ),
      Effect.forever,
      Effect.forkScoped,
    )

    return {
      open: (tenantId, kind, id) =>
        Effect.map(restaurants.get(tenantId), (restaurant) => {
          const live = viewOf(restaurant, kind, id)
          if (live === undefined) return undefined
          return {
            view: live.view,
            isGone: () => live.isGone,
            hold: (end) => {
              const mayGo = restaurants.keepAwake(restaurant)
              live.ends.add(end)
              return () => {
                mayGo()
                live.ends.delete(end)
                live.lastWatched = clock.currentTimeMillisUnsafe()
              }
            },
          }
        }),
    }
  })

const nameOf = (kind: string, id: string): string => (id === "" ? kind : `${kind}/${id}`)

const publish = (view: NumberedView, picture: Picture, changes: Iterable<ViewChange>): void => {
  view.publish(changes, picture.onNumbered)
}
