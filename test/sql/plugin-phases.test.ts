import { layer } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { describe, expect } from "vitest"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { testDatabase } from "#test/support/postgres.ts"
import {
  dishes,
  file,
  kitchen,
  lookInto,
  newKey,
  newTenant,
  pluginTables,
} from "./plugin-tables.ts"

const database = testDatabase()
const admin = lookInto(database)

layer(pluginTables(database), { excludeTestServices: true })("the tables of a plugin", (it) => {
  describe("in the expand phase", () => {
    it.effect("[MIG-1] are as before the file that failed, which is named", () =>
      Effect.gen(function* () {
        const key = newKey()
        const plugins = yield* PluginDatabase
        const half = file(
          2,
          "half",
          `create table plg_${key}.gone (a int); alter table plg_${key}.nobody add a int`,
        )
        expect(yield* Effect.flip(plugins.prepare(key, [dishes(key), half]))).toMatchObject({
          _tag: "MigrationFailed",
          migration: "0002-half",
          detail: expect.stringContaining("nobody"),
        })
        expect(
          yield* admin(
            `select relname from pg_class where relnamespace = 'plg_${key}'::regnamespace and relkind = 'r'`,
          ),
        ).toEqual([{ relname: "dish" }])
      }),
    )

    it.effect("[MIG-2] stop a plugin whose file was edited after it ran", () =>
      Effect.gen(function* () {
        const { key, plugins } = yield* kitchen(0)
        const edited = { ...dishes(key), sql: `${dishes(key).sql};` }
        expect(yield* Effect.flip(plugins.prepare(key, [edited]))).toMatchObject({
          migration: "0001-init",
          detail: "0001-init: it was edited after it had been applied",
        })
      }),
    )

    it.effect("[MIG-2] stay as a newer release left them when an older one starts", () =>
      Effect.gen(function* () {
        const { key, plugins } = yield* kitchen(1)
        const wide = file(2, "wide", "alter table dish add column note text")
        yield* plugins.prepare(key, [dishes(key), wide])
        yield* plugins.prepare(key, [dishes(key)])
        expect(yield* admin(`select note from plg_${key}.dish`)).toEqual([{ note: null }])
      }),
    )

    it.effect("[MIG-3] get an index beside the service, and a torn one is made anew", () =>
      Effect.gen(function* () {
        const { key, plugins, tenantId } = yield* kitchen(2)
        yield* plugins
          .open(key, tenantId)
          .query("update dish set name = 'the same' where tenant_id = $1::uuid", [tenantId])
        const index = file(
          2,
          "names",
          `-- heard:no-transaction\ncreate unique index concurrently if not exists dish_name on plg_${key}.dish (tenant_id, name)`,
        )
        const valid = admin(
          `select indisvalid from pg_index where indexrelid = to_regclass('plg_${key}.dish_name')`,
        )
        yield* Effect.flip(plugins.prepare(key, [dishes(key), index]))
        expect(yield* valid).toEqual([{ indisvalid: false }])
        yield* plugins
          .open(key, tenantId)
          .query("update dish set name = id::text where tenant_id = $1::uuid", [tenantId])
        yield* plugins.prepare(key, [dishes(key), index])
        expect(yield* valid).toEqual([{ indisvalid: true }])
      }),
    )

    it.effect("[MIG-4] wait for a busy table in short turns", () =>
      Effect.gen(function* () {
        const { key, plugins } = yield* kitchen(1)
        const wide = file(2, "wide", `alter table plg_${key}.dish add column note text`)
        const busy = database.connection()
        yield* Effect.promise(async () => {
          await busy.unsafe("begin")
          await busy.unsafe(`lock table plg_${key}.dish in access share mode`)
        })
        const migrating = yield* Effect.forkChild(plugins.prepare(key, [dishes(key), wide]))
        yield* Effect.promise(async () => {
          await new Promise((resolve) => setTimeout(resolve, 2_500))
          await busy.unsafe("commit")
        })
        yield* Fiber.join(migrating)
        expect(
          yield* admin(
            `select count(*)::int as n from information_schema.columns where table_schema = 'plg_${key}' and column_name = 'note'`,
          ),
        ).toEqual([{ n: 1 }])
      }),
    )

    it.effect("[MIG-5] are taken over with everything in them when a plugin gets a new key", () =>
      Effect.gen(function* () {
        const { key, plugins, tenantId } = yield* kitchen(3)
        yield* admin(
          `insert into core.tenant_plugin (tenant_id, plugin_key, desired, actual, installed_version)
           values ('${tenantId}', '${key}', 'enabled', 'enabled', '1.0.0')`,
        )
        yield* admin(
          `insert into core.role (tenant_id, key, name, permissions) values ('${tenantId}', 'cook', 'Cook', '{${key}.read,other.read}')`,
        )
        yield* admin(
          `insert into bus.subscription (tenant_id, sub, position) values ('${tenantId}', '${key}.hear', 7)`,
        )
        const step = { id: 1, name: "0001-step", text: "update dish set name = upper(name)" }
        yield* plugins.migrateTenant(key, tenantId, [step], () => Effect.void)
        const renamed = newKey()
        const mine = [
          dishes(renamed),
          file(2, "more", "create table extra (tenant_id uuid); select core.isolate('extra')"),
        ]
        yield* plugins.prepare(renamed, mine, ["neverwas", key])
        yield* plugins.prepare(renamed, mine, ["neverwas", key])
        expect(
          yield* plugins.open(renamed, tenantId).query("select count(*)::int as n from dish"),
        ).toEqual([{ n: 3 }])
        expect(
          yield* admin(
            `select plugin_key, permissions from core.tenant_plugin join core.role using (tenant_id) where tenant_id = '${tenantId}'`,
          ),
        ).toEqual([{ plugin_key: renamed, permissions: `{${renamed}.read,other.read}` }])
        expect(
          yield* admin(
            `select sub, position::int, m.plugin_key from bus.subscription join core.tenant_migration as m using (tenant_id) where tenant_id = '${tenantId}'`,
          ),
        ).toEqual([{ sub: `${renamed}.hear`, position: 7, plugin_key: renamed }])
        expect(
          yield* admin(
            `select to_regnamespace('plg_${key}') as schema, to_regrole('plg_${key}') as role`,
          ),
        ).toEqual([{ schema: null, role: null }])
      }),
    )
  })

  describe("tried before a change", () => {
    it.effect("[DRY-1] say what would be written anew and locked, and stay as they are", () =>
      Effect.gen(function* () {
        const { key, plugins } = yield* kitchen(50)
        const shape = () =>
          admin(
            `select attname, atttypid::regtype::text as type, atttypmod from pg_attribute where attrelid = 'plg_${key}.dish'::regclass and attnum > 0 order by attnum`,
          )
        const before = yield* shape()
        const tried = yield* plugins.dryRun(key, [
          dishes(key),
          file(2, "short", `alter table plg_${key}.dish alter column short type varchar(40)`),
          file(3, "note", `alter table plg_${key}.dish add column note text`),
          file(
            4,
            "side",
            `create table plg_${key}.side (tenant_id uuid); select core.isolate('plg_${key}.side')`,
          ),
        ])
        const dish = `plg_${key}.dish`
        expect(tried).toEqual([
          { name: "0002-short", tookMs: expect.any(Number), locks: [dish], rewrites: [dish] },
          { name: "0003-note", tookMs: expect.any(Number), locks: [dish], rewrites: [] },
          { name: "0004-side", tookMs: expect.any(Number), locks: [], rewrites: [] },
        ])
        expect(yield* shape()).toEqual(before)
        expect(
          yield* admin(`select id from core.migration where namespace = 'plugin/${key}'`),
        ).toEqual([{ id: 1 }])
      }),
    )

    it.effect("[DRY-2] name the line that would fail, for a plugin that was never there too", () =>
      Effect.gen(function* () {
        const key = newKey()
        const plugins = yield* PluginDatabase
        const wrong = file(2, "wrong", "select 1;\n\nalter table nobody add a int")
        expect(yield* Effect.flip(plugins.dryRun(key, [dishes(key), wrong]))).toMatchObject({
          migration: "0002-wrong",
          detail: expect.stringMatching(/^0002-wrong, line 3: .*nobody/),
        })
        expect(yield* admin(`select to_regnamespace('plg_${key}') as schema`)).toEqual([
          { schema: null },
        ])
      }),
    )

    it.effect("[DRY-3] are not held from a running service for long", () =>
      Effect.gen(function* () {
        const { key, plugins } = yield* kitchen(1)
        const slow = file(2, "slow", `lock table plg_${key}.dish; select pg_sleep(60)`)
        expect(yield* Effect.flip(plugins.dryRun(key, [dishes(key), slow]))).toMatchObject({
          detail: expect.stringContaining("It takes over 5 s"),
        })
      }),
    )
  })

  describe("in the contract phase", () => {
    it.effect("[MIG-9] lose a column only when no restaurant's data is older", () =>
      Effect.gen(function* () {
        const { key, plugins, tenantId } = yield* kitchen(1)
        const late = yield* newTenant
        for (const [tenant, version] of [
          [tenantId, "2.0.0"],
          [late, "1.9.0"],
        ])
          yield* admin(
            `insert into core.tenant_plugin (tenant_id, plugin_key, desired, actual, installed_version)
             values ('${tenant}', '${key}', 'absent', 'absent', '${version}')`,
          )
        const drop = {
          ...file(1, "drop-short", `alter table plg_${key}.dish drop column short`),
          afterVersion: "2.0.0",
        }
        const due = { name: "0001-drop-short", afterVersion: "2.0.0" }
        expect(yield* plugins.contractDue(key, [drop])).toEqual([{ ...due, behind: 1 }])
        expect(yield* plugins.contract(key, [drop])).toEqual([])
        yield* admin(
          `update core.tenant_plugin set installed_version = '2.1.0' where tenant_id = '${late}'`,
        )
        expect(yield* plugins.contractDue(key, [drop])).toEqual([{ ...due, behind: 0 }])
        expect(yield* plugins.contract(key, [drop])).toEqual(["0001-drop-short"])
        expect(yield* plugins.contractDue(key, [drop])).toEqual([])
        expect(
          yield* Effect.exit(plugins.open(key, tenantId).query("select short from dish")),
        ).toMatchObject({ _tag: "Failure" })
      }),
    )
  })
})
