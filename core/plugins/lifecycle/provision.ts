import { Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { requirementsOf } from "#core/plugins/running/dependents.ts"
import type { SeedKind } from "#core/plugins/seed.ts"
import { recordFlips } from "./flip-record.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"
import { grantDefaults, migrateData, seedTenant } from "./plugin-data.ts"
import { recordUnmark } from "./purge-hold.ts"

/**
 * For a restaurant that is being made: everything at once, without an operation that anybody follows. What it did before
 * a crash is done again and changes nothing, for `actual` turns last, for all of them together.
 */
export const provision =
  (parts: LifecycleParts) =>
  (
    tenantId: TenantId,
    plugins: ReadonlyArray<string>,
    seed: SeedKind | "none",
  ): Effect.Effect<ReadonlyArray<string>, CommandFailure> =>
    Effect.gen(function* () {
      const unknown = plugins.filter((key) => !parts.plugins.has(key))
      if (unknown.length > 0)
        return yield* refused("PLUGIN_UNKNOWN", "This hub does not have these plugins", {
          plugins: unknown,
        })
      const wanted = new Set(plugins.flatMap((key) => [key, ...requirementsOf(parts.plugins, key)]))
      const inOrder = [...parts.plugins.values()].filter(({ key }) => wanted.has(key))
      const missing = inOrder.filter(({ key }) => !parts.states.enabled(tenantId, key))
      for (const plugin of missing) {
        yield* parts.tables.ensure(plugin)
        yield* migrateData(parts, plugin, tenantId, () => Effect.void)
        if (seed !== "none") yield* seedTenant(parts, plugin, tenantId, seed)
        yield* grantDefaults(parts, plugin, tenantId)
      }
      if (missing.length > 0) {
        const scope = systemScope(tenantId)
        yield* parts.store.change(
          tenantId,
          missing.map(({ key, manifest }) => ({
            plugin: key,
            desired: "enabled" as const,
            actual: "enabled" as const,
            installedVersion: manifest.version,
            purgeAfter: null,
          })),
          Effect.andThen(
            Effect.forEach(missing, ({ key }) =>
              recordUnmark(parts, scope, key, parts.states.of(tenantId).get(key)),
            ),
            recordFlips(
              parts,
              scope,
              missing.map(({ key, manifest }) => [
                key,
                { what: "enabled", actual: "enabled", version: manifest.version },
              ]),
            ),
          ),
        )
        yield* parts.states.reload(tenantId)
      }
      // All of them: those that were enabled already may be what an interrupted call stored, and told nobody.
      for (const { key } of inOrder) yield* parts.around.delivery.start(tenantId, key, "catchUp")
      yield* parts.registry.changed(tenantId)
      return inOrder.map(({ key }) => key)
    })
