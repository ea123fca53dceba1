import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

export type DesiredState = "absent" | "installed" | "enabled"
export type ActualState = "absent" | "installed" | "enabled" | "quarantined"

/** One plugin as one restaurant has it. `actual` changes only at the end of an operation. */
export interface TenantPlugin {
  readonly plugin: string
  readonly desired: DesiredState
  readonly actual: ActualState
  /** Version of the restaurant's data. */
  readonly installedVersion: string | undefined
  /** Counts every change: a process that knows an older one starts its instance anew. */
  readonly epoch: number
  readonly enabledAt: number | undefined
  /** Removed, its data is deleted then, in milliseconds. */
  readonly purgeAfter: number | undefined
  readonly lastError:
    | { readonly code: string; readonly detail: string; readonly at: number }
    | undefined
}

/** What each restaurant runs: read from the database once, kept in memory, asked by every request. */
export class PluginStates extends Context.Service<
  PluginStates,
  {
    /** Whether requests, events and pages of this plugin are served. True for `quarantined` too: the guard says why not. */
    readonly enabled: (tenantId: TenantId, plugin: string) => boolean
    readonly of: (tenantId: TenantId) => ReadonlyMap<string, TenantPlugin>
    /** Called after every stored change, until the returned function is called. */
    readonly onChange: (listener: (tenantId: TenantId, plugin: string) => void) => () => void
    /** Reads a restaurant's rows anew: it was made by another process, or the database was restored. */
    readonly reload: (tenantId: TenantId) => Effect.Effect<void, Outage>
    /** Reads them anew when the last `reload` failed: something was stored then that this process does not know. */
    readonly upToDate: (tenantId: TenantId) => Effect.Effect<void, Outage>
  }
>()("heard/PluginStates") {}
