/**
 * A process that holds the database of a folder, for tests that kill it: `node run-database.ts {dataDir}`. It writes one
 * line when it is ready and then appends one order after the other to the tenant of the second argument, a line each.
 */
import { Effect } from "effect"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { EventLog } from "#core/log/event-log.ts"
import { databaseLayer } from "#sql/database.ts"
import { asking, happening, newOrder } from "./append-request.ts"

const [dataDir = "", tenantId = ""] = process.argv.slice(2)
const scope = systemScope(tenantId as TenantId)

const appending = Effect.gen(function* () {
  const log = yield* EventLog
  process.stdout.write("ready\n")
  for (;;) {
    const order = newOrder()
    yield* log.append(scope, asking(happening(order, 0, "placed")))
    process.stdout.write(`${order}\n`)
  }
})

await Effect.runPromise(
  appending.pipe(Effect.provide(databaseLayer({ dataDir, sharedDatabase: false }))),
)
