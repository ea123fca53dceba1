import { layer } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { expect } from "vitest"
import { Setups } from "#core/hub/setup.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { type ChangeRequest, PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { StateStore } from "#core/plugins/lifecycle/state-store.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { emptyTenant, json, newTenant, owner, pluginHub, request } from "./plugin-hub.ts"

const database = testDatabase()

/** Asked for, and followed to its end. */
const changed = (tenant: TenantId, asked: ChangeRequest) =>
  Effect.gen(function* () {
    const lifecycle = yield* PluginLifecycle
    const { operation } = yield* lifecycle.request(owner(tenant), asked)
    const seen = yield* Stream.runCollect(lifecycle.watch(owner(tenant), operation.id))
    const last = seen.at(-1)
    if (last === undefined) throw new Error("An operation without a state")
    return { last, seen }
  })

const install = (plugin: string, more: Partial<Extract<ChangeRequest, { kind: "install" }>> = {}) =>
  ({
    kind: "install",
    plugin,
    withRequirements: false,
    enable: true,
    seed: "none",
    ...more,
  }) as const
const enable = (plugin: string, withRequirements = false) =>
  ({ kind: "enable", plugin, withRequirements, events: "catchUp" }) as const
const disable = (plugin: string, cascade = false) =>
  ({ kind: "disable", plugin, cascade, drainTimeoutMs: 1_000 }) as const

const overview = (tenant: TenantId, plugin: string) =>
  PluginLifecycle.use((lifecycle) => lifecycle.get(owner(tenant), plugin))

layer(pluginHub(database))("the plugins of a restaurant", (it) => {
  it.effect("[LIFE-1] are installed, enabled, disabled and removed while the hub runs", () =>
    Effect.gen(function* () {
      const tenant = yield* emptyTenant
      const stations = request(owner(tenant), "GET", "kds/stations")
      expect(yield* Effect.flip(stations)).toMatchObject({ code: "PLUGIN_NOT_ENABLED" })
      const { last } = yield* changed(tenant, install("kds", { seed: "default" }))
      expect(last).toMatchObject({ status: "succeeded", percent: 100, error: null })
      expect(json(yield* stations)).toMatchObject({ total: 1 })
      expect(yield* overview(tenant, "kds")).toMatchObject({
        desired: "enabled",
        actual: "enabled",
        installedVersion: "1.0.0",
        health: "ok",
      })
      yield* changed(tenant, disable("kds"))
      expect(yield* Effect.flip(stations)).toMatchObject({ code: "PLUGIN_NOT_ENABLED" })
      yield* changed(tenant, enable("kds"))
      expect(json(yield* stations)).toMatchObject({ total: 1 })
      yield* changed(tenant, { kind: "uninstall", plugin: "kds", data: "keep" })
      expect(yield* overview(tenant, "kds")).toMatchObject({ actual: "absent", health: "stopped" })
      yield* changed(tenant, install("kds"))
      expect(json(yield* stations)).toMatchObject({ total: 1 })
    }),
  )

  it.effect("[LIFE-2] bring along what they require, and take along what requires them", () =>
    Effect.gen(function* () {
      const tenant = yield* emptyTenant
      const lifecycle = yield* PluginLifecycle
      expect(
        yield* Effect.flip(lifecycle.request(owner(tenant), install("printer"))),
      ).toMatchObject({
        code: "DEPENDENCY_MISSING",
        meta: { plugins: ["devices", "kds"] },
      })
      yield* changed(tenant, install("printer", { withRequirements: true }))
      for (const plugin of ["devices", "kds", "printer"])
        expect(yield* overview(tenant, plugin)).toMatchObject({ actual: "enabled" })
      expect(
        yield* Effect.flip(lifecycle.request(owner(tenant), disable("devices"))),
      ).toMatchObject({ code: "DEPENDENTS_ENABLED", meta: { plugins: ["printer"] } })
      yield* changed(tenant, disable("devices", true))
      expect(yield* overview(tenant, "printer")).toMatchObject({ actual: "installed" })
      expect(yield* overview(tenant, "kds")).toMatchObject({ actual: "enabled" })
      expect(yield* Effect.flip(lifecycle.request(owner(tenant), enable("printer")))).toMatchObject(
        { code: "DEPENDENCY_NOT_ENABLED", meta: { plugins: ["devices"] } },
      )
      yield* changed(tenant, enable("printer", true))
      expect(yield* overview(tenant, "devices")).toMatchObject({ actual: "enabled" })
    }),
  )

  it.effect("[LIFE-3] delete a restaurant's data only for whoever types its name", () =>
    Effect.gen(function* () {
      const tenant = yield* emptyTenant
      const other = yield* newTenant
      const lifecycle = yield* PluginLifecycle
      yield* changed(tenant, install("floor_plan", { seed: "default" }))
      yield* request(owner(other), "POST", "floor_plan/rooms", { name: "Terrasse" })
      const purge = (confirm?: string) =>
        ({
          kind: "uninstall",
          plugin: "floor_plan",
          data: "purge",
          ...(confirm === undefined ? {} : { confirm }),
        }) as const
      for (const typed of [undefined, "another"])
        expect(yield* Effect.flip(lifecycle.request(owner(tenant), purge(typed)))).toMatchObject({
          code: "CONFIRM_MISMATCH",
        })
      const slug = (yield* (yield* TenantDirectory).byId(tenant))?.slug ?? ""
      yield* changed(tenant, purge(slug))
      const [marked] = yield* (yield* StateStore).of(tenant)
      yield* changed(tenant, {
        kind: "purge",
        plugin: "floor_plan",
        purgeAfter: marked?.purgeAfter ?? 0,
      })
      yield* changed(tenant, install("floor_plan"))
      expect(json(yield* request(owner(tenant), "GET", "floor_plan/rooms"))).toMatchObject({
        total: 0,
      })
      expect(json(yield* request(owner(other), "GET", "floor_plan/rooms"))).toMatchObject({
        total: 1,
      })
    }),
  )

  it.effect("[LIFE-4] stand in the restaurant's picture as soon as they are enabled", () =>
    Effect.gen(function* () {
      const tenant = yield* emptyTenant
      const setups = yield* Setups
      expect((yield* setups.get(tenant)).stations).toEqual([])
      yield* changed(tenant, install("kds", { seed: "default" }))
      expect((yield* setups.get(tenant)).stations).toMatchObject([{ key: "kitchen" }])
      yield* changed(tenant, disable("kds"))
      expect((yield* setups.get(tenant)).stations).toEqual([])
    }),
  )

  it.effect("[LIFE-5] change one at a time, and a repeated request is the same one", () =>
    Effect.gen(function* () {
      const lifecycle = yield* PluginLifecycle
      const asked = { ...install("kds"), idempotencyKey: "a-key" }
      const askedAtOnce = Effect.gen(function* () {
        const tenant = yield* emptyTenant
        const all = yield* Effect.all(
          [
            Effect.result(lifecycle.request(owner(tenant), asked)),
            Effect.result(lifecycle.request(owner(tenant), install("floor_plan"))),
            Effect.result(lifecycle.request(owner(tenant), asked)),
          ],
          { concurrency: "unbounded" },
        )
        const good = all.flatMap((result) => (result._tag === "Success" ? [result.success] : []))
        const bad = all.flatMap((result) => (result._tag === "Failure" ? [result.failure] : []))
        return { tenant, good, bad }
      })
      // On a machine that stands still for a moment the one may be done before the other is heard: asked once more.
      const { tenant, good, bad } = yield* askedAtOnce.pipe(
        Effect.repeat({ times: 4, until: ({ bad }) => bad.length > 0 }),
      )
      expect(new Set(good.map(({ operation }) => operation.id)).size).toBe(1)
      expect(bad).toMatchObject(bad.map(() => ({ code: "PLUGIN_OPERATION_IN_PROGRESS" })))
      yield* Stream.runDrain(lifecycle.watch(owner(tenant), good[0]?.operation.id ?? ""))
      if (good.length === 2) {
        const again = yield* lifecycle.request(owner(tenant), asked)
        expect(again).toMatchObject({ replayed: true, operation: { status: "succeeded" } })
        expect(
          yield* Effect.flip(
            lifecycle.request(owner(tenant), { ...install("orders"), idempotencyKey: "a-key" }),
          ),
        ).toMatchObject({ code: "IDEMPOTENCY_MISMATCH" })
      }
    }),
  )

  it.effect("[LIFE-6] are nobody's business who may not see or manage them", () =>
    Effect.gen(function* () {
      const tenant = yield* emptyTenant
      const lifecycle = yield* PluginLifecycle
      const reader = owner(tenant, ["core.plugins.read"])
      const stranger = owner(tenant, [])
      expect((yield* lifecycle.list(reader)).map(({ key }) => key)).toContain("kds")
      for (const refused of [
        lifecycle.list(stranger),
        lifecycle.operations(stranger),
        lifecycle.request(reader, install("kds")),
        lifecycle.saveSettings(reader, "kds", {}),
        lifecycle.plan(reader, install("kds")),
      ])
        expect(yield* Effect.flip(refused as Effect.Effect<unknown, unknown>)).toMatchObject({
          code: "AUTH_FORBIDDEN",
        })
    }),
  )
})
