import { Clock, Effect, Layer } from "effect"
import { v7 as uuid } from "uuid"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import { UnknownView, Views } from "#core/hub/view.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { makeFanOut } from "./fan-out.ts"
import type { Picture, PictureMaker } from "./live-view.ts"
import { NumberedView, type ViewChange } from "./numbered-view.ts"

interface OpenView {
  readonly view: NumberedView
  readonly stop: () => void
  lastWatched: number
}

/** How long a view that nobody watches goes on counting: a tablet that comes back within it gets just what it missed. */
const unwatchedMs = 5 * 60_000

/** `screen/0193…` is the screen picture's `0193…`; `menu` is the menu picture's empty id. */
const split = (name: string): readonly [kind: string, id: string] => {
  const slash = name.indexOf("/")
  return slash < 0 ? [name, ""] : [name.slice(0, slash), name.slice(slash + 1)]
}

/**
 * Views over pictures: opened by the first watcher, kept up to date by the restaurant's fold, closed a while after the
 * last watcher left.
 */
export const viewsLayer = (
  makers: Readonly<Record<string, PictureMaker>>,
): Layer.Layer<Views, never, Restaurants> =>
  Layer.effect(
    Views,
    Effect.gen(function* () {
      const restaurants = yield* Restaurants
      const clock = yield* Clock.Clock
      const fanOut = yield* makeFanOut
      const open = new Map<Restaurant, Map<string, OpenView>>()

      const openView = (restaurant: Restaurant, name: string): OpenView | undefined => {
        const [kind, id] = split(name)
        const maker = Object.hasOwn(makers, kind) ? makers[kind] : undefined
        const picture = maker?.(restaurant, id)
        if (picture === undefined) return undefined
        const view = new NumberedView(name, uuid(), fanOut, picture.onSeen)
        publish(view, picture, picture.all())
        const unfollow = picture.follow?.((changes) => publish(view, picture, changes))
        const leave = restaurant.follow({
          onOrder: (step) => publish(view, picture, picture.onOrder?.(step) ?? []),
          onPrinter: (printerId) => publish(view, picture, picture.onPrinter?.(printerId) ?? []),
          onSetup: () => publish(view, picture, (picture.onSetup ?? picture.all)()),
        })
        const stop = () => {
          leave()
          unfollow?.()
        }
        return { view, stop, lastWatched: clock.currentTimeMillisUnsafe() }
      }

      const viewOf = (restaurant: Restaurant, name: string): OpenView | undefined => {
        const views = open.get(restaurant) ?? new Map<string, OpenView>()
        const known = views.get(name)
        if (known !== undefined) return known
        const opened = openView(restaurant, name)
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

      return Views.of({
        watch: (scope, name, cursor, watcher) =>
          Effect.gen(function* () {
            const restaurant = yield* restaurants.get(scope.tenantId as TenantId)
            const opened = viewOf(restaurant, name)
            if (opened === undefined) return yield* new UnknownView({ view: name })
            return yield* Effect.acquireRelease(
              Effect.sync(() => {
                const mayGo = restaurants.keepAwake(restaurant)
                return { ...opened.view.attach(cursor, watcher), mayGo }
              }),
              ({ detach, mayGo }) =>
                Effect.sync(() => {
                  detach()
                  mayGo()
                  opened.lastWatched = clock.currentTimeMillisUnsafe()
                }),
            )
          }),
      })
    }),
  )

const publish = (view: NumberedView, picture: Picture, changes: Iterable<ViewChange>): void => {
  view.publish(changes, picture.onNumbered)
}
