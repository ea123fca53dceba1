import { Context, type Effect } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import type { OrderId } from "#core/kitchen/ids.ts"
import type { LogUnavailable } from "./event-log.ts"

/**
 * Where a tenant's fold of the log may begin after a restart: the open orders as they stood at one position.
 * A read model: it can be deleted and is then rebuilt from position 0.
 */
export interface FloorCheckpoint {
  /** Every event up to and including this one is in `orders` and `counters`. */
  readonly position: number
  /** Small JSON: order numbers of the day, cursors of what follows the feed. */
  readonly counters: unknown
  /** Open orders, plain JSON. */
  readonly orders: ReadonlyArray<unknown>
}

export class FloorStore extends Context.Service<
  FloorStore,
  {
    readonly load: (scope: Scope) => Effect.Effect<FloorCheckpoint, LogUnavailable>
    /** Changed orders are upserted, gone ones deleted, position and counters replaced: one transaction. */
    readonly save: (
      scope: Scope,
      checkpoint: {
        readonly position: number
        readonly counters: unknown
        readonly changed: ReadonlyArray<{ readonly id: OrderId; readonly state: unknown }>
        readonly gone: ReadonlyArray<OrderId>
      },
    ) => Effect.Effect<void, LogUnavailable>
    /** Tenants whose log moved past their checkpoint, or that have open orders: those to wake after a restart. */
    readonly busyTenants: Effect.Effect<ReadonlyArray<string>, LogUnavailable>
  }
>()("heard/FloorStore") {}
