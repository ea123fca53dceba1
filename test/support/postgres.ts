/**
 * A real PostgreSQL for tests. In a test file:
 *
 * ```ts
 * const database = testDatabase()                        // once at the top of the file: hooks are registered by it
 * it.effect("…", () => Effect.gen(…).pipe(Effect.provide(database.layer)))        // EventLog, LogFeed, FloorStore, …
 * layer(database.layer)("…", (it) => …)                  // the same, built once for the block
 * database.options()                                     // inside a test: for `databaseLayer({ …, more options })`
 * ```
 *
 * The first file of a run that asks starts one server for all files and migrates one template; each file gets a
 * database of its own, copied from it (some 50 ms). Tests of one file share it: use new tenants (`randomUUID()`).
 */
import { randomUUID } from "node:crypto"
import { Effect, Layer } from "effect"
import { afterAll, beforeAll, inject } from "vitest"
import { type DatabaseOptions, databaseLayer } from "#sql/database.ts"
import { type DatabaseAddress, passwordFrom } from "#sql/database-address.ts"
import { type PlainConnection, plainConnection } from "#sql/plain-connection.ts"

declare module "vitest" {
  interface ProvidedContext {
    readonly postgres: DatabaseAddress
  }
}

export interface TestDatabase {
  /** Everything that {@link databaseLayer} provides, on this file's database. */
  readonly layer: ReturnType<typeof databaseLayer>
  /** Known once the file's first hook has run. */
  readonly options: () => DatabaseOptions
  /** The superuser's way in, for looking behind the scenes. */
  readonly admin: () => DatabaseAddress
  /** A connection of the superuser that is closed after the file. */
  readonly connection: () => PlainConnection
}

/** @param template {@link hubTemplateName} spares a hub the second in which it makes the tables of its plugins */
export const testDatabase = (template = templateName): TestDatabase => {
  const server = inject("postgres")
  const name = `test_${randomUUID().replaceAll("-", "")}`
  const address = { ...server, database: name }
  const onServer = plainConnection(server, { name: "test", statementTimeoutMs: 60_000 })
  let inside: PlainConnection | undefined

  beforeAll(async () => {
    await onServer.unsafe(`create database ${name} template ${template}`)
  })
  afterAll(async () => {
    await inside?.end({ timeout: 1 })
    await onServer.unsafe(`drop database ${name} with (force)`)
    await onServer.end({ timeout: 1 })
  })

  const options = (): DatabaseOptions => ({
    dataDir: "/unused",
    databaseUrl: databaseUrl(address),
    sharedDatabase: false,
  })
  return {
    layer: Layer.unwrap(Effect.sync(() => databaseLayer(options()))),
    options,
    admin: () => address,
    connection: () => {
      inside ??= plainConnection(address, { name: "test", statementTimeoutMs: 60_000 })
      return inside
    },
  }
}

/** Migrated, and empty. */
export const templateName = "heard_template"
/** With the tables of the project's plugins besides. */
export const hubTemplateName = "heard_hub_template"

export const databaseUrl = (address: DatabaseAddress): string =>
  `postgres://${address.username}:${address.password}@${address.host}:${address.port}/${address.database}`

/** How tests sign in as the application, to try what it must not do. */
export const appAddress = (admin: DatabaseAddress): DatabaseAddress => ({
  ...admin,
  username: "heard_app",
  password: passwordFrom(admin.password, "heard_app"),
})
