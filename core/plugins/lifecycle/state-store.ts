import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import type { ActualState, DesiredState, TenantPlugin } from "#core/plugins/plugin-states.ts"

/** What changes of one plugin's row; what is not named stays. A row that is not there begins as absent. */
export interface StateChange {
  readonly plugin: string
  readonly desired?: DesiredState
  readonly actual?: ActualState
  readonly installedVersion?: string
  /** JSON. */
  readonly config?: unknown
  /** null: it works again. */
  readonly lastError?: NonNullable<TenantPlugin["lastError"]> | null
  /** When the kept data is to be deleted, in milliseconds; null: it stays. */
  readonly purgeAfter?: number | null
  /** The row goes: nothing of the plugin is left in this restaurant. */
  readonly forget?: true
}

/** A plugin's data in a restaurant that is to be deleted. */
export interface DuePurge {
  readonly tenantId: TenantId
  readonly plugin: string
  readonly purgeAfter: number
}

/**
 * Where it is kept what each restaurant runs. A change of `actual`, of the version, of the settings or of when the data goes
 * counts the plugin's epoch up by one; `enabledAt` follows `actual`.
 */
export class StateStore extends Context.Service<
  StateStore,
  {
    /** Of all restaurants, in one go: for the start. */
    readonly all: Effect.Effect<
      ReadonlyArray<TenantPlugin & { readonly tenantId: TenantId }>,
      Outage
    >
    /** Plugins of which some restaurant has data, in use or kept. */
    readonly kept: Effect.Effect<ReadonlySet<string>, Outage>
    /** Data whose time is over, of any restaurant, what waits longest first. */
    readonly purgeDue: (at: number, limit: number) => Effect.Effect<ReadonlyArray<DuePurge>, Outage>
    readonly of: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<TenantPlugin>, Outage>
    /** What the restaurant chose for the plugin; undefined until somebody saved. */
    readonly config: (tenantId: TenantId, plugin: string) => Effect.Effect<unknown, Outage>
    /**
     * Refused with `PLUGIN_NOT_INSTALLED`, and with `PLUGIN_OPERATION_IN_PROGRESS`: an instance that is being started has
     * read the settings already.
     */
    readonly saveConfig: <E = never>(
      tenantId: TenantId,
      plugin: string,
      config: unknown,
      also?: Effect.Effect<void, E>,
    ) => Effect.Effect<void, E | Refused | Outage>
    /** All or nothing, together with what `also` stores. */
    readonly change: <E = never>(
      tenantId: TenantId,
      changes: ReadonlyArray<StateChange>,
      also?: Effect.Effect<void, E>,
    ) => Effect.Effect<void, E | Outage>
  }
>()("heard/StateStore") {}
