import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { RecordedEvent } from "#core/log/event-log.ts"
import type { Subscription } from "#core/plugins/subscription.ts"
import type { PlaceState } from "./bus-store.ts"
import type { StoredTopic } from "./topic.ts"

/** How one handler stands in one restaurant. */
export interface PlaceOverview {
  readonly subscription: string
  readonly position: number
  readonly state: PlaceState
  /** Events of its topic after the position. */
  readonly lag: number
  readonly retrying: number
  readonly dead: number
  /** A dead letter of a handler that blocks holds its key. */
  readonly held: boolean
}

/** A part of a list, and how long the whole is. */
export interface Part<A> {
  readonly items: ReadonlyArray<A>
  readonly total: number
}

export interface StoredDeadLetter {
  readonly subscription: string
  readonly attempts: number
  readonly error: string
  readonly failedAt: number
  readonly event: RecordedEvent
}

/** What people may see of the bus, and decide. */
export class BusRecords extends Context.Service<
  BusRecords,
  {
    /** Newest first. With a topic or key it looks at the newest `window` positions only, and `total` counts in those. */
    readonly events: (
      tenantId: TenantId,
      filter: {
        readonly topic?: StoredTopic
        readonly key?: string
        readonly from?: number
        readonly window: number
        readonly skip: number
        readonly limit: number
      },
    ) => Effect.Effect<Part<RecordedEvent>, Outage>
    /** Of those that have a place. `lag` counts up to `most`. */
    readonly overview: (
      tenantId: TenantId,
      handlers: ReadonlyArray<{ readonly subscription: string; readonly topic: StoredTopic }>,
      most: number,
    ) => Effect.Effect<ReadonlyArray<PlaceOverview>, Outage>
    /** The one that failed last first. */
    readonly deadLetters: (
      tenantId: TenantId,
      subscriptions: ReadonlyArray<string>,
      skip: number,
      limit: number,
    ) => Effect.Effect<Part<StoredDeadLetter>, Outage>
    /** @returns false: there is no such dead letter */
    readonly decide: (
      tenantId: TenantId,
      subscription: string,
      position: number,
      how: "retry" | "discard",
    ) => Effect.Effect<boolean, Outage>
    /**
     * Has events handled again that the handler has behind it; without an id, or when they are more than `most`, only
     * counts them.
     */
    readonly replay: (
      tenantId: TenantId,
      subscription: string,
      range: {
        readonly from: number
        readonly to: number
        readonly topic: StoredTopic
        readonly order: Subscription<never>["order"]
        readonly id: string | undefined
        readonly most: number
      },
    ) => Effect.Effect<number, Outage>
  }
>()("heard/BusRecords") {}
