import { Effect, Layer } from "effect"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { busStoreLayer } from "#sql/bus-store.ts"
import { pluginDatabaseLayer } from "#sql/plugin-database.ts"
import { eventBusContract } from "#test/contract/event-bus.contract.ts"
import { failedDeliveryContract } from "#test/contract/failed-delivery.contract.ts"
import { Notebook } from "#test/support/memory-bus-store.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

/** Notes are rows of a plugin's table. */
const notebook = Layer.effect(
  Notebook,
  Effect.gen(function* () {
    const plugins = yield* PluginDatabase
    yield* plugins.prepare("notes", [
      {
        id: 1,
        name: "init",
        sql: `create table plg_notes.note (tenant_id uuid not null, id bigint generated always as identity, text text not null, primary key (tenant_id, id));
              select core.isolate('plg_notes.note')`,
      },
    ])
    return {
      write: (tenantId, text) =>
        plugins
          .open("notes", tenantId)
          .query("insert into note (tenant_id, text) values ($1::uuid, $2)", [tenantId, text]),
      read: (tenantId) =>
        Effect.map(
          plugins.open("notes", tenantId).query("select text from note order by id"),
          (rows) => rows.map(({ text }) => String(text)),
        ),
    }
  }),
)

const postgres = notebook.pipe(
  Layer.provideMerge(Layer.mergeAll(busStoreLayer, pluginDatabaseLayer)),
  Layer.provideMerge(database.layer),
)

eventBusContract("PostgreSQL", postgres)
failedDeliveryContract("PostgreSQL", postgres)
