import { Context, type Effect, Schema } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"

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

/** The only maker of scopes from outside. */
export class Tokens extends Context.Service<
  Tokens,
  {
    /** @param chosenTenant `X-Tenant-Id`: only chooses among the tenants that the token may use */
    readonly verify: (token: string, chosenTenant?: string) => Effect.Effect<Scope, Unauthorized>
    /** User name and password to a pair. This form knows one account per tenant, `owner`, whose password is the start-up secret. */
    readonly login: (login: {
      readonly tenant: string
      readonly username: string
      readonly password: string
      /** Speak as this device instead of as the user (a kitchen screen, a handheld). */
      readonly device?: { readonly id: string; readonly kind: string; readonly name?: string }
      /** Where the request came from; wrong passwords are counted per account and address. */
      readonly address?: string
    }) => Effect.Effect<TokenPair, Unauthorized | Locked | Outage>
    /** Each refresh token works once; a second use ends the session, for nobody can tell which of the two stole it. */
    readonly refresh: (refreshToken: string) => Effect.Effect<TokenPair, Unauthorized>
    /** Ends the session of an access or refresh token: both kinds stop working. A token that is no good is ignored. */
    readonly logout: (token: string) => Effect.Effect<void>
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
