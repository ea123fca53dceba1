import type { Effect } from "effect"
import { Context } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { PluginEnv } from "./sdk.ts"

/** `default`: as little as a kitchen can work with. `demo`: a whole believable bistro. */
export type SeedKind = "default" | "demo"

export interface SeedContext {
  readonly tenantId: TenantId
  /**
   * The id of a seeded thing by its natural key (`product/burger`): the same on every run, another for every tenant.
   * Plugins share the key space, so that one may name what another seeds.
   */
  readonly id: (naturalKey: string) => string
}

/** `seed` of a plugin's `seed.ts`: run again it changes nothing. */
export type Seed = (
  context: SeedContext,
  kind: SeedKind,
) => Effect.Effect<void, CommandFailure, PluginEnv>

/** Fills a restaurant with what its plugins bring along. */
export class PluginSeeds extends Context.Service<
  PluginSeeds,
  {
    readonly seedTenant: (tenantId: TenantId, kind: SeedKind) => Effect.Effect<void, CommandFailure>
  }
>()("heard/PluginSeeds") {}
