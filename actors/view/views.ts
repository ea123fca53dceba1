import { Effect, Layer } from "effect"
import type { Restaurants } from "#actors/tenant/restaurants.ts"
import type { Scope } from "#core/hub/scope.ts"
import { may } from "#core/hub/scope.ts"
import { UnknownView, Views, type Watch, type Watcher } from "#core/hub/view.ts"
import { isAnothers, pluginOfView, viewRefusal } from "#core/hub/view-access.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { notEnabled } from "#core/plugins/running/not-enabled.ts"
import { type OfferedView, OfferedViews } from "#core/plugins/running/plugin-views.ts"
import { makeFanOut } from "./fan-out.ts"
import type { PictureMaker } from "./live-view.ts"
import type { EndWatch, OpenedView } from "./opened-view.ts"
import { makePluginViews } from "./plugin-views.ts"
import { PluginWatchers } from "./plugin-watchers.ts"
import { makeRestaurantViews } from "./restaurant-views.ts"

/**
 * `screen/0193…` is the screen picture's `0193…`; `menu` is the menu picture's empty id. `menu/` is no view: what a view is
 * called by is what its frames say.
 */
const split = (name: string): readonly [kind: string, id: string] => {
  const slash = name.indexOf("/")
  return slash < 0 || slash === name.length - 1
    ? [name, ""]
    : [name.slice(0, slash), name.slice(slash + 1)]
}

/** What a name stands for, before anybody looks whether this restaurant has it. */
interface Named {
  readonly kind: string
  readonly id: string
  /** It is a plugin's own view; else one of the hub's pictures. */
  readonly offered: OfferedView | undefined
  readonly plugin: string | undefined
}

/** Every view, the hub's own and the plugins': who may watch it, for as long as the restaurant uses its plugin. */
export const viewsLayer = (
  makers: Readonly<Record<string, PictureMaker>>,
): Layer.Layer<Views, never, Restaurants | OfferedViews | PluginStates> =>
  Layer.effect(
    Views,
    Effect.gen(function* () {
      const offeredViews = yield* OfferedViews
      const states = yield* PluginStates
      const fanOut = yield* makeFanOut
      const restaurantViews = yield* makeRestaurantViews(makers, fanOut)
      const pluginViews = yield* makePluginViews(offeredViews, fanOut)
      const watchers = new PluginWatchers()

      yield* Effect.acquireRelease(
        Effect.sync(() =>
          states.onChange((tenantId, plugin) => {
            if (states.enabled(tenantId, plugin)) {
              pluginViews.readAgain(tenantId, plugin)
              return
            }
            pluginViews.forget(tenantId, plugin)
            watchers.endAll(tenantId, plugin, notEnabled(plugin))
          }),
        ),
        (stop) => Effect.sync(stop),
      )

      const named = (name: string): Named => {
        const offered = offeredViews.find(name)
        const [kind, id] = split(name)
        return { kind, id, offered, plugin: offered?.plugin ?? pluginOfView(kind) }
      }

      const refusalOf = (scope: Scope, { kind, offered, plugin }: Named): Refused | undefined => {
        if (plugin !== undefined && !states.enabled(scope.tenantId, plugin))
          return notEnabled(plugin)
        if (offered === undefined) return viewRefusal(scope, kind)
        const { permission } = offered
        return may(scope, permission)
          ? undefined
          : refused("AUTH_FORBIDDEN", "You may not see this", { permission })
      }

      return Views.of({
        watch: (scope, name, cursor, watcher) =>
          Effect.gen(function* () {
            const view = named(name)
            const refusal = refusalOf(scope, view)
            if (refusal !== undefined) return yield* refusal
            if (isAnothers(scope, view.kind, view.id)) return yield* new UnknownView({ view: name })
            const opened =
              view.offered === undefined
                ? yield* restaurantViews.open(scope.tenantId, view.kind, view.id)
                : yield* pluginViews.open(scope.tenantId, view.offered)
            if (opened === undefined) return yield* new UnknownView({ view: name })
            return yield* Effect.acquireRelease(
              Effect.gen(function* () {
                // It may have ended while it was opened, and said so to whoever watched by then.
                const late = refusalOf(scope, view)
                if (late !== undefined) return yield* late
                if (opened.isGone?.() === true) return yield* new UnknownView({ view: name })
                return attached(opened, cursor, watcher, (end) =>
                  view.plugin === undefined
                    ? () => {}
                    : watchers.add(scope.tenantId, view.plugin, end),
                )
              }),
              ({ leave }) => Effect.sync(leave),
            )
          }),
      })
    }),
  )

/** The watcher gets its first frame and everything that follows, until it leaves or the view ends. */
const attached = (
  opened: OpenedView,
  cursor: Parameters<OpenedView["view"]["attach"]>[0],
  watcher: Watcher,
  enlist: (end: EndWatch) => () => void,
): Watch & { readonly leave: () => void } => {
  const { detach, ...watch } = opened.view.attach(cursor, watcher)
  let gone = false
  const leave = () => {
    if (gone) return
    gone = true
    detach()
    letGo()
    delist()
  }
  const end: EndWatch = (failure) => {
    leave()
    watcher.end?.(failure)
  }
  const letGo = opened.hold(end)
  const delist = enlist(end)
  return { ...watch, leave }
}
