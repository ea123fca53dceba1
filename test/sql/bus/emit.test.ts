import { randomUUID } from "node:crypto"
import { assert, layer } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { type Committed, EventLog, LogFeed } from "#core/log/event-log.ts"
import { BusStore } from "#core/plugins/bus/bus-store.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { busStoreLayer } from "#sql/bus-store.ts"
import { pluginDatabaseLayer } from "#sql/plugin-database.ts"
import { asking, happening, newOrder } from "#test/support/append-request.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()
const services = Layer.mergeAll(busStoreLayer, pluginDatabaseLayer).pipe(
  Layer.provideMerge(database.layer),
)

/** A restaurant with a plugin that keeps notes. */
const opened = Effect.gen(function* () {
  const tenantId = randomUUID() as TenantId
  const plugins = yield* PluginDatabase
  yield* plugins.prepare("notes", [
    {
      id: 1,
      name: "init",
      sql: `create table plg_notes.note (tenant_id uuid not null, text text not null, primary key (tenant_id, text));
            select core.isolate('plg_notes.note')`,
    },
  ])
  const sql = plugins.open("notes", tenantId)
  const bus = yield* BusStore
  const log = yield* EventLog
  return {
    tenantId,
    log,
    sql,
    bus,
    scope: systemScope(tenantId),
    note: (text: string) =>
      sql.query("insert into note (tenant_id, text) values ($1::uuid, $2)", [tenantId, text]),
    tell: (text: string, plugin = "notes") =>
      bus.emit(plugin, tenantId, { topic: "notes.written@1", key: text, data: { text } }),
    notes: Effect.map(sql.query("select text from note order by text"), (rows) =>
      rows.map(({ text }) => text),
    ),
    told: Effect.map(log.readAfter(systemScope(tenantId), 0, 10_000), (events) =>
      events.map(({ payload }) => (payload as { readonly key?: string }).key),
    ),
  }
})

layer(services)("what a plugin tells the others", (it) => {
  it.effect("[BUS-1] is stored together with the rows it speaks of", () =>
    Effect.gen(function* () {
      const { sql, note, tell, told, log, scope, tenantId } = yield* opened
      yield* sql.transaction(Effect.all([note("a"), tell("a"), note("b"), tell("b")]))
      assert.deepStrictEqual(yield* told, ["a", "b"])
      const [first, second] = yield* log.readAfter(scope, 0, 10)
      assert.deepInclude(first, {
        tenantId,
        position: 1,
        stream: "plugin/notes",
        version: 1,
        type: "notes.written@1",
        payload: { key: "a", data: { text: "a" } },
      })
      assert.deepInclude(second, { position: 2, version: 2 })
    }),
  )

  it.effect("[BUS-1] is not stored when the transaction fails, nor are the rows", () =>
    Effect.gen(function* () {
      const { sql, note, tell, told, notes } = yield* opened
      const failed = yield* Effect.exit(
        sql.transaction(Effect.all([note("a"), tell("a"), Effect.fail("no")])),
      )
      assert.isTrue(Exit.isFailure(failed))
      assert.deepStrictEqual([yield* told, yield* notes], [[], []])
    }),
  )

  it.effect("[BUS-1] outside of a transaction is stored at once", () =>
    Effect.gen(function* () {
      const { tell, told } = yield* opened
      yield* tell("alone")
      assert.deepStrictEqual(yield* told, ["alone"])
    }),
  )

  it.effect("[BUS-1] is part of the transaction that remembers the answer to a request", () =>
    Effect.gen(function* () {
      const { note, tell, told, tenantId } = yield* opened
      const { once } = yield* PluginDatabase
      const request = { key: "k1", fingerprint: "f" }
      const work = Effect.as(Effect.all([note("a"), tell("a")]), { status: 200, json: {} })
      yield* once(tenantId, request, work)
      const repeat = yield* once(tenantId, request, work)
      assert.isTrue(repeat.replayed)
      assert.deepStrictEqual(yield* told, ["a"])
    }),
  )

  it.effect("[BUS-1] with what the database cannot store is refused before anything is lost", () =>
    Effect.gen(function* () {
      const { sql, note, tell, notes } = yield* opened
      const refusal = yield* sql.transaction(Effect.andThen(note("a"), Effect.flip(tell("\u0000"))))
      assert.propertyVal(refusal, "code", "VALUE_REFUSED")
      assert.deepStrictEqual(yield* notes, ["a"])
    }),
  )

  it.effect("[BUS-2] waits its turn beside orders, and everybody's positions have no gap", () =>
    Effect.gen(function* () {
      const { sql, note, tell, log, scope } = yield* opened
      yield* Effect.all(
        [
          Effect.forEach(
            Array.from({ length: 60 }, (_, n) => `n${n}`),
            (text) => sql.transaction(Effect.andThen(note(text), tell(text))),
            { concurrency: 6 },
          ),
          Effect.forEach(
            Array.from({ length: 120 }, newOrder),
            (order) => log.append(scope, asking(happening(order, 0, "placed", "sent"))),
            { concurrency: 12 },
          ),
        ],
        { concurrency: "unbounded" },
      )
      const events = yield* log.readAfter(scope, 0, 10_000)
      assert.deepStrictEqual(
        events.map(({ position }) => position),
        Array.from({ length: 300 }, (_, n) => n + 1),
      )
      const versions = events.flatMap(({ stream, version }) =>
        stream === "plugin/notes" ? [version] : [],
      )
      assert.deepStrictEqual(
        versions,
        Array.from({ length: 60 }, (_, n) => n + 1),
      )
    }),
  )

  it.effect("[BUS-2] does not hold the log while its transaction still works", () =>
    Effect.gen(function* () {
      const { sql, note, tell, told, log, scope } = yield* opened
      const go = yield* Deferred.make<void>()
      const slow = yield* Effect.forkChild(
        sql.transaction(Effect.all([note("a"), tell("a"), Deferred.await(go)])),
      )
      yield* Effect.yieldNow
      yield* log.append(scope, asking(happening(newOrder(), 0, "placed")))
      assert.deepStrictEqual(yield* told, [undefined])
      yield* Deferred.succeed(go, undefined)
      yield* Fiber.join(slow)
      assert.deepStrictEqual(yield* told, [undefined, "a"])
    }),
  )

  it.effect("[BUS-3] is heard by whoever follows the log, after the commit and not before", () =>
    Effect.gen(function* () {
      const { sql, note, tell, tenantId } = yield* opened
      const heard: Array<Committed> = []
      yield* LogFeed.use(({ subscribe }) =>
        subscribe({
          onCommitted: (committed) => {
            if (committed.tenantId === tenantId) heard.push(committed)
          },
          onMoved: () => {},
        }),
      )
      yield* sql.transaction(
        Effect.gen(function* () {
          yield* note("a")
          yield* tell("a")
          assert.deepStrictEqual(heard, [])
        }),
      )
      assert.deepStrictEqual(
        heard.flatMap(({ events }) => events.map(({ position, type }) => [position, type])),
        [[1, "notes.written@1"]],
      )
    }).pipe(Effect.scoped),
  )

  it.effect("[BUS-1] cannot be changed or invented by a plugin's own statements", () =>
    Effect.gen(function* () {
      const { sql, tell, tenantId } = yield* opened
      yield* tell("a")
      const forged = yield* Effect.exit(
        sql.query("select log.emit($1::uuid, 'plugin/other', '{x}', '[1]', now())", [tenantId]),
      )
      assert.isTrue(Exit.isFailure(forged))
      const [row] = yield* SqlClient.SqlClient.use(
        (client) => client`select count(*)::int as n from bus.subscription`,
      )
      assert.strictEqual(row?.["n"], 0)
    }),
  )
})
