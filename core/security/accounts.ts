import { Context, type Effect, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Locked, Unauthorized } from "./tokens.ts"

/** A person in one restaurant. The same person may be a member of several, with one password. */
export const Account = Schema.Struct({
  id: Schema.String,
  username: Schema.String,
  fullName: Schema.String,
  /** Key of the role in this restaurant. */
  role: Schema.String,
  /** Whether there is a PIN for handhelds; it is never shown. */
  hasPin: Schema.Boolean,
  disabled: Schema.Boolean,
  /** Administers this instance: all restaurants. */
  instanceAdmin: Schema.Boolean,
  lastLoginAt: Schema.NullOr(Schema.String),
  createdAt: Schema.String,
  rev: Schema.Int,
}).annotate({ identifier: "Account" })
export type Account = typeof Account.Type

export interface NewAccount {
  /** UUIDv7; made when not given. The same id and content again is the same request. */
  readonly id?: string
  /** Unique in the restaurant, case aside. */
  readonly username: string
  readonly password: string
  readonly fullName: string
  readonly role: string
  /** Four to eight digits, unique in the restaurant. */
  readonly pin?: string
  readonly instanceAdmin?: boolean
}

export interface AccountChange {
  readonly username?: string
  readonly fullName?: string
  readonly role?: string
  readonly disabled?: boolean
  /** Ends every session of the account. */
  readonly password?: string
  /** null takes it away. */
  readonly pin?: string | null
}

/** The first person of a restaurant, who owns it. */
export interface Founder {
  readonly id: string
  readonly username: string
  readonly password: string
  readonly fullName: string
  readonly instanceAdmin: boolean
}

/**
 * People who may sign in. Reads ask `users.read` of the scope, changes `users.manage`. Nobody gives a role more rights
 * than they have (`AUTH_FORBIDDEN`), and the last owner can neither be disabled nor lose the role (`LAST_OWNER`).
 *
 * Codes: `USERNAME_TAKEN`, `PIN_TAKEN`, `USER_ID_TAKEN`, `USERNAME_INVALID`, `PASSWORD_WEAK` and `PIN_INVALID`
 * (meta.issues), `PASSWORD_WRONG`, `ROLE_UNKNOWN`, `USER_NOT_FOUND`, `USER_ELSEWHERE` (works in another restaurant too:
 * name and password are theirs alone to change), `REVISION_CONFLICT`.
 */
export class Accounts extends Context.Service<
  Accounts,
  {
    readonly list: (scope: Scope) => Effect.Effect<ReadonlyArray<Account>, CommandFailure>
    readonly get: (scope: Scope, id: string) => Effect.Effect<Account, CommandFailure>
    readonly create: (scope: Scope, account: NewAccount) => Effect.Effect<Account, CommandFailure>
    readonly change: (
      scope: Scope,
      id: string,
      change: AccountChange,
      ifRev?: number,
    ) => Effect.Effect<Account, CommandFailure>
    /** Their own, from their own session: a PIN or a device is not enough. Ends every other session they opened. */
    readonly changeOwnPassword: (
      scope: Scope,
      passwords: { readonly current: string; readonly next: string },
    ) => Effect.Effect<void, CommandFailure | Unauthorized | Locked>
    /** Somebody of another restaurant joins this one too; the caller needs `users.manage` in both. */
    readonly join: (
      scope: Scope,
      membership: {
        readonly accountId: string
        readonly from: TenantId
        /** As there when not given. */
        readonly username?: string
        readonly role: string
        readonly pin?: string
      },
    ) => Effect.Effect<Account, CommandFailure>
    /** Takes the person out of this restaurant; the history keeps the name. */
    readonly remove: (scope: Scope, id: string) => Effect.Effect<void, CommandFailure>
    /** Set-up: the roles of a new restaurant and its first person, who owns it. Run again it changes nothing. */
    readonly found: (tenantId: TenantId, owner: Founder) => Effect.Effect<Account, CommandFailure>
    /**
     * A further restaurant: its roles, and somebody who has an account in another restaurant of this instance as its
     * owner, under the same user name. Run again it changes nothing.
     */
    readonly adopt: (
      tenantId: TenantId,
      accountId: string,
    ) => Effect.Effect<Account, CommandFailure>
  }
>()("heard/Accounts") {}
