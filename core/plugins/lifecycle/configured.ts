import { Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { StateStore } from "./state-store.ts"

/**
 * What a restaurant chose for a plugin, read once and kept: whoever holds it lives no longer than the plugin's instance,
 * and saving begins a new one.
 */
export const readOnce = (
  store: Pick<StateStore["Service"], "config">,
  tenantId: TenantId,
  plugin: string,
): Effect.Effect<unknown, Outage> => {
  let known: { readonly value: unknown } | undefined
  return Effect.suspend(() =>
    known === undefined
      ? Effect.map(store.config(tenantId, plugin), (value) => {
          known = { value: value ?? {} }
          return known.value
        })
      : Effect.succeed(known.value),
  )
}
