import { randomUUID } from "node:crypto"
import { Context, Effect } from "effect"
import { Gate } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { noMigrations } from "#core/plugins/migration.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { watchedStretches } from "#core/plugins/running/long-stretches.ts"
import { commandsOf } from "#core/plugins/running/plugin-commands.ts"
import { extendersFor } from "#core/plugins/running/plugin-extenders.ts"
import { makeGuard } from "#core/plugins/running/plugin-guard.ts"
import { makeInstances, type PluginInstances } from "#core/plugins/running/plugin-instances.ts"
import { OfferedViews, pluginViewsFor, viewsOf } from "#core/plugins/running/plugin-views.ts"
import type { HubServices, PluginDefinition } from "#core/plugins/sdk.ts"
import { enabledPlugin, fixedStates } from "#test/support/plugin-states.ts"

/** A plugin of a test, with what its manifest would say. */
export interface RiggedPlugin {
  readonly definition: PluginDefinition
  readonly manifest?: Partial<LoadedPlugin["manifest"]>
}

export const loaded = ({ definition, manifest = {} }: RiggedPlugin): LoadedPlugin => ({
  key: definition.key,
  definition,
  migrations: noMigrations,
  translations: {},
  manifest: {
    key: definition.key,
    name: definition.key,
    version: "1.0.0",
    description: "For a test",
    compat: { host: "^1.0.0" },
    ...manifest,
  },
})

/** The real guard, instances and commands over these plugins; each restaurant uses all of them, until told otherwise. */
export const pluginRig = (rigged: ReadonlyArray<RiggedPlugin>) =>
  Effect.gen(function* () {
    const database = yield* PluginDatabase
    const offered = yield* OfferedViews
    const plugins = new Map(rigged.map((one) => [one.definition.key, loaded(one)]))
    const off = new Set<string>()
    const epochs = new Map<string, number>()
    const states = fixedStates(
      (tenantId, plugin) =>
        off.has(`${tenantId}|${plugin}`)
          ? undefined
          : enabledPlugin(plugin, { epoch: epochs.get(`${tenantId}|${plugin}`) ?? 1 }),
      [...plugins.keys()],
    )
    const instances: PluginInstances["Service"] = yield* makeInstances(
      plugins,
      Context.make(Gate, { run: unused }) as unknown as Context.Context<HubServices>,
      database,
      states,
      [pluginViewsFor(offered), extendersFor(plugins, states, () => instances)],
    )
    const { work } = makeGuard(plugins, instances, states, yield* watchedStretches)
    offered.fill(viewsOf(work))
    return {
      work,
      states,
      command: commandsOf(work, database),
      turn: (tenantId: TenantId, plugin: string, to: "on" | "off") =>
        Effect.sync(() => {
          if (to === "on") off.delete(`${tenantId}|${plugin}`)
          else off.add(`${tenantId}|${plugin}`)
          states.changed(tenantId, plugin)
        }),
      /** As after an upgrade or changed settings: the next call gets a new instance. */
      renew: (tenantId: TenantId, plugin: string) =>
        Effect.sync(() => {
          const key = `${tenantId}|${plugin}`
          epochs.set(key, (epochs.get(key) ?? 1) + 1)
          states.changed(tenantId, plugin)
        }),
    }
  })

const unused = () => Effect.die(new Error("Not in this test"))

export const newTenantId = () => randomUUID() as TenantId

export const person = (tenantId: TenantId, permissions: ReadonlyArray<string> = ["*"]): Scope => ({
  tenantId,
  principal: { kind: "user", id: "ana" },
  permissions,
})
