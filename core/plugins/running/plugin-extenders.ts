import { Context, Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import { Extenders } from "#core/plugins/extension-point.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginStates } from "#core/plugins/plugin-states.ts"
import type { PluginInstances } from "./plugin-instances.ts"

/** Longest that one extender may hold up who asks for contributions. */
const startWithin = "5 seconds"

/** Finds and starts the plugins that extend another one. */
export const extendersFor =
  (
    plugins: ReadonlyMap<string, LoadedPlugin>,
    states: PluginStates["Service"],
    /** Only there once this is part of every instance. */
    instances: () => PluginInstances["Service"],
  ) =>
  ({ key: owner }: LoadedPlugin, tenantId: TenantId): Context.Context<Extenders> =>
    Context.make(Extenders, {
      enabled: (plugin) => states.enabled(tenantId, plugin),
      start: (point) =>
        Effect.forEach(
          needing(plugins, point).filter(
            (plugin) => plugin !== owner && states.enabled(tenantId, plugin),
          ),
          // What keeps one from starting is noted where it is started, and is no reason to do without the others.
          (plugin) =>
            Effect.scoped(instances().get(plugin, tenantId)).pipe(
              Effect.timeoutOption(startWithin),
              Effect.ignore,
            ),
          { concurrency: "unbounded", discard: true },
        ),
    })

const needing = (
  plugins: ReadonlyMap<string, LoadedPlugin>,
  point: string,
): ReadonlyArray<string> =>
  [...plugins.values()]
    .filter(({ definition }) => definition.needs.some(({ key }) => key === point))
    .map(({ key }) => key)
