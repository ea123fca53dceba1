import { layer } from "@effect/vitest"
import { Effect } from "effect"
import { expect } from "vitest"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { TenantMigration } from "#core/plugins/migration.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { dishes, file, fill, kitchen, lookInto, newTenant, pluginTables } from "./plugin-tables.ts"

const database = testDatabase()
const admin = lookInto(database)
const nothing = () => Effect.void
const killAppConnections = Effect.asVoid(
  admin(
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'heard_app' and datname = current_database() and state like 'idle in transaction%'",
  ),
)

layer(pluginTables(database), { excludeTestServices: true })("the rows of one restaurant", (it) => {
  /** Upper-cases names, so many at a time. */
  const shout = (size: number, text = "v1", onBatch = nothing): TenantMigration => ({
    id: 1,
    name: "0001-shout",
    text,
    up: ({ cursor }) =>
      Effect.gen(function* () {
        yield* onBatch()
        const { query } = yield* PluginSql
        const rows = yield* query(
          `update dish set name = name || '!' where id > $1::int and id <= $1::int + $2::int returning id`,
          [Number(cursor ?? 0), size],
        )
        return rows.length === 0
          ? { rows: 0 }
          : { rows: rows.length, next: Number(cursor ?? 0) + size }
      }),
  })
  const names = (key: string, tenantId: TenantId) =>
    Effect.flatMap(PluginDatabase, (plugins) =>
      plugins
        .open(key, tenantId)
        .query(
          "select count(*) filter (where name like '%!')::int as done, count(*) filter (where name like '%!!')::int as twice from dish",
        ),
    )
  const stored = (tenantId: TenantId) =>
    admin(
      `select status, cursor, rows::int, error from core.tenant_migration where tenant_id = '${tenantId}'`,
    )

  it.effect("[MIG-6] are brought along in batches, once, and no other restaurant's", () =>
    Effect.gen(function* () {
      const { key, plugins, tenantId } = yield* kitchen(25)
      const other = yield* newTenant
      yield* fill(key, other, 5)
      const seen: Array<string> = []
      const run = plugins.migrateTenant(key, tenantId, [shout(10)], ({ name, rows, done }) =>
        Effect.sync(() => seen.push(`${name} ${rows} ${done}`)),
      )
      yield* run
      yield* run
      expect(seen).toEqual([
        "0001-shout 10 false",
        "0001-shout 20 false",
        "0001-shout 25 false",
        "0001-shout 25 true",
      ])
      expect(yield* names(key, tenantId)).toEqual([{ done: 25, twice: 0 }])
      expect(yield* names(key, other)).toEqual([{ done: 0, twice: 0 }])
    }),
  )

  it.effect("[MIG-7] go on at the stored cursor after a failure, and repeat nothing", () =>
    Effect.gen(function* () {
      const { key, plugins, tenantId } = yield* kitchen(30)
      let batches = 0
      const failing = shout(10, "v1", () => {
        batches += 1
        return batches === 2 || batches > 3 ? Effect.die(new Error("Out of salt")) : Effect.void
      })
      expect(
        yield* Effect.flip(plugins.migrateTenant(key, tenantId, [failing], nothing)),
      ).toMatchObject({ migration: "0001-shout", detail: "tenant/0001-shout: Out of salt" })
      // The second batch failed once and was tried again; the third failed four times.
      expect(batches).toBe(7)
      expect(yield* stored(tenantId)).toEqual([
        { status: "failed", cursor: 20, rows: 20, error: "Out of salt" },
      ])
      yield* plugins.migrateTenant(key, tenantId, [shout(10)], nothing)
      expect(yield* stored(tenantId)).toEqual([
        { status: "done", cursor: null, rows: 30, error: null },
      ])
      expect(yield* names(key, tenantId)).toEqual([{ done: 30, twice: 0 }])
    }),
  )

  it.effect("[MIG-7] are each changed once when the server closes the connection in a batch", () =>
    Effect.gen(function* () {
      const { key, plugins, tenantId } = yield* kitchen(30)
      let batches = 0
      const killed = shout(10, "v1", () => {
        batches += 1
        return batches % 2 === 0 ? killAppConnections : Effect.void
      })
      yield* plugins.migrateTenant(key, tenantId, [killed], nothing)
      expect(batches).toBeGreaterThan(4)
      expect(yield* names(key, tenantId)).toEqual([{ done: 30, twice: 0 }])
      expect(yield* stored(tenantId)).toMatchObject([{ status: "done", rows: 30 }])
    }),
  )

  it.effect("[MIG-7] are brought along once by two processes at the same time", () =>
    Effect.gen(function* () {
      const { key, plugins, tenantId } = yield* kitchen(40)
      const run = plugins.migrateTenant(key, tenantId, [shout(10)], nothing)
      yield* Effect.all([run, run, run], { concurrency: "unbounded" })
      expect(yield* names(key, tenantId)).toEqual([{ done: 40, twice: 0 }])
      expect(yield* stored(tenantId)).toMatchObject([{ status: "done", rows: 40 }])
    }),
  )

  it.effect("[MIG-6] may be changed by plain SQL, with the plugin's rights alone", () =>
    Effect.gen(function* () {
      const { key, plugins, tenantId } = yield* kitchen(3)
      const plain = (text: string): TenantMigration => ({ id: 1, name: "0001-plain", text })
      const run = (text: string) => plugins.migrateTenant(key, tenantId, [plain(text)], nothing)
      expect(yield* Effect.flip(run("update core.tenant set name = 'Mine'"))).toMatchObject({
        detail: expect.stringContaining("permission denied"),
      })
      yield* run("update dish set name = name || '!'; update dish set short = 'x;y'")
      expect(yield* names(key, tenantId)).toEqual([{ done: 3, twice: 0 }])
      expect(yield* Effect.flip(run("select 1"))).toMatchObject({
        detail: expect.stringContaining("edited"),
      })
    }),
  )

  it.effect("[MIG-8] are not walked through in a circle for ever", () =>
    Effect.gen(function* () {
      const { key, plugins, tenantId } = yield* kitchen(1)
      const circle: TenantMigration = {
        id: 1,
        name: "0001-circle",
        text: "",
        up: () => Effect.succeed({ rows: 0, next: { at: 1 } }),
      }
      expect(
        yield* Effect.flip(plugins.migrateTenant(key, tenantId, [circle], nothing)),
      ).toMatchObject({ detail: expect.stringContaining("circles") })
    }),
  )

  it.effect("[PURGE-1] are deleted to the last, and those of the others stay", () =>
    Effect.gen(function* () {
      const { key, plugins, tenantId } = yield* kitchen(2_500)
      const other = yield* newTenant
      yield* fill(key, other, 7)
      const tied = file(
        2,
        "tied",
        `create table plg_${key}.part (tenant_id uuid not null, id int not null, dish int not null, inside int,
           primary key (tenant_id, id), foreign key (tenant_id, dish) references plg_${key}.dish,
           foreign key (tenant_id, inside) references plg_${key}.part);
         select core.isolate('plg_${key}.part')`,
      )
      yield* plugins.prepare(key, [dishes(key), tied])
      yield* plugins.migrateTenant(key, tenantId, [shout(5_000)], nothing)
      yield* plugins
        .open(key, tenantId)
        .query(
          "insert into part select $1::uuid, n, n, nullif(n - 1, 0) from generate_series(1, 9) as n",
          [tenantId],
        )
      expect(yield* plugins.purge(key, tenantId)).toEqual({ rows: 2_509 })
      expect(yield* plugins.purge(key, tenantId)).toEqual({ rows: 0 })
      expect(yield* stored(tenantId)).toEqual([])
      expect(yield* admin(`select tenant_id from plg_${key}.dish group by 1`)).toEqual([
        { tenant_id: other },
      ])
      expect(yield* plugins.purge("never_was", tenantId)).toEqual({ rows: 0 })
    }),
  )
})
