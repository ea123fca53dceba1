import { Context, type Effect, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

/** One handler in one restaurant. */
export const SubscriptionState = Schema.Struct({
  id: Schema.String,
  plugin: Schema.String,
  topic: Schema.String,
  state: Schema.Literals(["running", "paused", "blocked", "stopped"]),
  /** Everything of its topic up to here is handled, retried, or a dead letter. */
  position: Schema.Int,
  /** Events of its topic after that. */
  lag: Schema.Int,
  /** Deliveries that wait for their next attempt. */
  retrying: Schema.Int,
  deadLetters: Schema.Int,
}).annotate({ identifier: "SubscriptionState" })
export type SubscriptionState = typeof SubscriptionState.Type

export const StoredEvent = Schema.Struct({
  position: Schema.Int,
  topic: Schema.String,
  key: Schema.String,
  at: Schema.String,
  payload: Schema.Unknown,
}).annotate({ identifier: "StoredEvent" })
export type StoredEvent = typeof StoredEvent.Type

/** A delivery that failed for good, until a person decides. */
export const DeadLetter = Schema.Struct({
  subscription: Schema.String,
  plugin: Schema.String,
  position: Schema.Int,
  topic: Schema.String,
  key: Schema.String,
  attempts: Schema.Int,
  error: Schema.String,
  failedAt: Schema.String,
  payload: Schema.Unknown,
}).annotate({ identifier: "DeadLetter" })
export type DeadLetter = typeof DeadLetter.Type

export interface Page<A> {
  readonly items: ReadonlyArray<A>
  readonly total: number
  readonly page: number
  readonly size: number
}

/**
 * What a person does with the events of a restaurant. Asks `core.events.read` of the scope, and `core.events.replay`
 * (refused with `EVENTS_REPLAY_DENIED`) for whatever makes a handler run.
 */
export class EventSubscriptions extends Context.Service<
  EventSubscriptions,
  {
    readonly events: (
      scope: Scope,
      filter: {
        readonly topic?: string
        readonly key?: string
        /** Newest first up to this position; the newest of all when not given. */
        readonly from?: number
        readonly page: number
        readonly size: number
      },
    ) => Effect.Effect<Page<StoredEvent>, CommandFailure>
    readonly subscriptions: (
      scope: Scope,
    ) => Effect.Effect<ReadonlyArray<SubscriptionState>, CommandFailure>
    readonly deadLetters: (
      scope: Scope,
      page: number,
      size: number,
    ) => Effect.Effect<Page<DeadLetter>, CommandFailure>
    readonly settle: (
      scope: Scope,
      subscription: string,
      position: number,
      how: "retry" | "discard",
    ) => Effect.Effect<void, CommandFailure>
    /** @param range positions, both included */
    readonly replay: (
      scope: Scope,
      subscription: string,
      range: { readonly from: number; readonly to?: number; readonly dryRun: boolean },
    ) => Effect.Effect<{ readonly matched: number; readonly replayId?: string }, CommandFailure>
    readonly pause: (scope: Scope, subscription: string) => Effect.Effect<void, CommandFailure>
    readonly resume: (scope: Scope, subscription: string) => Effect.Effect<void, CommandFailure>
    /** Events that a plugin's handlers have yet to handle in this restaurant. */
    readonly lag: (tenantId: TenantId, plugin: string) => Effect.Effect<number, CommandFailure>
  }
>()("heard/EventSubscriptions") {}

/** What the life cycle of a plugin asks of the bus. */
export class EventDelivery extends Context.Service<
  EventDelivery,
  {
    /** The plugin's handlers run from now on; what happened while they did not is handled first, or passed over. */
    readonly start: (
      tenantId: TenantId,
      plugin: string,
      missed: "catchUp" | "skip",
    ) => Effect.Effect<void, CommandFailure>
    /** Takes nothing new and waits for handlers that run; their places are kept. */
    readonly stop: (tenantId: TenantId, plugin: string) => Effect.Effect<void, CommandFailure>
    /** Forgets the places, retries and dead letters: the plugin's data is purged. */
    readonly forget: (tenantId: TenantId, plugin: string) => Effect.Effect<void, CommandFailure>
  }
>()("heard/EventDelivery") {}
