import { Context, type Effect, type Scope as EffectScope, Schema } from "effect"
import type { Overloaded } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { Cid, EpochMs, JobId, OrderId, TenantId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"

/** `order/{id}`, `printer/{id}`, `tenant`: one consistent history of its own. At most 120 characters. */
export type StreamId = string

/** One event to be stored. `type` carries the version of its payload: `LinesSent@1`. */
export interface NewEvent {
  readonly type: string
  /** Plain JSON. */
  readonly payload: unknown
}

/** One stored event. Positions count per tenant from 1 without a gap; versions count per stream from 1. */
export interface RecordedEvent {
  readonly tenantId: TenantId
  readonly position: number
  readonly stream: StreamId
  readonly version: number
  readonly type: string
  readonly payload: unknown
  readonly cid: Cid
  readonly at: EpochMs
}

export interface StreamAppend {
  readonly stream: StreamId
  /** Version that the decision was made on; 0 for a new stream. */
  readonly expected: number
  readonly events: ReadonlyArray<NewEvent>
  /** State after these events, handed to the feed of this process so that nobody folds twice. Never stored. */
  readonly after?: unknown
}

export interface AppendRequest {
  readonly cid: Cid
  /** Hash of what was asked; the same cid with another fingerprint is refused. */
  readonly fingerprint: string
  /** Small JSON that a repeat of the cid gets back. */
  readonly reply: unknown
  /** All or nothing. Empty: only the cid and its reply are remembered. */
  readonly streams: ReadonlyArray<StreamAppend>
  /**
   * Makes ready what the caller will need after the commit. Called at most once, while the database writes and nobody
   * else waits; nobody may rely on it.
   */
  readonly meanwhile?: () => void
}

export type AppendResult =
  /** Durable: it survives `kill -9` of anything. `firstPosition` is of the first event, in the order given. */
  | { readonly _tag: "Appended"; readonly firstPosition: number }
  /** This cid was answered before; nothing was written now. */
  | { readonly _tag: "Repeated"; readonly reply: unknown }

/** Another writer appended first. Reload, decide again, retry; the caller never sees it. */
export class VersionConflict extends Schema.TaggedError<VersionConflict>()("VersionConflict", {
  streams: Schema.Array(Schema.String),
}) {}

/**
 * The log cannot be reached or did not answer in time. The outcome of an append is unknown: drop the state, answer 503,
 * let the client repeat with the same cid.
 */
export class LogUnavailable extends Schema.TaggedError<LogUnavailable>()("LogUnavailable", {
  reason: Schema.String,
}) {
  override get message(): string {
    return this.reason
  }
}

/** Why nothing was appended. Refused is final; overloaded (its queue is full) is "not now": nothing was stored. */
export type AppendFailure = VersionConflict | LogUnavailable | Overloaded | Refused

export interface StreamHistory {
  /** Newest stored snapshot not past the wanted version, if any. */
  readonly snapshot?: { readonly version: number; readonly state: unknown }
  /** Events after the snapshot, or all of them, in order of version. */
  readonly events: ReadonlyArray<RecordedEvent>
  /** Version after the last of them. */
  readonly version: number
}

/**
 * The append-only truth. Every call says whose data it touches; one tenant never sees the other's stream of the same name.
 */
export class EventLog extends Context.Service<
  EventLog,
  {
    /**
     * Stores all or nothing. Callers of one process are grouped into one commit; the answer comes after it.
     *
     * Refused with `IDEMPOTENCY_MISMATCH` (same cid, other fingerprint) or `EVENT_REFUSED` (the database cannot store the
     * payload, e.g. NUL in a string).
     */
    readonly append: (
      scope: Scope,
      request: AppendRequest,
    ) => Effect.Effect<AppendResult, AppendFailure>
    /** @param upTo last version wanted; later events are left out */
    readonly read: (
      scope: Scope,
      stream: StreamId,
      upTo?: number,
    ) => Effect.Effect<StreamHistory, LogUnavailable>
    /** Every event of a stream from the first, whatever snapshots there are. */
    readonly history: (
      scope: Scope,
      stream: StreamId,
    ) => Effect.Effect<ReadonlyArray<RecordedEvent>, LogUnavailable>
    /**
     * Everything said of one print job and of the copies that name it, the oldest first; nothing when there never was
     * one. Its printer is the stream of the first event.
     */
    readonly jobHistory: (
      scope: Scope,
      job: JobId,
    ) => Effect.Effect<ReadonlyArray<RecordedEvent>, LogUnavailable>
    /** How many reprints of an order's papers these printers' streams were asked for. */
    readonly reprints: (
      scope: Scope,
      order: OrderId,
      printers: ReadonlyArray<StreamId>,
    ) => Effect.Effect<number, LogUnavailable>
    /** Events of the whole tenant with `position > after`, at most `limit`, in order. */
    readonly readAfter: (
      scope: Scope,
      after: number,
      limit: number,
    ) => Effect.Effect<ReadonlyArray<RecordedEvent>, LogUnavailable>
    /** Last position of the tenant; 0 when nothing happened yet. */
    readonly head: (scope: Scope) => Effect.Effect<number, LogUnavailable>
    /** The answer that a cid got, if it was seen. */
    readonly recall: (
      scope: Scope,
      cid: Cid,
    ) => Effect.Effect<
      { readonly fingerprint: string; readonly reply: unknown } | undefined,
      LogUnavailable
    >
    readonly saveSnapshot: (
      scope: Scope,
      stream: StreamId,
      version: number,
      state: unknown,
    ) => Effect.Effect<void, LogUnavailable>
  }
>()("heard/EventLog") {}

/** One committed append of this process, in position order per tenant. */
export interface Committed {
  readonly tenantId: TenantId
  readonly events: ReadonlyArray<RecordedEvent>
  /** `after` of each stream that the append named. */
  readonly after: ReadonlyMap<StreamId, unknown>
}

/**
 * What follows a commit. Same process: `onCommitted` is called synchronously from the flush, before the appender is
 * answered, so it must be quick and must not throw. Other processes: `onMoved` says that a tenant's log went on; read it.
 */
export class LogFeed extends Context.Service<
  LogFeed,
  {
    readonly subscribe: (listener: {
      readonly onCommitted: (committed: Committed) => void
      readonly onMoved: (tenantId: TenantId) => void
    }) => Effect.Effect<void, never, EffectScope.Scope>
  }
>()("heard/LogFeed") {}
