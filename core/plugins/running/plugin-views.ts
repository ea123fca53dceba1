import { Context, Effect, Layer } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { PluginViews, type ViewItem } from "#core/plugins/plugin-view.ts"
import { afterCommit } from "./after-commit.ts"
import type { PluginWork } from "./plugin-work.ts"

/** A view of a loaded plugin, as the hub's own views come by it. */
export interface OfferedView {
  readonly name: string
  readonly plugin: string
  /** Code that a watcher's scope must grant. */
  readonly permission: string
  /** In the restaurant's instance, guarded like everything of the plugin. */
  readonly read: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<ViewItem>, CommandFailure>
}

type OnChanged = (tenantId: TenantId, name: string) => void

/**
 * Between the plugins, which have views and say when one changed, and whoever numbers and sends them: that side is there
 * before any plugin is.
 */
export class OfferedViews extends Context.Service<
  OfferedViews,
  {
    /** Once, when the plugins are loaded; until then there is none. */
    readonly fill: (views: ReadonlyArray<OfferedView>) => void
    readonly find: (name: string) => OfferedView | undefined
    readonly changed: (tenantId: TenantId, name: string) => void
    /** Calls back until the returned function is called. */
    readonly onChanged: (listener: OnChanged) => () => void
  }
>()("heard/OfferedViews") {}

export const offeredViewsLayer: Layer.Layer<OfferedViews> = Layer.sync(OfferedViews, () => {
  let known: ReadonlyMap<string, OfferedView> = new Map()
  const listeners = new Set<OnChanged>()
  return {
    fill: (views) => {
      known = new Map(views.map((view) => [view.name, view]))
    },
    find: (name) => known.get(name),
    changed: (tenantId, name) => {
      for (const listener of listeners) listener(tenantId, name)
    },
    onChanged: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
})

/** Every view of the plugins of this process. */
export const viewsOf = (work: PluginWork["Service"]): ReadonlyArray<OfferedView> =>
  [...work.plugins.values()].flatMap(({ key: plugin, definition }) =>
    definition.views.map(({ name, permission, read }) => ({
      name,
      plugin,
      permission,
      read: (tenantId: TenantId) =>
        work.run(systemScope(tenantId), { plugin, permission, what: name }, read),
    })),
  )

/** How an instance says that one of its plugin's views changed. */
export const pluginViewsFor =
  (offered: OfferedViews["Service"]) =>
  ({ key, definition }: LoadedPlugin, tenantId: TenantId): Context.Context<PluginViews> => {
    const own = new Set(definition.views.map(({ name }) => name))
    return Context.make(PluginViews, {
      changed: (name) =>
        own.has(name)
          ? afterCommit(() => offered.changed(tenantId, name))
          : Effect.die(new Error(`"${name}" is no view of the plugin "${key}"`)),
    })
  }
