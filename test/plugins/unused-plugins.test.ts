import { it } from "@effect/vitest"
import { Effect, Exit, Layer, Scope, Stream } from "effect"
import { describe, expect } from "vitest"
import type { TenantId } from "#core/kitchen/ids.ts"
import { type ChangeRequest, PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { PluginHost } from "#core/plugins/running/plugin-host.ts"
import { cellarPlugins } from "#test/core/plugins/lifecycle/cellar-plugins.ts"
import { entry, manifest, pluginFolders } from "#test/core/plugins/plugin-folders.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { emptyTenant, owner, pluginHub } from "./plugin-hub.ts"

const database = testDatabase()

/** A hub from its start to its stop, with these plugins. */
const inHub = <A, E>(
  root: string,
  work: Effect.Effect<A, E, Layer.Success<ReturnType<typeof pluginHub>>>,
) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const services = yield* Layer.buildWithScope(pluginHub(database, { root }), scope)
    const result = yield* Effect.provide(work, services)
    yield* Scope.close(scope, Exit.void)
    return result
  })

const changed = (tenant: TenantId, asked: ChangeRequest) =>
  Effect.gen(function* () {
    const lifecycle = yield* PluginLifecycle
    const { operation } = yield* lifecycle.request(owner(tenant), asked)
    return (yield* Stream.runCollect(lifecycle.watch(owner(tenant), operation.id))).at(-1)
  })

const install = (plugin: string): ChangeRequest => ({
  kind: "install",
  plugin,
  withRequirements: true,
  enable: true,
  seed: "default",
})

/** Schemas and roles of plugins, and which of their files ran. */
const inDatabase = Effect.promise(async () => {
  const sql = database.connection()
  const schemas = await sql`select nspname from pg_namespace where nspname like 'plg\_%' order by 1`
  const files =
    await sql`select name from core.migration where namespace like 'plugin/%' order by 1`
  return {
    schemas: schemas.map((row) => row["nspname"] as string),
    files: files.map((row) => row["name"] as string),
  }
})

const nothing = { schemas: [], files: [] }

describe("plugins that no restaurant has", () => {
  it.live(
    "[MIG-12] have no tables until somebody installs them, and are offered all the same",
    () =>
      Effect.gen(function* () {
        const root = yield* pluginFolders({
          ...cellarPlugins("1.1.0"),
          "bare/module.toml": manifest("bare"),
          "bare/plugin.ts": entry("bare"),
        })
        const tenant = yield* inHub(
          root,
          Effect.gen(function* () {
            const { discovered } = yield* PluginHost
            expect(discovered.map(({ key, loaded, problems }) => [key, loaded, problems])).toEqual([
              ["bare", true, []],
              ["cellar", true, []],
              ["larder", true, []],
            ])
            const id = yield* emptyTenant
            const lifecycle = yield* PluginLifecycle
            expect(yield* lifecycle.list(owner(id))).toHaveLength(3)
            expect(yield* inDatabase).toEqual(nothing)

            const plan = yield* lifecycle.plan(owner(id), install("cellar"))
            expect(plan.migrations.map(({ name }) => name)).toEqual([
              "0001-init",
              "0001-init",
              "0002-vintage",
            ])
            for (const { tookMs } of plan.migrations) expect(tookMs).toBeGreaterThanOrEqual(0)
            expect(yield* inDatabase).toEqual(nothing)
            const plugins = yield* PluginDatabase
            expect(
              yield* plugins.contract("cellar", [
                { id: 1, name: "0001-drop", sql: "drop table trace", afterVersion: "1.0.0" },
              ]),
            ).toEqual([])

            expect(yield* changed(id, install("cellar"))).toMatchObject({ status: "succeeded" })
            expect(yield* inDatabase).toEqual({
              schemas: ["plg_cellar", "plg_larder"],
              files: ["0001-init", "0001-init", "0002-vintage"],
            })
            expect(
              (yield* lifecycle.plan(owner(yield* emptyTenant), install("cellar"))).migrations,
            ).toEqual([])
            expect(yield* changed(id, install("bare"))).toMatchObject({ status: "succeeded" })
            return id
          }),
        )
        yield* inHub(
          root,
          Effect.gen(function* () {
            expect((yield* inDatabase).schemas).toEqual(["plg_bare", "plg_cellar", "plg_larder"])
            const lifecycle = yield* PluginLifecycle
            const id = yield* emptyTenant
            expect(yield* lifecycle.provision(id, ["cellar"], "default")).toEqual([
              "larder",
              "cellar",
            ])
            expect(yield* lifecycle.get(owner(tenant), "cellar")).toMatchObject({
              actual: "enabled",
              health: "ok",
            })
          }),
        )
      }).pipe(Effect.scoped),
  )

  it.live(
    "[DRY-4] are tried out before the first restaurant has them, mistakes with their line",
    () =>
      Effect.gen(function* () {
        const root = yield* pluginFolders({
          "torn/module.toml": manifest("torn", 'migrations = { dir = "migrations" }'),
          "torn/plugin.ts": entry("torn"),
          "torn/migrations/expand/0001-init.sql":
            "create table plg_torn.page (tenant_id uuid primary key);\nselect core.isolate('plg_torn.page');\ncreate table plg_torn.leaf (tenant_id uuid references plg_torn.nobody);\nselect core.isolate('plg_torn.leaf');",
        })
        yield* inHub(
          root,
          Effect.gen(function* () {
            const id = yield* emptyTenant
            const lifecycle = yield* PluginLifecycle
            expect(yield* Effect.flip(lifecycle.plan(owner(id), install("torn")))).toMatchObject({
              code: "MIGRATION_FAILED",
              detail: expect.stringContaining("0001-init, line 3"),
            })
            expect((yield* inDatabase).schemas).not.toContain("plg_torn")
            expect(yield* changed(id, install("torn"))).toMatchObject({
              status: "failed",
              error: { code: "MIGRATION_FAILED" },
            })
            expect(yield* Effect.flip(lifecycle.provision(id, ["torn"], "none"))).toMatchObject({
              code: "MIGRATION_FAILED",
            })
          }),
        )
      }).pipe(Effect.scoped),
  )

  it.live("[MIG-5] are known under their new key from the start that renames them", () =>
    Effect.gen(function* () {
      const plugin = (key: string, more = "") => ({
        [`${key}/module.toml`]: manifest(key, `migrations = { dir = "migrations" }\n${more}`),
        [`${key}/plugin.ts`]: entry(key),
        [`${key}/migrations/expand/0001-init.sql`]: `create table plg_${key}.leaf (tenant_id uuid primary key);\nselect core.isolate('plg_${key}.leaf');`,
      })
      const former = yield* pluginFolders(plugin("salad"))
      const renamed = yield* pluginFolders(plugin("greens", 'renamed_from = ["salad"]'))
      const tenant = yield* inHub(
        former,
        Effect.gen(function* () {
          const id = yield* emptyTenant
          yield* changed(id, install("salad"))
          return id
        }),
      )
      yield* inHub(
        renamed,
        Effect.gen(function* () {
          const states = yield* PluginStates
          expect([...states.of(tenant).keys()]).toEqual(["greens"])
          expect(states.enabled(tenant, "greens")).toBe(true)
        }),
      )
    }).pipe(Effect.scoped),
  )
})
