import { Context, Effect, Layer, Result } from "effect"
import { refusalStatus } from "#core/http/refusal-status.ts"
import type { Scope } from "#core/hub/scope.ts"
import { BusStore } from "#core/plugins/bus/bus-store.ts"
import { pluginEvents } from "#core/plugins/bus/plugin-events.ts"
import { readOnce } from "#core/plugins/lifecycle/configured.ts"
import { StateStore } from "#core/plugins/lifecycle/state-store.ts"
import { type LoadedPlugin, LoadedPlugins } from "#core/plugins/loading/loaded-plugin.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { circuitLimits } from "#core/plugins/running/circuit.ts"
import { requirementsOf } from "#core/plugins/running/dependents.ts"
import { watchedStretches } from "#core/plugins/running/long-stretches.ts"
import { makeOwnSetup } from "#core/plugins/running/own-setup.ts"
import { makeDispatch } from "#core/plugins/running/plugin-dispatch.ts"
import { extendersFor } from "#core/plugins/running/plugin-extenders.ts"
import { makeGuard } from "#core/plugins/running/plugin-guard.ts"
import { makeInstances, type PluginInstances } from "#core/plugins/running/plugin-instances.ts"
import { OfferedViews, pluginViewsFor } from "#core/plugins/running/plugin-views.ts"
import { SetupRegistry } from "#core/plugins/running/setup-registry.ts"
import type { HubServices } from "#core/plugins/sdk.ts"
import { PluginSettings } from "#core/plugins/settings.ts"
import type { PluginTestkit } from "#test/support/plugin-testkit.ts"
import type { PluginHouse } from "./plugin-house.ts"

/** Of the copy: long enough for an answer, short enough to wait for. In milliseconds. */
const requestTimeoutMs = 100

/** A wait in which this process itself stood still is not held against a plugin: a busy machine needs more of them. */
const mostAsked = 20

const starts = {
  "fails to start": Layer.effectContext(Effect.die(new Error("This copy does not start"))),
  "hangs while it starts": Layer.effectContext(Effect.never),
}

/**
 * Puts a copy of the plugin that fails to start, then one that hangs, between the others, and asks all of them.
 *
 * @returns whoever does not answer as it should: the copy with 503 (504 for a first wait), the others as ever
 */
export const badStarts = (
  kit: Pick<PluginTestkit, "run">,
  plugin: LoadedPlugin,
  { owner }: PluginHouse,
): Promise<ReadonlyArray<string>> =>
  kit.run(
    Effect.gen(function* () {
      const wrong: Array<string> = []
      for (const [how, tenant] of Object.entries(starts)) {
        const lines = yield* Effect.scoped(asked(plugin, tenant, owner))
        wrong.push(...lines.map((line) => `when it ${how}: ${line}`))
      }
      return wrong
    }),
  )

/** Asks, so often that its circuit opens, and then whoever stands beside it. */
const asked = (plugin: LoadedPlugin, tenant: Layer.Layer<never, unknown>, owner: Scope) =>
  Effect.gen(function* () {
    const real = yield* LoadedPlugins
    const copy: LoadedPlugin = {
      ...plugin,
      definition: { ...plugin.definition, tenant },
      manifest: {
        ...plugin.manifest,
        limits: { ...plugin.manifest.limits, request_timeout_ms: requestTimeoutMs },
      },
    }
    const plugins = new Map(real).set(plugin.key, copy)
    const { routes, call } = yield* besideTheHub(plugins)
    const answer = (key: string) => {
      const route = routes.find(
        ({ plugin, method, path }) => plugin === key && method === "GET" && !path.includes(":"),
      )
      return route === undefined
        ? Effect.succeed(undefined)
        : Effect.map(
            Effect.result(call(owner, route, { ...nothing, requestId: "r1" })),
            Result.match({
              onSuccess: ({ status }): number => status,
              onFailure: (failure) => ("code" in failure ? refusalStatus(failure.code) : 503),
            }),
          )
    }
    const wrong: Array<string> = []
    for (let times = 1; times <= mostAsked; times += 1) {
      const status = yield* answer(plugin.key)
      const isFine = status === undefined || status === 503 || (status === 504 && times < mostAsked)
      if (!isFine) wrong.push(`${plugin.key} answers ${status}, asked ${times} times`)
      if (status !== 504 && times >= circuitLimits.faults) break
    }
    for (const key of plugins.keys()) {
      if (key === plugin.key || requirementsOf(plugins, key).includes(plugin.key)) continue
      const status = yield* answer(key)
      if (status !== undefined && status >= 500) wrong.push(`${key} answers ${status}`)
    }
    return wrong
  })

/** The same guard, instances and routes that the hub has, over these plugins. */
const besideTheHub = (plugins: ReadonlyMap<string, LoadedPlugin>) =>
  Effect.gen(function* () {
    const hub = yield* Effect.context<HubServices>()
    const database = yield* PluginDatabase
    const states = yield* PluginStates
    const store = yield* StateStore
    const instances: PluginInstances["Service"] = yield* makeInstances(
      plugins,
      hub,
      database,
      states,
      [
        ({ key }, tenantId) =>
          Context.make(PluginSettings, {
            get: readOnce(store, tenantId, key),
            save: () => Effect.void,
          }),
        pluginViewsFor(yield* OfferedViews),
        yield* makeOwnSetup,
        pluginEvents(yield* BusStore),
        extendersFor(plugins, states, () => instances),
      ],
    )
    return makeDispatch({
      work: makeGuard(plugins, instances, states, yield* watchedStretches).work,
      database,
      registry: yield* SetupRegistry,
    })
  })

const nothing = { params: {}, query: {}, body: {}, rawBody: {} }
