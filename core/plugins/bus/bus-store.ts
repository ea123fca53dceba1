import { Context, type Effect } from "effect"
import type { CommandFailure, Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { RecordedEvent } from "#core/log/event-log.ts"
import type { HandlingTime } from "./handling-time.ts"
import type { StoredTopic } from "./topic.ts"

/** What a plugin tells the others, encoded. */
export interface Fact {
  /** `kds.ticket_bumped@1` */
  readonly topic: string
  readonly key: string
  /** Plain JSON. */
  readonly data: unknown
  /** Facts that led to it, one because of the other; absent: none. */
  readonly led?: number
}

/** One event for one handler in one restaurant. */
export interface DeliveryId {
  readonly tenantId: TenantId
  readonly plugin: string
  readonly subscription: string
  readonly position: number
}

export type PlaceState = "running" | "paused" | "stopped"

/** How far one handler is in one restaurant. */
export interface StoredPlace {
  readonly subscription: string
  readonly position: number
  readonly state: PlaceState
}

/** A lane in which something waits. */
export interface StoredLane {
  readonly subscription: string
  readonly lane: string
  /** When its first delivery may be tried. */
  readonly dueAt: number
  /** Waits for a person. */
  readonly held: boolean
}

/** A delivery that was not handled at once. */
export interface WaitingDelivery {
  readonly subscription: string
  readonly lane: string
  readonly event: RecordedEvent
  /** Attempts that failed. */
  readonly attempt: number
  readonly replay: boolean
}

/** Why a delivery is not simply handled. Stored before the place moves past it. */
export interface DeliveryException {
  readonly subscription: string
  readonly position: number
  readonly lane: string
  readonly status: "retry" | "parked" | "dead"
  readonly attempt: number
  /** When it may be tried, in milliseconds of the wall clock. */
  readonly dueAt: number
  /** Its lane waits for a person. */
  readonly holds: boolean
  readonly error?: string
}

/** What a batch of deliveries in one restaurant came to. */
export interface Settlement {
  readonly places: ReadonlyArray<{ readonly subscription: string; readonly position: number }>
  /** Deliveries that waited and are handled now. */
  readonly gone: ReadonlyArray<{ readonly subscription: string; readonly position: number }>
  readonly exceptions: ReadonlyArray<DeliveryException>
}

/** What the dispatcher of the bus needs to be kept. Whatever ends in an {@link Outage} may be asked again. */
export class BusStore extends Context.Service<
  BusStore,
  {
    /**
     * Joins the transaction that is open, as its last statement; outside of one it is a transaction of its own. Refused
     * with `VALUE_REFUSED` when the database cannot store the data.
     */
    readonly emit: (
      plugin: string,
      tenantId: TenantId,
      fact: Fact,
    ) => Effect.Effect<void, CommandFailure>
    /**
     * Runs a handler so that all it writes through `PluginSql` is one transaction with the mark "done"; where that mark
     * is already, it is not run, or cut at its first statement. A handler that writes nothing leaves no mark. `time`
     * stands still while it waits for a connection.
     */
    readonly once: <E, R>(
      delivery: DeliveryId,
      work: Effect.Effect<void, E, R>,
      time: HandlingTime,
    ) => Effect.Effect<void, E | Outage, R>
    readonly places: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<StoredPlace>, Outage>
    readonly lanes: (
      tenantId: TenantId,
      subscriptions: ReadonlyArray<string>,
      limit: number,
    ) => Effect.Effect<ReadonlyArray<StoredLane>, Outage>
    /** The first `each` waiting deliveries of each lane, in order of position. */
    readonly waiting: (
      tenantId: TenantId,
      lanes: ReadonlyArray<Pick<StoredLane, "subscription" | "lane">>,
      each: number,
    ) => Effect.Effect<ReadonlyArray<WaitingDelivery>, Outage>
    /**
     * Events of some stored types after a position.
     *
     * @returns `through`: there are no others up to and including this position
     */
    readonly read: (
      tenantId: TenantId,
      range: {
        readonly after: number
        readonly upTo?: number
        readonly types: ReadonlyArray<string>
        readonly limit: number
      },
    ) => Effect.Effect<
      { readonly events: ReadonlyArray<RecordedEvent>; readonly through: number },
      Outage
    >
    /** Moves places of many restaurants on; never back. */
    readonly advance: (
      places: ReadonlyArray<{
        readonly tenantId: TenantId
        readonly subscription: string
        readonly position: number
      }>,
    ) => Effect.Effect<void, Outage>
    /** All or nothing. */
    readonly settle: (tenantId: TenantId, settlement: Settlement) => Effect.Effect<void, Outage>
    /** Restaurants where one of these runs behind the log or has a delivery whose time has come, with their last position. */
    readonly behind: (
      subscriptions: ReadonlyArray<string>,
    ) => Effect.Effect<
      ReadonlyArray<{ readonly tenantId: TenantId; readonly head: number }>,
      Outage
    >
    /** Events before each handler, over all restaurants where it runs or is paused. */
    readonly lags: (
      handlers: ReadonlyArray<{ readonly subscription: string; readonly topic: StoredTopic }>,
    ) => Effect.Effect<ReadonlyMap<string, number>, Outage>
    /** Gives handlers a place that have none: at the end of the log, or before its first event. */
    readonly begin: (
      places: ReadonlyArray<{
        readonly tenantId: TenantId
        readonly subscription: string
        readonly startFrom: "latest" | "earliest"
      }>,
    ) => Effect.Effect<void, Outage>
    /** Of those that are in `from`. */
    readonly setState: (
      tenantId: TenantId,
      subscriptions: ReadonlyArray<string>,
      change: {
        readonly from: PlaceState
        readonly to: PlaceState
        /** What none of them has looked at yet, is not looked at. */
        readonly passOver?: boolean
      },
    ) => Effect.Effect<void, Outage>
    readonly forget: (
      tenantId: TenantId,
      subscriptions: ReadonlyArray<string>,
    ) => Effect.Effect<void, Outage>
    /**
     * Removes some marks and settled deliveries that nobody can need any more.
     *
     * @param age in milliseconds, that they must have
     * @returns how many; 0 when nothing is left to be removed
     */
    readonly sweep: (age: {
      readonly marksMs: number
      readonly settledMs: number
    }) => Effect.Effect<number, Outage>
  }
>()("heard/BusStore") {}
