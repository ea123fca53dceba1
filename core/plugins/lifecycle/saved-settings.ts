import { Effect, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { mayBeStored } from "#core/hub/may-be-stored.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginStates } from "#core/plugins/plugin-states.ts"
import type { SetupRegistry } from "#core/plugins/running/setup-registry.ts"
import type { Audit } from "#core/security/audit.ts"
import { configIssues } from "./config-check.ts"
import type { StateStore } from "./state-store.ts"

interface Parts {
  readonly plugins: ReadonlyMap<string, LoadedPlugin>
  readonly states: PluginStates["Service"]
  readonly store: StateStore["Service"]
  readonly registry: Pick<SetupRegistry["Service"], "changed">
  readonly audit: Pick<Audit["Service"], "record">
}

/** The settings as a form shows them: what was saved, and the defaults of whatever was not. */
export const settingsOf = (
  { plugins, states, store }: Omit<Parts, "audit" | "registry">,
  tenantId: TenantId,
  plugin: string,
): Effect.Effect<unknown, CommandFailure> =>
  Effect.gen(function* () {
    const loaded = plugins.get(plugin)
    if (loaded === undefined && !states.of(tenantId).has(plugin))
      return yield* refused("PLUGIN_UNKNOWN", `There is no plugin "${plugin}"`, { plugin })
    const saved = (yield* store.config(tenantId, plugin)) ?? {}
    const schema = loaded?.definition.settings?.schema
    if (schema === undefined) return saved
    // What an older release saved and this one does not understand is shown as it is, so that somebody can mend it.
    return yield* Schema.decodeUnknownEffect(schema)(saved).pipe(
      Effect.flatMap(Schema.encodeEffect(schema)),
      Effect.orElseSucceed(() => saved),
    )
  })

/** Refused with `CONFIG_INVALID` (`meta.issues`). The plugin's instance begins anew with them. */
export const saveSettings = (
  parts: Parts,
  scope: Scope,
  plugin: string,
  value: unknown,
): Effect.Effect<unknown, CommandFailure> =>
  Effect.gen(function* () {
    const { tenantId } = scope
    const loaded = parts.plugins.get(plugin)
    if (loaded === undefined)
      return yield* refused("PLUGIN_UNKNOWN", `There is no plugin "${plugin}"`, { plugin })
    const issues = configIssues(loaded, value)
    if (issues.length > 0)
      return yield* refused("CONFIG_INVALID", "These settings are not understood", { issues })
    const before = yield* settingsOf(parts, tenantId, plugin)
    yield* Effect.onExit(
      parts.store.saveConfig(
        tenantId,
        plugin,
        value,
        parts.audit.record(scope, {
          action: "plugin.configured",
          target: `plugin/${plugin}`,
          before,
          after: value,
        }),
      ),
      (exit) => (mayBeStored(exit) ? seenHere(parts, tenantId) : Effect.void),
    )
    return yield* settingsOf(parts, tenantId, plugin)
  })

/** What cannot be read now is read by the picture, which goes on trying. */
const seenHere = ({ states, registry }: Parts, tenantId: TenantId): Effect.Effect<void> =>
  Effect.andThen(Effect.ignore(states.reload(tenantId)), registry.changed(tenantId))
