import { Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { TenantPlugin } from "#core/plugins/plugin-states.ts"
import type { Fault } from "#core/plugins/running/circuits.ts"
import { isNewer } from "#core/plugins/running/data-version.ts"
import { dependentsOf } from "#core/plugins/running/dependents.ts"
import type { DiscoveredPlugin } from "#core/plugins/running/plugin-host.ts"
import { labelsOf } from "#core/plugins/translations.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"
import type { PluginOverview } from "./operation.ts"
import { settingsSchemaOf } from "./settings-schema.ts"

/** What a person may see of the plugins of a restaurant: those that the hub found, and those that it had once. */
export const overviews = (
  parts: LifecycleParts & { readonly discovered: ReadonlyArray<DiscoveredPlugin> },
) => {
  const schemas = new Map(
    [...parts.plugins.values()].map((plugin) => [plugin.key, settingsSchemaOf(plugin)]),
  )
  const overview = (
    tenantId: TenantId,
    key: string,
    language: string,
  ): Effect.Effect<PluginOverview, CommandFailure> => {
    const plugin = parts.plugins.get(key)
    const found = parts.discovered.find((one) => one.key === key)
    const states = parts.states.of(tenantId)
    const state = states.get(key)
    const labels = plugin === undefined ? undefined : labelsOf(plugin.manifest, plugin.translations)
    const serves = parts.states.enabled(tenantId, key)
    return Effect.map(
      serves ? parts.around.subscriptions.lag(tenantId, key) : Effect.succeed(0),
      (lag): PluginOverview => ({
        key,
        name: labels?.name(language) ?? found?.name ?? key,
        description: labels?.description(language) ?? found?.description ?? "",
        off: labels?.off(language) ?? null,
        version: plugin?.manifest.version ?? found?.version ?? "0.0.0",
        desired: state?.desired ?? "absent",
        actual: state?.actual ?? "absent",
        installedVersion: state?.installedVersion ?? null,
        purgeAt: state?.purgeAfter === undefined ? null : new Date(state.purgeAfter).toISOString(),
        upgradeAvailable:
          state?.installedVersion !== undefined &&
          state.actual !== "absent" &&
          plugin !== undefined &&
          isNewer(plugin.manifest.version, state.installedVersion),
        health: healthOf(parts, tenantId, state),
        lag,
        lastError: lastErrorOf(state?.lastError, parts.guard.lastFault(key, tenantId)),
        requires: Object.keys(plugin?.manifest.requires ?? {}).sort(),
        dependents: dependentsOf(parts.plugins, key)
          .filter((other) => (states.get(other)?.actual ?? "absent") !== "absent")
          .toSorted(),
        problems: found?.problems ?? [],
        settingsSchema: schemas.get(key)?.(language) ?? null,
        enabledAt: state?.enabledAt === undefined ? null : new Date(state.enabledAt).toISOString(),
      }),
    )
  }
  return {
    overview,
    /** Keys, in the order in which a person reads them. */
    keys: (tenantId: TenantId): ReadonlyArray<string> =>
      [
        ...new Set([
          ...parts.discovered.map(({ key }) => key),
          ...[...parts.states.of(tenantId).values()]
            .filter(({ actual, purgeAfter }) => actual !== "absent" || purgeAfter !== undefined)
            .map(({ plugin }) => plugin),
        ]),
      ].sort(),
  }
}

/** Stored with the plugin, or known to this process alone. */
const lastErrorOf = (
  stored: TenantPlugin["lastError"],
  fault: Fault | undefined,
): PluginOverview["lastError"] => {
  const last = fault !== undefined && fault.at > (stored?.at ?? 0) ? fault : stored
  return last === undefined ? null : { ...last, at: new Date(last.at).toISOString() }
}

const healthOf = (
  { guard, plugins }: LifecycleParts,
  tenantId: TenantId,
  state: TenantPlugin | undefined,
): PluginOverview["health"] => {
  if (state?.actual === "quarantined") return "quarantined"
  if (state?.actual !== "enabled") return "stopped"
  const { plugin } = state
  return !plugins.has(plugin) ||
    guard.isCutOff(plugin, tenantId) ||
    guard.isMismatched(plugin, tenantId)
    ? "failing"
    : "ok"
}
