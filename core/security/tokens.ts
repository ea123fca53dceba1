import { Context, type Effect, type Scope as EffectScope, Schema } from "effect"
import type { Outage, Overloaded } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import type { SessionDevice } from "./session-store.ts"

/** No credential, or one that is wrong, expired or revoked. Edges answer 401 `AUTH_INVALID`, whichever it was. */
export class Unauthorized extends Schema.TaggedError<Unauthorized>()("Unauthorized", {
  detail: Schema.String,
}) {}

/** Too many wrong passwords in a row from this address. Edges answer 429 `AUTH_LOCKED`, even to the right password. */
export class Locked extends Schema.TaggedError<Locked>()("Locked", {
  retryAfterMs: Schema.Int,
}) {}

export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  /** Seconds until the access token ends. */
  readonly expiresIn: number
}

/** Of the person who has a handheld. */
export interface TakenOver extends TokenPair {
  readonly person: { readonly id: string; readonly name: string }
}

/** Why a scope that was good makes none now: its session is over (or its person works there no more), or it must be looked up again. */
export type NoScope = "over" | "unknown"

/** Who a scope speaks for, as people see it. */
export interface Me {
  /** null for a device. */
  readonly fullName: string | null
  readonly role: string | null
  readonly instanceAdmin: boolean
  /** Restaurants that `X-Tenant-Id` may choose. */
  readonly memberships: ReadonlyArray<{
    readonly tenantId: string
    readonly slug: string
    readonly name: string
    readonly role: string
  }>
}

/** The only maker of scopes from outside. */
export class Tokens extends Context.Service<
  Tokens,
  {
    /**
     * @param chosenTenant `X-Tenant-Id`: only chooses among the tenants that the token may use
     * @param address where the request came from; it stands in the scope, for the audit log
     */
    readonly verify: (
      token: string,
      chosenTenant?: string,
      address?: string,
    ) => Effect.Effect<Scope, Unauthorized | Outage>
    /** The same from memory, for a token that was verified a moment ago; nothing when it has to be asked for. */
    readonly believed: (token: string, chosenTenant?: string, address?: string) => Scope | undefined
    /**
     * What a scope that {@link verify} made may do by now, from memory: the same object while nothing changed. Edges
     * that keep a scope ask before each message, so that a changed role counts from the next one.
     */
    readonly now: (scope: Scope) => Scope | NoScope
    /** Called after every change that may take a right from somebody, so that edges look at {@link now} again. */
    readonly whenChanged: (listener: () => void) => Effect.Effect<void, never, EffectScope.Scope>
    /** User name and password to a pair. Refused with `DEVICE_PAIRED` when a paired device has the id that is named. */
    readonly login: (login: {
      readonly tenant: string
      readonly username: string
      readonly password: string
      /** Speak as this device instead of as the user (a kitchen screen, a handheld). */
      readonly device?: { readonly id: string; readonly kind: string; readonly name?: string }
      /** Where the request came from; wrong passwords are counted per account and address. */
      readonly address?: string
      /** Whoever signs a handheld in has it from the start, as if by {@link pin}; of another device it says nothing. */
      readonly takeOver?: boolean
    }) => Effect.Effect<
      TokenPair & { readonly takenOver?: TakenOver },
      Refused | Unauthorized | Locked | Overloaded | Outage
    >
    /**
     * The first pair of a device that was paired: a session of its own, with no person behind it. Its refresh tokens last
     * 90 days, for a house that closes for the season. Whoever calls it has checked that the device may.
     */
    readonly beginDevice: (
      device: { readonly tenantId: TenantId } & SessionDevice,
      address: string | undefined,
    ) => Effect.Effect<TokenPair, Outage>
    /**
     * A person takes over the handheld that this scope speaks for. Whoever had it before is signed out of it.
     *
     * @param scope of a device's session, or of a person who took it over; others are refused with `PIN_NEEDS_HANDHELD`
     */
    readonly pin: (
      scope: Scope,
      pin: string,
    ) => Effect.Effect<TokenPair, Refused | Unauthorized | Locked | Overloaded | Outage>
    readonly me: (scope: Scope) => Effect.Effect<Me, Outage>
    /**
     * Each refresh token works once; a second use ends the session, for nobody can tell which of the two stole it. Of a
     * device that is suspended it is refused with `DEVICE_SUSPENDED` and stays good.
     *
     * @param key the same with the same token gives another pair for the same session, until a token of the newest one is
     * used: the answer may have been lost on the way. As hard to guess as a UUID
     */
    readonly refresh: (
      refreshToken: string,
      key?: string,
    ) => Effect.Effect<TokenPair, Refused | Unauthorized | Outage>
    /** Ends the session of an access or refresh token: both kinds stop working. A token that is no good is ignored. */
    readonly logout: (token: string) => Effect.Effect<void, Outage>
    /**
     * Stores that there is a new signing key, and nothing else, so that it can be part of a transaction. Asks for an
     * instance administrator.
     *
     * @returns the key's generation
     */
    readonly rotateKeys: (scope: Scope) => Effect.Effect<number, Refused | Outage>
    /**
     * From now on the newest stored key signs. Access tokens of the one before are good until they end, older ones no
     * more; refresh tokens are as good as their sessions.
     */
    readonly useNewestKey: Effect.Effect<void, Outage>
    /** MQTT: user name `{tenantId}/{deviceId}` and the device's secret. */
    readonly verifyDevice: (
      tenantId: string,
      deviceId: string,
      secret: string,
    ) => Effect.Effect<Scope, Unauthorized>
    /** The secret of a device, made from the start-up secret; the same at every start. */
    readonly deviceSecret: (tenantId: string, deviceId: string) => string
  }
>()("heard/Tokens") {}
