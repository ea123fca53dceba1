import { randomUUID } from "node:crypto"
import { Effect, Layer } from "effect"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { PluginMigration } from "#core/plugins/migration.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { pluginDatabaseLayer } from "#sql/plugin-database.ts"
import type { TestDatabase } from "#test/support/postgres.ts"

export const pluginTables = (database: TestDatabase) =>
  pluginDatabaseLayer.pipe(Layer.provideMerge(database.layer))

/** Roles belong to the whole server, which other test files share. */
export const newKey = (): string => `t${randomUUID().replaceAll("-", "").slice(0, 12)}`

export const newTenant = Effect.gen(function* () {
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

export const file = (id: number, name: string, sql: string): PluginMigration => ({
  id,
  name: `${String(id).padStart(4, "0")}-${name}`,
  sql,
})

export const dishes = (key: string): PluginMigration =>
  file(
    1,
    "init",
    `create table plg_${key}.dish (tenant_id uuid not null, id int not null, name text not null, short text, primary key (tenant_id, id));
     select core.isolate('plg_${key}.dish')`,
  )

/** A plugin with one table and so many rows in it, for one restaurant. */
export const kitchen = (rows: number) =>
  Effect.gen(function* () {
    const key = newKey()
    const plugins = yield* PluginDatabase
    yield* plugins.prepare(key, [dishes(key)])
    const tenantId = yield* newTenant
    yield* fill(key, tenantId, rows)
    return { key, plugins, tenantId }
  })

export const fill = (key: string, tenantId: TenantId, rows: number) =>
  Effect.flatMap(PluginDatabase, (plugins) =>
    plugins
      .open(key, tenantId)
      .query(
        "insert into dish (tenant_id, id, name) select $1::uuid, n, 'Dish ' || n from generate_series(1, $2::int) as n",
        [tenantId, rows],
      ),
  )

/** Behind every rule, as the superuser. */
export const lookInto = (database: TestDatabase) => (statement: string) =>
  Effect.promise(() => database.connection().unsafe<Array<Record<string, unknown>>>(statement))
