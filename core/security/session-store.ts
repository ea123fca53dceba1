import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

/** One sign-in, until it ends. */
export interface StoredSession {
  readonly id: string
  /** Where it began; a person may speak for another of their restaurants in it. */
  readonly tenantId: TenantId
  /** The person, or whoever signed the device in; undefined: it was paired and speaks for itself. */
  readonly accountId: string | undefined
  readonly device: SessionDevice | undefined
  /** The device's own session, when a person took the device over by PIN. */
  readonly parentId: string | undefined
}

export interface SessionDevice {
  readonly id: string
  readonly kind: string
  readonly name?: string
}

export type EndReason =
  | "logout"
  | "refresh token used twice"
  | "password changed"
  | "PIN changed"
  | "disabled"
  | "removed"
  | "somebody else took the device over"
  | "device revoked"
  | "device has another secret"

/** How often somebody guessed wrong in a row. */
export interface Guesses {
  readonly failures: number
  /** Epoch milliseconds. */
  readonly until: number
  /** Of the last wrong guess, epoch milliseconds. */
  readonly at: number
}

/** Sessions, wrong guesses and the generation of the signing key, as stored. Times are epoch milliseconds. */
export class SessionStore extends Context.Service<
  SessionStore,
  {
    readonly begin: (
      session: StoredSession,
      begun: {
        readonly refreshHash: string
        readonly address: string | undefined
        readonly now: number
        readonly expiresAt: number
      },
    ) => Effect.Effect<void, Outage>
    /** Only while it lasts. */
    readonly find: (
      tenantId: TenantId,
      id: string,
      now: number,
    ) => Effect.Effect<StoredSession | undefined, Outage>
    /**
     * Replaces the newest refresh token. `reused`: the given one is an older one; `over`: there is no such session (any
     * more). Under the key with which the newest one was made the token before it counts as the newest: the answer was
     * lost. Tokens and keys are hashes.
     */
    readonly rotate: (
      tenantId: TenantId,
      id: string,
      rotation: {
        readonly from: string
        readonly to: string
        readonly key: string | undefined
        readonly now: number
        readonly expiresAt: number
      },
    ) => Effect.Effect<"rotated" | "reused" | "over", Outage>
    /** Ends a session and those that people opened on its device. @returns the ids of all that ended now */
    readonly end: (
      tenantId: TenantId,
      id: string,
      why: EndReason,
      now: number,
    ) => Effect.Effect<ReadonlyArray<string>, Outage>
    /** Ends what people opened on a device by PIN. @returns the ids of all that ended now */
    readonly endTakeovers: (
      tenantId: TenantId,
      deviceSession: string,
      why: EndReason,
      now: number,
    ) => Effect.Effect<ReadonlyArray<string>, Outage>
    /** Ends what a person opened on devices by PIN. @returns the ids of all that ended now */
    readonly endTakeoversBy: (
      tenantId: TenantId,
      accountId: string,
      why: EndReason,
      now: number,
    ) => Effect.Effect<ReadonlyArray<string>, Outage>
    /**
     * Ends all that a person opened in these restaurants, devices included.
     *
     * @param except the one session that goes on
     */
    readonly endAllOf: (
      tenantIds: ReadonlyArray<TenantId>,
      accountId: string,
      why: EndReason,
      now: number,
      except?: string,
    ) => Effect.Effect<ReadonlyArray<string>, Outage>
    /** Whether the device has a session of its own that lasts, with no person behind it: it was paired. */
    readonly speaksForItself: (
      tenantId: TenantId,
      deviceId: string,
      now: number,
    ) => Effect.Effect<boolean, Outage>
    /** Ends all that speaks as a device, whoever signed it in or took it over. */
    readonly endAllOfDevice: (
      tenantId: TenantId,
      deviceId: string,
      why: EndReason,
      now: number,
    ) => Effect.Effect<void, Outage>
    readonly guesses: (
      tenantId: TenantId,
      subject: string,
    ) => Effect.Effect<Guesses | undefined, Outage>
    /** undefined: it is forgiven. */
    readonly keepGuesses: (
      tenantId: TenantId,
      subject: string,
      guesses: Guesses | undefined,
    ) => Effect.Effect<void, Outage>
    /** From 1. */
    readonly keyGeneration: Effect.Effect<number, Outage>
    readonly nextKeyGeneration: Effect.Effect<number, Outage>
  }
>()("heard/security/SessionStore") {}
