import { Context, type Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"

/** What is asked of a plugin, as its guard looks at it. */
export interface AskedWork {
  readonly plugin: string
  /** Code that the scope must grant. */
  readonly permission: string
  /** Which route, command, view or job, for the log: `GET /tips`; the permission when not given. */
  readonly what?: string
  /** Longest that it may take, in milliseconds; the manifest's request limit when not given. */
  readonly timeoutMs?: number
}

/**
 * The plugins of this process and the one way to run something of theirs for a restaurant, whether a route, a command, a
 * view or a job: guarded (enabled, permitted, not quarantined, a free place, in time), then run in the restaurant's own
 * instance, which holds all that `definePlugin` allowed the work to ask for.
 */
export class PluginWork extends Context.Service<
  PluginWork,
  {
    /** In the order of their requirements. */
    readonly plugins: ReadonlyMap<string, LoadedPlugin>
    readonly run: <A>(
      scope: Scope,
      asked: AskedWork,
      work: Effect.Effect<A, CommandFailure, unknown>,
    ) => Effect.Effect<A, CommandFailure>
  }
>()("heard/PluginWork") {}
