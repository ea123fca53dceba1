import { Context, type Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Outage } from "./gate.ts"
import type { Tenant } from "./tenant-directory.ts"

export type Profile = Omit<Tenant, "id">

/** How a restaurant stands in the directory, for plugins, which do not see the directory. Joins an open transaction. */
export class RestaurantProfile extends Context.Service<
  RestaurantProfile,
  {
    readonly get: (tenantId: TenantId) => Effect.Effect<Profile, Outage>
    /** The slug stays. Whoever changes it lets the restaurant's picture be built anew (`changesSetup`). */
    readonly change: (
      tenantId: TenantId,
      profile: Omit<Profile, "slug">,
    ) => Effect.Effect<void, Outage>
  }
>()("heard/RestaurantProfile") {}
