import { it } from "@effect/vitest"
import { Context, Effect } from "effect"
import { describe, expect } from "vitest"
import type { TenantId } from "#core/kitchen/ids.ts"
import { noMigrations } from "#core/plugins/migration.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { readSetup } from "#core/plugins/running/read-setup.ts"
import { definePlugin, type PluginDefinition } from "#core/plugins/sdk.ts"
import { loaded } from "../plugin-rig.ts"

const tenantId = "0197a3c0-0000-7000-8000-000000000001" as TenantId

const twoReaders: PluginDefinition = definePlugin({
  key: "yard",
  setup: {
    rooms: PluginSql.use((sql) => Effect.as(sql.query("rooms"), [])).pipe(
      Effect.catchTag("ConstraintBroken", Effect.die),
    ),
    devices: PluginSql.use((sql) => Effect.as(sql.query("devices"), [])).pipe(
      Effect.catchTag("ConstraintBroken", Effect.die),
    ),
  },
})

/** What the plugin's database and its instances were asked for, in order. */
const reading = (definition: PluginDefinition, tables: boolean) =>
  Effect.gen(function* () {
    const asked: Array<string> = []
    const sql: PluginSql["Service"] = {
      tenantId,
      query: (statement) => Effect.sync(() => asked.push(statement)).pipe(Effect.as([])),
      transaction: (work) =>
        Effect.suspend(() => {
          asked.push("begin")
          return Effect.tap(work, () => Effect.sync(() => asked.push("commit")))
        }),
    }
    const instances = {
      get: () =>
        Effect.sync(() => {
          asked.push("instance")
          return Context.make(PluginSql, sql) as Context.Context<unknown>
        }),
    }
    const expand = tables ? [{ id: 1, name: "yard", sql: "" }] : []
    const plugin = { ...loaded({ definition }), migrations: { ...noMigrations, expand } }
    const part = yield* readSetup(plugin, tenantId, instances)
    return { part, asked }
  })

describe("A plugin's share of the restaurant's picture", () => {
  it.effect("[SETUP-6] is read in one transaction, however many statements it takes", () =>
    Effect.gen(function* () {
      const { part, asked } = yield* reading(twoReaders, true)
      expect(asked).toEqual(["instance", "begin", "rooms", "devices", "commit"])
      expect(part).toEqual({ rooms: [], devices: [] })
    }),
  )

  it.effect("[SETUP-6] opens no transaction for a plugin without tables", () =>
    Effect.gen(function* () {
      const { asked } = yield* reading(twoReaders, false)
      expect(asked).toEqual(["instance", "rooms", "devices"])
    }),
  )

  it.effect(
    "[SETUP-6] starts the instance of a plugin that has none, and opens no transaction",
    () =>
      Effect.gen(function* () {
        const { part, asked } = yield* reading(definePlugin({ key: "silent" }), true)
        expect(asked).toEqual(["instance"])
        expect(part).toEqual({})
      }),
  )
})
