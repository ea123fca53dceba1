import { Context, type Effect } from "effect"
import type { CommandFailure, Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

/** Every restaurant begins with these; it may change what they grant and add its own. `owner` grants all, for ever. */
export const defaultRoles = ["owner", "manager", "chef", "cook", "waiter", "viewer"] as const

export interface Role {
  /** `^[a-z][a-z0-9_]{1,39}$` */
  readonly key: string
  readonly name: string
  /** Codes; `*` grants all, `kds.*` all of a plugin. */
  readonly permissions: ReadonlyArray<string>
  /** Came with the restaurant: it can be changed, not removed. */
  readonly builtIn: boolean
}

/** Roles of a restaurant. Asks `users.manage` for changes. */
export class Roles extends Context.Service<
  Roles,
  {
    readonly list: (scope: Scope) => Effect.Effect<ReadonlyArray<Role>, CommandFailure>
    readonly save: (
      scope: Scope,
      role: Omit<Role, "builtIn">,
    ) => Effect.Effect<Role, CommandFailure>
    /** Refused with `ROLE_BUILT_IN`, `ROLE_IN_USE` or `ROLE_NOT_FOUND`. */
    readonly remove: (scope: Scope, key: string) => Effect.Effect<void, CommandFailure>
    /**
     * What a plugin grants by default (`[roles]` in its manifest), added when it is enabled for the first time. What the
     * restaurant took away since is not given back.
     */
    readonly grantDefaults: (
      tenantId: TenantId,
      plugin: string,
      grants: Readonly<Record<string, ReadonlyArray<string>>>,
    ) => Effect.Effect<void, Outage>
  }
>()("heard/Roles") {}
