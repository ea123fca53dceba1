import { randomUUID } from "node:crypto"
import { join } from "node:path"
import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { migrate, readMigrations } from "#sql/migrate.ts"
import { type PlainConnection, plainConnection } from "#sql/plain-connection.ts"
import { prepareRoles } from "#sql/roles.ts"
import { appAddress, testDatabase } from "#test/support/postgres.ts"

// A database as the hub's first form left it, before restaurants could choose what they run.

const server = testDatabase()
const name = `test_${randomUUID().replaceAll("-", "")}`
let connection: PlainConnection

beforeAll(async () => {
  await server.connection().unsafe(`create database ${name}`)
  connection = plainConnection(
    { ...server.admin(), database: name },
    { name: "test", statementTimeoutMs: 60_000 },
  )
})
afterAll(async () => {
  await connection.end({ timeout: 1 })
  await server.connection().unsafe(`drop database ${name} with (force)`)
})

describe("a restaurant of the first form", () => {
  it("[LIFE-7] runs after the update what it ran before", async () => {
    const steps = await readMigrations(join(import.meta.dirname, "..", "..", "sql", "migration"))
    const upTo = (id: number) =>
      Effect.runPromise(
        migrate(connection, {
          namespace: "heard",
          migrations: steps.filter((step) => step.id <= id),
        }),
      )
    await Effect.runPromise(prepareRoles(connection, appAddress(server.admin())))
    await upTo(7)
    const tenant = randomUUID()
    await connection`
      insert into core.tenant (id, slug, name, currency, locale, timezone)
      values (${tenant}, 'chez-margaux', 'Chez Margaux', 'EUR', 'fr', 'Europe/Paris')`
    await upTo(1_000)
    const rows = await connection`
      select plugin_key, desired, actual, installed_version from core.tenant_plugin
       where tenant_id = ${tenant} order by 1`
    expect(rows.map((row) => row["plugin_key"])).toEqual([
      "catalog_product",
      "devices",
      "floor_plan",
      "kds",
      "orders",
      "printer",
    ])
    for (const row of rows)
      expect(row).toMatchObject({
        desired: "enabled",
        actual: "enabled",
        installed_version: "1.0.0",
      })
    const [forced] = await connection`
      select relforcerowsecurity as forced from pg_class where oid = 'core.tenant'::regclass`
    expect(forced).toEqual({ forced: true })
  })
})
