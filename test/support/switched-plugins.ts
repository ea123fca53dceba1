import { Context, Effect, Layer } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"

/** Every restaurant uses every plugin, until a test switches one off. */
export class PluginSwitch extends Context.Service<
  PluginSwitch,
  { readonly turn: (tenantId: TenantId, plugin: string, to: "on" | "off") => Effect.Effect<void> }
>()("test/PluginSwitch") {}

export const switchedPlugins: Layer.Layer<PluginStates | PluginSwitch> = Layer.effectContext(
  Effect.sync(() => {
    const off = new Set<string>()
    const listeners = new Set<(tenantId: TenantId, plugin: string) => void>()
    return Context.make(PluginStates, {
      enabled: (tenantId, plugin) => !off.has(`${tenantId}|${plugin}`),
      of: () => new Map(),
      onChange: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      reload: () => Effect.void,
      upToDate: () => Effect.void,
    }).pipe(
      Context.add(PluginSwitch, {
        turn: (tenantId, plugin, to) =>
          Effect.sync(() => {
            if (to === "on") off.delete(`${tenantId}|${plugin}`)
            else off.add(`${tenantId}|${plugin}`)
            for (const listener of listeners) listener(tenantId, plugin)
          }),
      }),
    )
  }),
)
