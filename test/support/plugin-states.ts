import { Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { PluginStates, TenantPlugin } from "#core/plugins/plugin-states.ts"

/** What restaurants run, as a test says it; a test that changes it tells the listeners by `changed`. */
export const fixedStates = (
  stateOf: (tenantId: TenantId, plugin: string) => TenantPlugin | undefined,
  plugins: ReadonlyArray<string>,
): PluginStates["Service"] & {
  readonly changed: (tenantId: TenantId, plugin: string) => void
} => {
  const listeners = new Set<(tenantId: TenantId, plugin: string) => void>()
  return {
    enabled: (tenantId, plugin) =>
      ["enabled", "quarantined"].includes(stateOf(tenantId, plugin)?.actual ?? "absent"),
    of: (tenantId) =>
      new Map(
        plugins.flatMap((plugin) => {
          const state = stateOf(tenantId, plugin)
          return state === undefined ? [] : [[plugin, state] as const]
        }),
      ),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reload: () => {
      throw new Error("Not in this test")
    },
    upToDate: () => Effect.void,
    changed: (tenantId, plugin) => {
      for (const listener of listeners) listener(tenantId, plugin)
    },
  }
}

/** An enabled plugin, as most tests want it. */
export const enabledPlugin = (plugin: string, more: Partial<TenantPlugin> = {}): TenantPlugin => ({
  plugin,
  desired: "enabled",
  actual: "enabled",
  installedVersion: "1.0.0",
  epoch: 1,
  enabledAt: 0,
  purgeAfter: undefined,
  lastError: undefined,
  ...more,
})
