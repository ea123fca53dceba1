import { randomUUID } from "node:crypto"
import { it } from "@effect/vitest"
import { Context, Deferred, Effect, Fiber, Layer, Schema } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { Gate } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { noMigrations } from "#core/plugins/migration.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { route } from "#core/plugins/route.ts"
import { watchedStretches } from "#core/plugins/running/long-stretches.ts"
import { makeDispatch } from "#core/plugins/running/plugin-dispatch.ts"
import { makeGuard } from "#core/plugins/running/plugin-guard.ts"
import { makeInstances } from "#core/plugins/running/plugin-instances.ts"
import { definePlugin, type HubServices, type PluginDefinition } from "#core/plugins/sdk.ts"
import { TenantContext } from "#core/plugins/tenant-context.ts"
import { enabledPlugin, fixedStates } from "#test/support/plugin-states.ts"

class Counter extends Context.Service<Counter, { count: number; readonly tenantId: string }>()(
  "test/Counter",
) {}

/** What happened to instances, in order. */
const life: Array<string> = []
const gate = Effect.runSync(Deferred.make<void>())

const counting = definePlugin({
  key: "counting",
  provides: [Counter],
  tenant: Layer.effect(
    Counter,
    Effect.gen(function* () {
      const { tenantId } = yield* TenantContext
      yield* Effect.acquireRelease(
        Effect.sync(() => life.push("up")),
        () => Effect.sync(() => life.push("down")),
      )
      return { count: 0, tenantId }
    }),
  ),
  routes: [
    route({
      method: "POST",
      path: "/count",
      permission: "counting.write",
      summary: "Count one up",
      repeats: "handler",
      handle: () =>
        Effect.map(Counter, (counter) => {
          counter.count += 1
          return { ...counter }
        }),
    }),
    route({
      method: "GET",
      path: "/wait",
      permission: "counting.read",
      summary: "Wait until somebody says so",
      handle: () => Deferred.await(gate),
    }),
  ],
})

const reading = definePlugin({
  key: "reading",
  needs: [Counter],
  routes: [
    route({
      method: "GET",
      path: "/count",
      permission: "reading.read",
      summary: "What the other plugin counted",
      query: Schema.Struct({}),
      handle: () => Effect.map(Counter, (counter) => ({ ...counter })),
    }),
  ],
})

const failing = (() => {
  let starts = 0
  return definePlugin({
    key: "failing",
    tenant: Layer.effectDiscard(
      Effect.suspend(() => {
        starts += 1
        return starts < 3 ? Effect.die(new Error(`start ${starts}`)) : Effect.void
      }),
    ),
    routes: [
      route({
        method: "GET",
        path: "/starts",
        permission: "failing.read",
        summary: "How often it was started",
        handle: () => Effect.sync(() => starts),
      }),
    ],
  })
})()

const loaded = (definition: PluginDefinition, more: Partial<LoadedPlugin["manifest"]> = {}) =>
  [
    definition.key,
    {
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
        ...more,
      },
    },
  ] as const

const never = () => {
  throw new Error("Not in this test")
}
const database = PluginDatabase.of({
  prepare: never,
  migrateTenant: never,
  dryRun: never,
  rows: never,
  purge: never,
  contractDue: never,
  contract: never,
  apart: (work) => work,
  open: (_, tenantId) => ({ tenantId, query: never, transaction: never }),
  once: never,
})

const host = (enabled: (tenantId: TenantId, plugin: string) => boolean = () => true) =>
  Effect.gen(function* () {
    const plugins = new Map<string, LoadedPlugin>([
      loaded(counting, { limits: { concurrency: 2, request_timeout_ms: 500 } }),
      loaded(reading, { requires: { counting: "^1.0.0" } }),
      loaded(failing),
    ])
    const hub = Context.make(Gate, { run: never }) as unknown as Context.Context<HubServices>
    const states = fixedStates(
      (tenantId, plugin) => (enabled(tenantId, plugin) ? enabledPlugin(plugin) : undefined),
      [...plugins.keys()],
    )
    const instances = yield* makeInstances(plugins, hub, database, states)
    const { work } = makeGuard(plugins, instances, states, yield* watchedStretches)
    const dispatch = makeDispatch({ work, database, registry: { changed: never } })
    return (scope: Scope, name: string) => {
      const mounted = dispatch.routes.find(
        ({ plugin, method, path }) => `${method} ${plugin}${path}` === name,
      )
      if (mounted === undefined) throw new Error(`No route ${name}`)
      const request = {
        requestId: "r1",
        params: {},
        query: {},
        body: undefined,
        rawBody: undefined,
      }
      return dispatch.call(scope, mounted, request)
    }
  })

const tenant = () => randomUUID() as TenantId
const owner = (tenantId: TenantId, permissions: ReadonlyArray<string> = ["*"]): Scope => ({
  tenantId,
  principal: { kind: "user", id: "ana" },
  permissions,
})

describe("the host of the plugins", () => {
  it.effect("[GUARD-1] says not enabled before it says not allowed, and runs nothing then", () =>
    Effect.gen(function* () {
      const mine = tenant()
      const call = yield* host((tenantId) => tenantId === mine)
      const began = life.length
      for (const [scope, code] of [
        [owner(tenant(), []), "PLUGIN_NOT_ENABLED"],
        [owner(tenant()), "PLUGIN_NOT_ENABLED"],
        [owner(mine, []), "AUTH_FORBIDDEN"],
        [owner(mine, ["counting.read"]), "AUTH_FORBIDDEN"],
      ] as const)
        expect(yield* Effect.flip(call(scope, "POST counting/count"))).toMatchObject({ code })
      expect(life).toHaveLength(began)
      expect(yield* call(owner(mine, ["counting.write"]), "POST counting/count")).toMatchObject({
        status: 200,
      })
    }),
  )

  it.effect("[INST-1] keeps one instance for each restaurant, started once, never shared", () =>
    Effect.gen(function* () {
      const call = yield* host()
      const [mine, theirs] = [tenant(), tenant()]
      const began = life.length
      yield* Effect.all(Array.from({ length: 10 }, () => call(owner(mine), "POST counting/count")))
      expect(yield* call(owner(theirs), "POST counting/count")).toMatchObject({
        json: { count: 1, tenantId: theirs },
      })
      expect(yield* call(owner(mine), "POST counting/count")).toMatchObject({
        json: { count: 11, tenantId: mine },
      })
      expect(life.slice(began)).toEqual(["up", "up"])
    }),
  )

  it.effect("[INST-2] gives a plugin the very instance of the plugin it needs", () =>
    Effect.gen(function* () {
      const call = yield* host()
      const mine = tenant()
      yield* call(owner(mine), "POST counting/count")
      expect(yield* call(owner(mine), "GET reading/count")).toMatchObject({
        json: { count: 1, tenantId: mine },
      })
    }),
  )

  it.effect("[INST-3] shuts instances down with the process", () =>
    Effect.gen(function* () {
      const began = life.length
      yield* Effect.scoped(
        Effect.flatMap(host(), (call) => call(owner(tenant()), "POST counting/count")),
      )
      expect(life.slice(began)).toEqual(["up", "down"])
    }),
  )

  it.effect("[INST-4] starts again what did not start, and waits longer each time", () =>
    Effect.gen(function* () {
      const call = yield* host()
      const starts = call(owner(tenant()), "GET failing/starts")
      const refusal = (retryAfterMs: number) => ({
        code: "PLUGIN_START_FAILED",
        meta: { retryAfterMs },
      })
      expect(yield* Effect.flip(starts)).toMatchObject(refusal(1_000))
      yield* TestClock.adjust("400 millis")
      expect(yield* Effect.flip(starts)).toMatchObject(refusal(600))
      yield* TestClock.adjust("600 millis")
      expect(yield* Effect.flip(starts)).toMatchObject(refusal(2_000))
      yield* TestClock.adjust("2 seconds")
      expect(yield* starts).toMatchObject({ json: 3 })
    }),
  )

  it.effect("[GUARD-2] answers in time, whatever the plugin does", () =>
    Effect.gen(function* () {
      const call = yield* host()
      const waiting = yield* Effect.forkChild(
        Effect.flip(call(owner(tenant()), "GET counting/wait")),
      )
      yield* TestClock.adjust("500 millis")
      expect(yield* Fiber.join(waiting)).toMatchObject({ code: "PLUGIN_TIMEOUT" })
    }),
  )

  it.effect("[GUARD-3] lets one restaurant fill its own places only", () =>
    Effect.gen(function* () {
      const call = yield* host()
      const mine = tenant()
      const waiting = yield* Effect.forEach([1, 2], () =>
        Effect.forkChild(Effect.exit(call(owner(mine), "GET counting/wait"))),
      )
      yield* Effect.yieldNow
      expect(yield* Effect.flip(call(owner(mine), "POST counting/count"))).toMatchObject({
        code: "PLUGIN_BUSY",
      })
      yield* call(owner(tenant()), "POST counting/count")
      yield* TestClock.adjust("500 millis")
      yield* Effect.forEach(waiting, Fiber.join)
      yield* call(owner(mine), "POST counting/count")
    }),
  )
})
