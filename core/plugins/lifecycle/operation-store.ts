import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import type { StateChange } from "./state-store.ts"
import type { StoredOperation } from "./stored-operation.ts"

/**
 * What the holder of a lease hears of it. `lost`: it is somebody else's, or the operation is over: stop at once, write
 * nothing.
 */
export type Lease = "held" | "cancelAsked" | "lost"

/** Where operations are kept. One of a restaurant at a time is queued or running. */
export class OperationStore extends Context.Service<
  OperationStore,
  {
    /** The one that is queued or running, and the one that came with this key. */
    readonly known: (
      tenantId: TenantId,
      idempotencyKey: string | undefined,
    ) => Effect.Effect<
      {
        readonly underWay: StoredOperation | undefined
        readonly repeated:
          | { readonly operation: StoredOperation; readonly fingerprint: string }
          | undefined
      },
      Outage
    >
    /**
     * Stores a queued operation together with what it is to lead to.
     *
     * @param request.seen what the plan saw: the sum of the epochs of the restaurant's plugins
     * @returns undefined when that changed meanwhile, or another operation is there first: look and plan again
     */
    readonly enqueue: (
      operation: StoredOperation,
      request: {
        readonly idempotencyKey?: string
        readonly fingerprint: string
        readonly seen: number
      },
      changes: ReadonlyArray<StateChange>,
    ) => Effect.Effect<StoredOperation | undefined, Outage>
    readonly get: (
      tenantId: TenantId,
      id: string,
    ) => Effect.Effect<StoredOperation | undefined, Outage>
    /** Newest first. */
    readonly list: (
      tenantId: TenantId,
      filter: { readonly plugin?: string; readonly limit: number },
    ) => Effect.Effect<ReadonlyArray<StoredOperation>, Outage>
    /**
     * Takes operations of any restaurant that nobody works on: queued ones, those whose lease is over, and this owner's own
     * that are not in `running`. They come back as running, the attempt counted.
     *
     * @param ask.alone no other process works on this database: whoever else holds a lease is dead
     */
    readonly claim: (ask: {
      readonly owner: string
      readonly leaseMs: number
      readonly limit: number
      readonly running: ReadonlyArray<string>
      readonly alone: boolean
    }) => Effect.Effect<ReadonlyArray<StoredOperation>, Outage>
    readonly renew: (
      operation: StoredOperation,
      owner: string,
      leaseMs: number,
    ) => Effect.Effect<Lease, Outage>
    /**
     * Stores what became of a step, with states and whatever `also` stores, all or nothing: for the owner of the lease
     * only, while the operation stands at the step of `from`. An operation that is over lets its lease go.
     *
     * Nothing is stored when somebody asked to call it off, unless `next` is the calling off.
     */
    readonly advance: <E = never>(
      from: StoredOperation,
      next: StoredOperation,
      owner: string,
      changes: ReadonlyArray<StateChange>,
      also?: Effect.Effect<void, E>,
    ) => Effect.Effect<Lease, E | Outage>
    /**
     * Stores what a person decided about an operation that nobody works on. False when its status is no longer that of
     * `from`, or the restaurant's plugins are not what was `seen` (as in {@link enqueue}).
     */
    readonly settle: (
      from: StoredOperation,
      next: StoredOperation,
      changes: ReadonlyArray<StateChange>,
      seen?: number,
    ) => Effect.Effect<boolean, Refused | Outage>
    /** Whoever runs it hears of it when it next speaks to the store. False when it no longer stands at that step. */
    readonly askCancel: (operation: StoredOperation) => Effect.Effect<boolean, Outage>
  }
>()("heard/OperationStore") {}
