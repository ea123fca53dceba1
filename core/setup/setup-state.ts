import { Context, type Effect, Schema } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

/** What is to be done next to open a restaurant; each step may be done twice without harm. */
export const SetupStep = Schema.Literals(["restaurant", "owner", "plugins", "done"])
export type SetupStep = typeof SetupStep.Type

/** A restaurant that is being opened, or was: kept so that whatever ends the process, the same request goes on. */
export interface SetupState {
  /** Drawn when it was first asked for; they stay. */
  readonly tenantId: TenantId
  readonly ownerId: string
  readonly slug: string
  /** Opened with the set-up token: the first restaurant of this hub. */
  readonly first: boolean
  /** Keyed hash of the request: it holds a password. */
  readonly fingerprint: string
  readonly idempotencyKey: string | null
  readonly step: SetupStep
  /** Everything that was enabled, once the step `plugins` is done. */
  readonly plugins: ReadonlyArray<string>
}

export class SetupStates extends Context.Service<
  SetupStates,
  {
    readonly first: Effect.Effect<SetupState | undefined, Outage>
    readonly bySlug: (slug: string) => Effect.Effect<SetupState | undefined, Outage>
    readonly byIdempotencyKey: (key: string) => Effect.Effect<SetupState | undefined, Outage>
    /** Those whose opening was cut short. */
    readonly unfinished: Effect.Effect<ReadonlyArray<SetupState>, Outage>
    /** Restaurants that were there before openings were kept. */
    readonly older: Effect.Effect<ReadonlyArray<TenantId>, Outage>
    /** Stores it, or answers with the one that is there already: one is the first, and one has each slug. */
    readonly begin: (state: SetupState) => Effect.Effect<SetupState, Outage>
    readonly change: (
      tenantId: TenantId,
      change: Partial<Omit<SetupState, "tenantId" | "ownerId" | "first">>,
    ) => Effect.Effect<void, Outage>
  }
>()("heard/SetupStates") {}
