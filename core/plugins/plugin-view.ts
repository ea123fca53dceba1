import { Context, type Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"

/** One thing in a view; `v` is plain JSON. */
export interface ViewItem {
  readonly id: string
  readonly rev: number
  readonly v: unknown
}

/**
 * A numbered picture that pages may watch (`{"view":"{plugin}/{what}"}`), with snapshot, resume and gaps as every other
 * view. It is read when first watched, and again whenever the plugin says that it changed; what differs is sent.
 */
export interface PluginView<R> {
  /** `{plugin}/{what}`. */
  readonly name: string
  /** Must stand in the manifest. */
  readonly permission: string
  readonly read: Effect.Effect<ReadonlyArray<ViewItem>, CommandFailure, R>
}

export const view = <R>(spec: PluginView<R>): PluginView<R> => spec

/** How a plugin says that one of its views is not what it was. Cheap: the hub reads at most once every 50 ms. */
export class PluginViews extends Context.Service<
  PluginViews,
  { readonly changed: (name: string) => Effect.Effect<void> }
>()("heard/PluginViews") {}
