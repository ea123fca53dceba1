/**
 * The plugins on a real PostgreSQL, with a gate that writes down what it was asked. In a test file:
 *
 * ```ts
 * const database = testDatabase()
 * layer(pluginHub(database))("…", (it) => it.effect("…", () => Effect.gen(function* () {
 *   const tenant = yield* newTenant
 *   const answer = yield* request(owner(tenant), "POST", "kds/stations", { key: "grill", name: "Grill" })
 * })))
 * ```
 */
import { randomUUID } from "node:crypto"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Context, Effect, Layer, Result } from "effect"
import { decodeWith } from "#core/hub/decode.ts"
import { DeviceOrders } from "#core/hub/device-orders.ts"
import { Fleet } from "#core/hub/fleet.ts"
import { type Command, type CommandFailure, Gate } from "#core/hub/gate.ts"
import { OrderQueries } from "#core/hub/orders.ts"
import { PresentDevices } from "#core/hub/present-devices.ts"
import { PrintJobs } from "#core/hub/print-jobs.ts"
import { RetainedTopics } from "#core/hub/retained-topics.ts"
import type { Scope } from "#core/hub/scope.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { Views } from "#core/hub/view.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { eventBusLayer } from "#core/plugins/bus/event-bus.ts"
import { exportFilesLayer } from "#core/plugins/lifecycle/export-files.ts"
import { knownStatesLayer } from "#core/plugins/lifecycle/known-states.ts"
import { type LifecycleOptions, pluginLifecycle } from "#core/plugins/lifecycle/lifecycle.ts"
import { PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { type PluginHostOptions, pluginHostLayer } from "#core/plugins/running/host.ts"
import { pluginCommandsLayer } from "#core/plugins/running/plugin-commands.ts"
import {
  type MountedRoute,
  type PluginAnswer,
  PluginHost,
} from "#core/plugins/running/plugin-host.ts"
import { offeredViewsLayer } from "#core/plugins/running/plugin-views.ts"
import { PluginWork } from "#core/plugins/running/plugin-work.ts"
import { setupRegistryLayer } from "#core/plugins/running/setup-registry.ts"
import { accessLayer } from "#core/security/access.ts"
import { pairingsLayer } from "#core/security/stored-pairings.ts"
import { paperLayer } from "#devices/encoders/paper.ts"
import { accessStoresLayer } from "#sql/access-stores.ts"
import { busRecordsLayer } from "#sql/bus-records.ts"
import { busStoreLayer } from "#sql/bus-store.ts"
import { pluginDatabaseLayer } from "#sql/plugin-database.ts"
import { operationStoreLayer } from "#sql/plugin-operations.ts"
import { stateStoreLayer } from "#sql/plugin-states.ts"
import type { TestDatabase } from "#test/support/postgres.ts"
import { quickHashing } from "#test/support/quick-hashing.ts"

export const pluginsFolder = join(import.meta.dirname, "..", "..", "plugins")

/** What reached the gate, and who is connected; a test reads the one and writes the other. */
export class HubLog extends Context.Service<
  HubLog,
  {
    readonly commands: Array<Command & { readonly scope: Scope }>
    readonly present: Array<string>
  }
>()("test/HubLog") {}

export const pluginHub = (
  database: TestDatabase,
  options: Partial<PluginHostOptions> = {},
  lifecycle: LifecycleOptions = { alone: true },
  /** Where data is laid down before it is deleted. */
  exports = join(tmpdir(), "heard-exports"),
) =>
  pluginLifecycle(lifecycle).pipe(
    Layer.provideMerge(eventBusLayer),
    Layer.provideMerge(pluginHostLayer({ root: pluginsFolder, ...options })),
    Layer.provideMerge(hubServices),
    Layer.provideMerge(pairingsLayer({ brokerUrl: () => "mqtt://hub:1883" })),
    Layer.provideMerge(accessLayer("a secret of the tests that is long enough", quickHashing)),
    Layer.provideMerge(accessStoresLayer),
    Layer.provideMerge(
      Layer.mergeAll(
        setupRegistryLayer(),
        pluginDatabaseLayer,
        exportFilesLayer(exports),
        busStoreLayer,
        busRecordsLayer,
        pluginCommandsLayer,
        offeredViewsLayer,
        knownStatesLayer.pipe(Layer.provideMerge(stateStoreLayer)),
        operationStoreLayer,
      ),
    ),
    Layer.provideMerge(database.layer),
  )

const hubServices = Layer.unwrap(
  Effect.gen(function* () {
    const log: HubLog["Service"] = { commands: [], present: [] }
    const seen = new Map<string, string>()
    return Layer.mergeAll(
      Layer.succeed(HubLog, log),
      // Keeps the gate's promise about cids, and answers with what it was asked.
      Layer.succeed(Gate, {
        run: (scope, command) =>
          Effect.suspend(() => {
            const asked = JSON.stringify([command.op, command.args])
            const earlier = seen.get(command.cid)
            if (earlier !== undefined && earlier !== asked)
              return Effect.fail(refused("IDEMPOTENCY_MISMATCH", "Another command has this cid"))
            seen.set(command.cid, asked)
            if (earlier === undefined) log.commands.push({ scope, ...command })
            return Effect.succeed({
              rev: 1,
              result: { op: command.op, args: command.args },
              repeated: earlier !== undefined,
            })
          }),
      }),
      Layer.succeed(OrderQueries, {
        get: () => Effect.succeed(undefined),
        list: () => Effect.succeed({ items: [], total: 0 }),
        history: () => Effect.succeed(undefined),
      }),
      Layer.succeed(PrintJobs, {
        get: () => Effect.succeed(undefined),
        list: () => Effect.succeed({ items: [], total: 0 }),
      }),
      paperLayer,
      Layer.succeed(RetainedTopics, {
        account: () => ({ userName: "reader", password: "secret" }),
        open: () =>
          Effect.succeed({
            stateTopic: (thing: string) => thing,
            hubTopic: "hub",
            describe: () => Effect.void,
            say: () => Effect.void,
          }),
      }),
      Layer.succeed(DeviceOrders, { ask: () => Effect.void }),
      Layer.succeed(Views, { watch: () => Effect.succeed({ seq: () => 0, seen: () => {} }) }),
      Layer.succeed(Fleet, {
        of: (_scope, devices) =>
          Effect.succeed(
            devices.map(({ id, kind, name }) => ({
              ...{ deviceId: id, kind, name, status: "active" as const, faults: [] },
              ...(log.present.includes(id)
                ? { present: true, wire: "ws" as const, since: "2026-01-01T18:00:00.000Z" }
                : { present: false }),
            })),
          ),
        unknown: () => Effect.succeed([]),
      }),
      Layer.succeed(PresentDevices, {
        now: () =>
          Effect.succeed(
            log.present.map((deviceId) => ({
              deviceId,
              wire: "ws" as const,
              since: "2026-01-01T18:00:00.000Z",
            })),
          ),
      }),
    )
  }),
)

/** A restaurant of its own for each test, with every plugin enabled and nothing seeded. */
export const newTenant = Effect.gen(function* () {
  const id = yield* emptyTenant
  const { plugins } = yield* PluginWork
  yield* (yield* PluginLifecycle).provision(id, [...plugins.keys()], "none")
  return id
})

/** The same without any plugin. */
export const emptyTenant = Effect.gen(function* () {
  const id = randomUUID() as TenantId
  yield* (yield* TenantDirectory).create({
    id,
    slug: `bistro-${id.slice(0, 8)}`,
    name: "Chez Margaux",
    currency: "EUR",
    locale: "fr",
    timezone: "Europe/Paris",
  })
  return id
})

export const owner = (tenantId: TenantId, permissions: ReadonlyArray<string> = ["*"]): Scope => ({
  tenantId,
  principal: { kind: "user", id: "ana", name: "Ana" },
  permissions,
})

interface Extras {
  readonly idempotencyKey?: string
  readonly ifMatch?: number
}

/**
 * One request as the HTTP server hands it over: matched, decoded, called.
 *
 * @param address plugin, path and query: `kds/stations?page=2`
 */
export const request = (
  scope: Scope,
  method: MountedRoute["method"],
  address: string,
  body?: unknown,
  extras: Extras = {},
): Effect.Effect<PluginAnswer, CommandFailure, PluginHost> =>
  Effect.gen(function* () {
    const host = yield* PluginHost
    const url = new URL(address, "http://hub/")
    const [plugin = "", ...rest] = url.pathname.slice(1).split("/")
    for (const route of host.routes) {
      const params = matched(route, plugin, method, rest)
      if (params === undefined) continue
      const query = Object.fromEntries(url.searchParams)
      return yield* host.call(scope, route, {
        requestId: "r1",
        params,
        query: route.query === undefined ? undefined : yield* decoded(route.query, query),
        body: route.body === undefined ? undefined : yield* decoded(route.body, body),
        rawBody: body,
        ...extras,
      })
    }
    return yield* Effect.die(new Error(`No route ${method} ${address}`))
  })

/** The JSON of a good answer. */
export const json = (answer: PluginAnswer): Record<string, unknown> => {
  if (!("json" in answer)) throw new Error("This answer is no JSON")
  return answer.json as Record<string, unknown>
}

const decoded = (
  schema: NonNullable<MountedRoute["body"]>,
  input: unknown,
): Effect.Effect<unknown, CommandFailure> =>
  Result.match(decodeWith(schema)(input), {
    onSuccess: Effect.succeed,
    onFailure: (issues) =>
      Effect.fail(refused("VALIDATION_FAILED", "Something in it is wrong", { issues })),
  })

const matched = (
  route: MountedRoute,
  plugin: string,
  method: string,
  segments: ReadonlyArray<string>,
): Record<string, string> | undefined => {
  const pattern = route.path.slice(1).split("/")
  if (route.plugin !== plugin || route.method !== method || pattern.length !== segments.length)
    return undefined
  const params: Record<string, string> = {}
  for (const [n, part] of pattern.entries()) {
    const segment = segments[n] ?? ""
    if (part.startsWith(":")) params[part.slice(1)] = segment
    else if (part !== segment) return undefined
  }
  return params
}
