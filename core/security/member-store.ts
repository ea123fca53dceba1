import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

/** A person in one restaurant, as stored. */
export interface StoredMember {
  readonly tenantId: TenantId
  readonly accountId: string
  readonly username: string
  readonly fullName: string
  readonly role: string
  /** See `password-hashing.ts`. */
  readonly passwordHash: string
  readonly pinHash: string | null
  /** In this restaurant. */
  readonly disabled: boolean
  /** Everywhere, by the operator. */
  readonly barred: boolean
  readonly instanceAdmin: boolean
  readonly lastLoginAt: string | null
  readonly createdAt: string
  readonly rev: number
}

/** Where a person works, and as what. */
export interface Membership {
  readonly tenantId: TenantId
  readonly slug: string
  /** Of the restaurant. */
  readonly name: string
  readonly username: string
  readonly fullName: string
  readonly role: string
  /** Here or everywhere. */
  readonly disabled: boolean
  readonly instanceAdmin: boolean
}

/** What is written when somebody becomes a member. */
export type NewMember = Omit<StoredMember, "barred" | "lastLoginAt" | "createdAt" | "rev">

export type MemberChange = Partial<
  Pick<
    StoredMember,
    "username" | "fullName" | "role" | "passwordHash" | "pinHash" | "disabled" | "lastLoginAt"
  >
>

/** Why something was not stored: it must be unique and is not. */
export type Taken = "username" | "pin" | "id"

/** People and the restaurants they belong to. It stores; what is allowed stands in `stored-accounts.ts`. */
export class MemberStore extends Context.Service<
  MemberStore,
  {
    /**
     * Runs work that changes who may do what in these restaurants: one at a time per restaurant, all of it or nothing.
     * The other methods, inside of it, belong to the same transaction.
     */
    readonly exclusively: <A, E, R>(
      tenantIds: readonly [TenantId, ...ReadonlyArray<TenantId>],
      work: Effect.Effect<A, E, R>,
    ) => Effect.Effect<A, E | Outage, R>
    /** By user name. */
    readonly list: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<StoredMember>, Outage>
    readonly byId: (
      tenantId: TenantId,
      accountId: string,
    ) => Effect.Effect<StoredMember | undefined, Outage>
    /** Case aside. */
    readonly byName: (
      tenantId: TenantId,
      username: string,
    ) => Effect.Effect<StoredMember | undefined, Outage>
    readonly byPin: (
      tenantId: TenantId,
      pinHash: string,
    ) => Effect.Effect<StoredMember | undefined, Outage>
    /** Every restaurant of a person, by slug. */
    readonly membershipsOf: (accountId: string) => Effect.Effect<ReadonlyArray<Membership>, Outage>
    /** The account too. */
    readonly add: (member: NewMember) => Effect.Effect<Taken | undefined, Outage>
    /** Of an account that is there already, in another restaurant that `exclusively` named. */
    readonly join: (
      membership: Pick<
        NewMember,
        "tenantId" | "accountId" | "username" | "role" | "pinHash" | "disabled"
      >,
    ) => Effect.Effect<Taken | undefined, Outage>
    /** The next revision, unless it is only a login that is noted. */
    readonly change: (
      tenantId: TenantId,
      accountId: string,
      change: MemberChange,
    ) => Effect.Effect<Taken | undefined, Outage>
    /** An account that belongs to no restaurant any more is forgotten. */
    readonly remove: (tenantId: TenantId, accountId: string) => Effect.Effect<void, Outage>
  }
>()("heard/security/MemberStore") {}

/** As the audit log names them. */
export const personOf = ({ accountId, fullName }: StoredMember): Scope["principal"] => ({
  kind: "user",
  id: accountId,
  name: fullName,
})

/** Two names are one when only case or the way of writing the same letters differs. */
export const foldedName = (username: string): string => username.normalize("NFKC").toLowerCase()
