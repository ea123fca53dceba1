import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { EventLog } from "#core/log/event-log.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { databaseLayer } from "#sql/database.ts"
import { parseDatabaseUrl } from "#sql/database-address.ts"
import { embeddedServer } from "#sql/embedded-server.ts"
import { ownerConnection } from "#sql/owner-connection.ts"
import { pluginDatabaseLayer } from "#sql/plugin-database.ts"
import { asking, happening, newOrder, newRestaurant } from "#test/support/append-request.ts"
import { dishes, file, fill, newTenant } from "./plugin-tables.ts"

/** A server that somebody else runs; the hub gets a database and a user who is no superuser. */
const strangersServer = Effect.gen(function* () {
  const dataDir = yield* Effect.acquireRelease(
    Effect.promise(() => mkdtemp(join(tmpdir(), "heard-stranger-"))),
    (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true })),
  )
  const server = yield* embeddedServer({ dataDir })
  const admin = yield* ownerConnection(server)
  yield* Effect.promise(() =>
    admin
      .unsafe("create role bistro login createrole password 'first'")
      .then(() => admin.unsafe("create database bistro owner bistro")),
  )
  return { server, admin }
})

const appendTo = (databaseUrl: string) =>
  EventLog.use((log) =>
    log.append(newRestaurant(), asking(happening(newOrder(), 0, "placed"))),
  ).pipe(Effect.provide(databaseLayer({ dataDir: "/unused", databaseUrl, sharedDatabase: false })))

it.live("[SQL-4] needs no superuser, and goes on when the owner's password was changed", () =>
  Effect.gen(function* () {
    const { server, admin } = yield* strangersServer
    const url = (password: string) =>
      `postgres://bistro:${password}@${server.host}:${server.port}/bistro`
    assert.propertyVal(yield* appendTo(url("first")), "_tag", "Appended")
    yield* Effect.promise(() => admin.unsafe("alter role bistro password 'second'"))
    const wrong = yield* Effect.flip(appendTo(url("first")))
    assert.strictEqual(wrong._tag, "DatabaseUnusable")
    assert.propertyVal(yield* appendTo(url("second")), "_tag", "Appended")
  }).pipe(Effect.scoped),
)

it.live("[SQL-4] makes, tries, renames and empties plugins' tables without a superuser too", () =>
  Effect.gen(function* () {
    const { server, admin } = yield* strangersServer
    const databaseUrl = `postgres://bistro:first@${server.host}:${server.port}/bistro`
    const database = databaseLayer({ dataDir: "/unused", databaseUrl, sharedDatabase: false })
    yield* Effect.gen(function* () {
      const plugins = yield* PluginDatabase
      const tenantId = yield* newTenant
      const table = dishes("old")
      yield* plugins.prepare("old", [table])
      yield* fill("old", tenantId, 3)
      const wide = file(2, "wide", "alter table dish alter column short type varchar(40)")
      const tried = yield* plugins.dryRun("old", [table, wide])
      assert.deepInclude(tried[0], { locks: ["plg_old.dish"], rewrites: ["plg_old.dish"] })
      yield* plugins.prepare("new", [dishes("new"), wide], ["old"])
      const step = { id: 1, name: "0001-shout", text: "update dish set name = upper(name)" }
      yield* plugins.migrateTenant("new", tenantId, [step], () => Effect.void)
      const drop = { ...file(1, "drop", "drop table dish"), afterVersion: "1.0.0" }
      assert.deepStrictEqual(yield* plugins.purge("new", tenantId), { rows: 3 })
      assert.deepStrictEqual(yield* plugins.contract("new", [drop]), ["0001-drop"])
    }).pipe(Effect.provide(pluginDatabaseLayer.pipe(Layer.provideMerge(database))))
    const roles = yield* Effect.promise(() =>
      admin.unsafe("select rolname from pg_roles where rolname like 'plg_%'"),
    )
    assert.deepStrictEqual(
      roles.map((row) => row["rolname"]),
      ["plg_new"],
    )
  }).pipe(Effect.scoped),
)

it("[SQL-4] reads an address with everything that may stand in it", () => {
  assert.deepStrictEqual(
    parseDatabaseUrl("postgresql://chef:p%40ss@db.example:6432/heard?sslmode=verify-full"),
    {
      host: "db.example",
      port: 6432,
      database: "heard",
      username: "chef",
      password: "p@ss",
      tls: "verify",
    },
  )
  assert.throws(() => parseDatabaseUrl("postgres://db.example/heard"), /no user/)
})

it("[SQL-14] is never unencrypted by a mistake in its address", () => {
  const tls = (mode: string) => parseDatabaseUrl(`postgres://chef:x@db.example/heard${mode}`).tls
  assert.deepStrictEqual(
    ["", "?sslmode=disable", "?sslmode=require", "?sslmode=verify-ca", "?sslmode=verify-full"].map(
      tls,
    ),
    [undefined, undefined, "require", "verify", "verify"],
  )
  for (const wrong of ["required", "Verify-Full", "prefer", "allow", "", "toString"])
    assert.throws(
      () => tls(`?sslmode=${wrong}`),
      `sslmode of DATABASE_URL is "${wrong}"; allowed is disable, require, verify-ca, verify-full`,
    )
})
