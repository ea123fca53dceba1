import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Role } from "./roles.ts"

/** A permission that a plugin gives a role by default. */
export interface DefaultGrant {
  readonly role: string
  readonly permission: string
}

/** Roles as stored; what is allowed stands in `stored-roles.ts`. Changes belong into `MemberStore.exclusively`. */
export class RoleStore extends Context.Service<
  RoleStore,
  {
    /** By key. */
    readonly list: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<Role>, Outage>
    /** New or in the place of the old one. */
    readonly put: (tenantId: TenantId, role: Role) => Effect.Effect<void, Outage>
    /** Nobody may have it any more. */
    readonly remove: (tenantId: TenantId, key: string) => Effect.Effect<void, Outage>
    /** Notes that these were granted by default. @returns those that never were before */
    readonly noteDefaults: (
      tenantId: TenantId,
      plugin: string,
      grants: ReadonlyArray<DefaultGrant>,
    ) => Effect.Effect<ReadonlyArray<DefaultGrant>, Outage>
  }
>()("heard/security/RoleStore") {}
