import { Context, type Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { KitchenSetup } from "#core/kitchen/menu.ts"
import type { Outage } from "./gate.ts"

/**
 * The restaurant as its plugins describe it: menu, stations, screens, printers, tables. Plugins own the tables and say
 * when something changed; actors read one immutable picture.
 */
export class Setups extends Context.Service<
  Setups,
  {
    readonly get: (tenantId: TenantId) => Effect.Effect<KitchenSetup, Outage>
    /** Calls back with every new picture, until the returned function is called. */
    readonly onChange: (listener: (tenantId: TenantId, setup: KitchenSetup) => void) => () => void
  }
>()("heard/Setups") {}
