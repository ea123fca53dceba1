import { layer } from "@effect/vitest"
import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import { expect } from "vitest"
import { hostStatement, hostTransaction } from "#sql/host-sql.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { kitchen, pluginTables } from "./plugin-tables.ts"

const database = testDatabase()

layer(pluginTables(database))("a plugin's transaction", (it) => {
  it.effect.each(["goes well", "fails"])(
    "goes on with its own rights and restaurant when the hub's own work inside of it %s",
    (ending) =>
      Effect.gen(function* () {
        const { key, plugins, tenantId } = yield* kitchen(3)
        const sql = yield* SqlClient.SqlClient
        const own = plugins.open(key, tenantId)
        const count = own.query("select count(*)::int as n from dish")
        const hubsWork = hostTransaction(
          sql,
          [],
          Effect.andThen(
            hostStatement(sql, "select id from core.tenant limit 1"),
            ending === "fails" ? Effect.fail("no") : Effect.void,
          ),
        )
        const counts = yield* own.transaction(
          Effect.gen(function* () {
            const before = yield* count
            yield* Effect.ignore(hubsWork)
            return [before, yield* count]
          }),
        )
        expect(counts).toEqual([[{ n: 3 }], [{ n: 3 }]])
      }),
  )
})
