import { Effect } from "effect"
import { type CommandFailure, Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import type { SetupPart } from "#core/plugins/setup-part.ts"
import type { PluginInstances } from "./plugin-instances.ts"
import { inOrigin } from "./plugin-origin.ts"

/**
 * What this plugin knows about a restaurant, by its instance there: whoever makes the picture starts all that the
 * restaurant runs, so that a plugin without a share of it goes on by itself after a restart too.
 */
export const readSetup = (
  plugin: LoadedPlugin,
  tenantId: TenantId,
  instances: Pick<PluginInstances["Service"], "get">,
): Effect.Effect<SetupPart, Outage> => {
  const { key, definition } = plugin
  const readers = definition.setup as Record<string, Effect.Effect<unknown, CommandFailure>>
  return Effect.scoped(
    Effect.flatMap(instances.get(key, tenantId), (context) =>
      // The instance's context holds all that `definePlugin` allowed these effects to ask for.
      Effect.provideContext(together(plugin, Effect.all(readers)), context),
    ),
  ).pipe(
    (reading) => inOrigin({ tenantId, pluginKey: key }, reading),
    Effect.mapError(
      (failure) =>
        new Outage({ reason: failure._tag === "Refused" ? failure.detail : failure.reason }),
    ),
  )
}

/** One transaction, where each statement by itself would be one of four statements. */
const together = <A, E>(
  { migrations, definition }: LoadedPlugin,
  reading: Effect.Effect<A, E>,
): Effect.Effect<A, E | CommandFailure, PluginSql> =>
  migrations.expand.length === 0 || Object.keys(definition.setup).length === 0
    ? reading
    : PluginSql.use((sql) => sql.transaction(reading))
