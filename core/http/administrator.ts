import type { Scope } from "#core/hub/scope.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"

/** What belongs to the whole hub is for those who administer it; no role of a restaurant grants that. */
export const administratorRefusal = (scope: Scope): Refused | undefined =>
  scope.instanceAdmin === true
    ? undefined
    : refused("AUTH_FORBIDDEN", "Only an administrator of this hub may do that")
