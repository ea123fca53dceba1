import { expect, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { offeredViewsLayer } from "#core/plugins/running/plugin-views.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { pluginDatabaseLayer } from "#sql/plugin-database.ts"
import { newTenantId, person, pluginRig } from "#test/core/plugins/plugin-rig.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

const services = Layer.mergeAll(
  pluginDatabaseLayer.pipe(Layer.provideMerge(database.layer)),
  offeredViewsLayer,
)

const transactionId = Effect.map(
  PluginSql.use(({ query }) => query("select txid_current()::text as id")),
  ([row]) => row?.["id"],
)

layer(services)("an instance", (it) => {
  it.effect("[INST-5] that starts in the middle of a transaction is no part of it", () =>
    Effect.gen(function* () {
      const tables = yield* PluginDatabase
      yield* tables.prepare("cellar", [])
      const startedIn: Array<unknown> = []
      const definition = definePlugin({
        key: "cellar",
        tenant: Layer.effectDiscard(
          Effect.map(Effect.orDie(transactionId), (id) => void startedIn.push(id)),
        ),
      })
      const { work } = yield* pluginRig([{ definition }])
      const scope = person(newTenantId(), ["cellar.see"])
      const sql = tables.open("cellar", scope.tenantId)
      const called = yield* sql.transaction(
        Effect.gen(function* () {
          yield* work.run(scope, { plugin: "cellar", permission: "cellar.see" }, Effect.void)
          return yield* Effect.provideService(transactionId, PluginSql, sql)
        }),
      )
      expect(startedIn).toHaveLength(1)
      expect(startedIn).not.toContain(called)
    }),
  )
})
