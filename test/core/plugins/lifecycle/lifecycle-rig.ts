import { randomUUID } from "node:crypto"
import { Context, Effect, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { BusStore } from "#core/plugins/bus/bus-store.ts"
import { EventDelivery, EventSubscriptions } from "#core/plugins/bus/event-subscriptions.ts"
import { readOnce } from "#core/plugins/lifecycle/configured.ts"
import { ExportStore } from "#core/plugins/lifecycle/export-store.ts"
import { knownStatesLayer } from "#core/plugins/lifecycle/known-states.ts"
import { type LifecycleOptions, pluginLifecycle } from "#core/plugins/lifecycle/lifecycle.ts"
import { OperationStore } from "#core/plugins/lifecycle/operation-store.ts"
import { type ChangeRequest, PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { PreparedTables, preparedTables } from "#core/plugins/lifecycle/prepared-tables.ts"
import { StateStore } from "#core/plugins/lifecycle/state-store.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { PluginStates, type TenantPlugin } from "#core/plugins/plugin-states.ts"
import { watchedStretches } from "#core/plugins/running/long-stretches.ts"
import { makeGuard, PluginGuard } from "#core/plugins/running/plugin-guard.ts"
import { PluginHost } from "#core/plugins/running/plugin-host.ts"
import { makeInstances, PluginInstances } from "#core/plugins/running/plugin-instances.ts"
import { PluginWork } from "#core/plugins/running/plugin-work.ts"
import { SetupRegistry } from "#core/plugins/running/setup-registry.ts"
import type { HubServices } from "#core/plugins/sdk.ts"
import { PluginSettings } from "#core/plugins/settings.ts"
import { Audit } from "#core/security/audit.ts"
import { Roles } from "#core/security/roles.ts"

/** What the life cycle asked of what stands around it, in order. */
export class Asked extends Context.Service<Asked, Array<string>>()("test/Asked") {}

const unused = () => {
  throw new Error("Not in this test")
}

/** The real life cycle, guard and instances over these plugins; what stands around them writes down what it was asked. */
export const lifecycleRig = (
  plugins: ReadonlyArray<LoadedPlugin>,
  options: LifecycleOptions = { alone: false },
  migrateData: Step = () => Effect.void,
  deliver: Step = () => Effect.void,
) =>
  pluginLifecycle(options).pipe(
    Layer.provideMerge(host(plugins)),
    Layer.provideMerge(around(migrateData, deliver)),
  )

/** What a test lets go wrong. */
type Step = () => Effect.Effect<void, Outage>

const around = (migrateData: Step, deliver: Step) =>
  Layer.sync(Asked, (): Array<string> => []).pipe(
    Layer.flatMap((context) => {
      const asked = Context.get(context, Asked)
      const note = (text: string) => Effect.sync(() => void asked.push(text))
      return Layer.mergeAll(
        Layer.succeed(Asked, asked),
        Layer.succeed(Audit, {
          record: (scope, { action, target }) => note(`${scope.principal.id}: ${action} ${target}`),
          entries: unused,
          verify: unused,
        }),
        Layer.succeed(Roles, {
          list: unused,
          save: unused,
          remove: unused,
          grantDefaults: (_, plugin) => note(`grant ${plugin}`),
        }),
        Layer.succeed(BusStore, {
          emit: (_, __, { topic, key }) => note(`${topic} ${key}`),
        } as Partial<BusStore["Service"]> as BusStore["Service"]),
        Layer.succeed(EventDelivery, {
          start: (_, plugin, missed) =>
            Effect.andThen(deliver(), note(`deliver ${plugin} ${missed}`)),
          stop: (_, plugin) => Effect.andThen(deliver(), note(`hold ${plugin}`)),
          forget: (_, plugin) => note(`forget ${plugin}`),
        }),
        Layer.succeed(EventSubscriptions, {
          lag: () => Effect.succeed(3),
        } as Partial<EventSubscriptions["Service"]> as EventSubscriptions["Service"]),
        Layer.succeed(SetupRegistry, { fill: unused, changed: () => Effect.void }),
        Layer.succeed(TenantDirectory, {
          list: Effect.succeed([]),
          bySlug: unused,
          byId: (id) =>
            Effect.succeed({
              id,
              slug: "bistro",
              name: "Bistro",
              currency: "EUR",
              locale: "fr",
              timezone: "Europe/Paris",
            }),
          create: unused,
          update: unused,
        }),
        Layer.succeed(ExportStore, {
          write: (name, content) =>
            Effect.as(
              content((lines) => note(lines.join())),
              name,
            ),
        }),
        Layer.succeed(PluginDatabase, {
          prepare: (plugin) => note(`expand ${plugin}`),
          migrateTenant: (plugin) => Effect.andThen(note(`migrate ${plugin}`), migrateData()),
          dryRun: () =>
            Effect.succeed([{ name: "0001-init", tookMs: 2, locks: ["a"], rewrites: [] }]),
          rows: (plugin, _, onRows) =>
            note(`export ${plugin}`).pipe(
              Effect.andThen(onRows([{ table: `plg_${plugin}.dish`, json: "{}" }])),
              Effect.as({ rows: 1 }),
            ),
          purge: (plugin) => Effect.as(note(`purge ${plugin}`), { rows: 7 }),
          contractDue: unused,
          contract: unused,
          apart: (work) => work,
          open: (_, tenantId) => ({ tenantId, query: unused, transaction: unused }),
          once: unused,
        }),
      )
    }),
  )

const host = (plugins: ReadonlyArray<LoadedPlugin>) =>
  Layer.effectContext(
    Effect.gen(function* () {
      const byKey = new Map(plugins.map((plugin) => [plugin.key, plugin]))
      const states = yield* PluginStates
      const store = yield* StateStore
      const instances = yield* makeInstances(
        byKey,
        Context.empty() as unknown as Context.Context<HubServices>,
        yield* PluginDatabase,
        states,
        [
          ({ key }, tenantId) =>
            Context.make(PluginSettings, { get: readOnce(store, tenantId, key), save: unused }),
        ],
      )
      const { work, guard } = makeGuard(byKey, instances, states, yield* watchedStretches)
      return Context.make(PluginInstances, instances).pipe(
        Context.add(PluginWork, work),
        Context.add(PluginGuard, guard),
        Context.add(PreparedTables, preparedTables(yield* PluginDatabase, byKey.keys())),
        Context.add(PluginHost, {
          discovered: [],
          routes: [],
          closed: unused,
          refusal: unused,
          call: unused,
        }),
      )
    }),
  ).pipe(Layer.provideMerge(knownStatesLayer))

export const tenant = (): TenantId => randomUUID() as TenantId

export const owner = (tenantId: TenantId, permissions: ReadonlyArray<string> = ["*"]): Scope => ({
  tenantId,
  principal: { kind: "user", id: "ana" },
  permissions,
})

/** Asked for and followed to its end. */
export const changed = (tenantId: TenantId, asked: ChangeRequest) =>
  Effect.gen(function* () {
    const lifecycle = yield* PluginLifecycle
    const { operation } = yield* lifecycle.request(owner(tenantId), asked)
    return yield* over(tenantId, operation.id)
  })

export const over = (tenantId: TenantId, id: string) =>
  Effect.gen(function* () {
    const lifecycle = yield* PluginLifecycle
    const last = (yield* Stream.runCollect(lifecycle.watch(owner(tenantId), id))).at(-1)
    return last ?? (yield* Effect.die(new Error("An operation without a state")))
  })

export const install = (plugin: string, enable = true): ChangeRequest => ({
  kind: "install",
  plugin,
  withRequirements: true,
  enable,
  seed: "none",
})

export const stateOf = (tenantId: TenantId, plugin: string) =>
  PluginStates.use((states) => Effect.sync(() => states.of(tenantId).get(plugin)))

/** As an older release left it. */
export const leftAt = (tenantId: TenantId, plugin: string, installedVersion: string) =>
  Effect.gen(function* () {
    yield* (yield* StateStore).change(tenantId, [
      { plugin, desired: "enabled", actual: "enabled", installedVersion },
    ])
    yield* (yield* PluginStates).reload(tenantId)
  })

export const operationOf = (tenantId: TenantId, id: string) =>
  OperationStore.use((operations) => operations.get(tenantId, id))

/** Lets the test's clock go on, a millisecond at a time, until the plugin's row is so. */
export const becomes = (
  tenantId: TenantId,
  plugin: string,
  is: (state: TenantPlugin | undefined) => boolean,
) =>
  Effect.gen(function* () {
    for (let ms = 0; ms < 1_000; ms += 1) {
      if (is(yield* stateOf(tenantId, plugin))) return
      yield* TestClock.adjust("1 milli")
    }
    return yield* Effect.die(new Error(`"${plugin}" did not become so within a second`))
  })
