import { Context, type Effect } from "effect"
import type { EpochMs, OrderId, TableId } from "#core/kitchen/ids.ts"
import type { Actor } from "#core/kitchen/order-event.ts"
import type { OrderStatus, OrderView } from "#core/kitchen/order-view.ts"
import type { Outage } from "./gate.ts"
import type { Scope } from "./scope.ts"

/** Which orders a list shows; every given condition must hold. Newest first. */
export interface OrderFilter {
  readonly status?: OrderStatus
  readonly tableId?: TableId
  /** Placed at this instant or later. */
  readonly since?: EpochMs
  /** Placed at this instant or earlier. */
  readonly until?: EpochMs
  /** Stands in the number or in the table's name; capitals, accents and a `#` before it do not matter. */
  readonly search?: string
  /** From 1. */
  readonly page: number
  /** 1 to 200. */
  readonly size: number
}

/** One event of an order as REST shows it. */
export interface HistoryEntry {
  /** Revision of the order after it. */
  readonly rev: number
  /** Position in the tenant's log. */
  readonly position: number
  /** Type with the version of its payload: `LinesSent@1`. */
  readonly type: string
  /** ISO 8601. */
  readonly at: string
  readonly by: Actor
  /** The event itself, plain JSON. */
  readonly event: unknown
}

/** Reading orders without asking anything of them. Shows at least what was acknowledged before the call. */
export class OrderQueries extends Context.Service<
  OrderQueries,
  {
    /** Undefined: this tenant has no such order. */
    readonly get: (scope: Scope, id: OrderId) => Effect.Effect<OrderView | undefined, Outage>
    readonly list: (
      scope: Scope,
      filter: OrderFilter,
    ) => Effect.Effect<{ readonly items: ReadonlyArray<OrderView>; readonly total: number }, Outage>
    /** Oldest first; undefined: this tenant has no such order. */
    readonly history: (
      scope: Scope,
      id: OrderId,
    ) => Effect.Effect<ReadonlyArray<HistoryEntry> | undefined, Outage>
  }
>()("heard/OrderQueries") {}
