import { assert, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { EventLog, LogFeed } from "#core/log/event-log.ts"
import { databaseLayer } from "#sql/database.ts"
import { asking, happening, newOrder, newRestaurant } from "#test/support/append-request.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

/** One of several hubs over this database. */
const hub = Effect.suspend(() =>
  Layer.build(databaseLayer({ ...database.options(), sharedDatabase: true })),
)

const follow = Effect.fnUntraced(function* (services: Context.Context<LogFeed>) {
  const moved: Array<string> = []
  yield* Context.get(services, LogFeed).subscribe({
    onCommitted: () => {},
    onMoved: (tenant) => moved.push(tenant),
  })
  return moved
})

const until = (condition: () => boolean, patienceMs = 3_000) =>
  Effect.promise(async () => {
    const deadline = performance.now() + patienceMs
    while (!condition() && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 2))
    return condition()
  })

it.live("[LOG-17] tells the other hubs which restaurant's log went on, and not itself", () =>
  Effect.gen(function* () {
    const [here, there] = [yield* hub, yield* hub]
    const [mine, theirs] = [yield* follow(here), yield* follow(there)]
    const scope = newRestaurant()
    yield* Context.get(here, EventLog).append(scope, asking(happening(newOrder(), 0, "placed")))
    assert.isTrue(yield* until(() => theirs.includes(scope.tenantId)))
    assert.strictEqual((yield* Context.get(there, EventLog).readAfter(scope, 0, 9)).length, 1)
    assert.notInclude(mine, scope.tenantId)
  }).pipe(Effect.scoped),
)

it.live("[LOG-17] speaks once for many orders of the same moment", () =>
  Effect.gen(function* () {
    const [here, there] = [yield* hub, yield* hub]
    const heard = yield* follow(there)
    const scope = newRestaurant()
    yield* Effect.forEach(
      Array.from({ length: 200 }, newOrder),
      (order) => Context.get(here, EventLog).append(scope, asking(happening(order, 0, "placed"))),
      { concurrency: "unbounded" },
    )
    assert.isTrue(yield* until(() => heard.includes(scope.tenantId)))
    assert.isBelow(heard.filter((tenant) => tenant === scope.tenantId).length, 20)
  }).pipe(Effect.scoped),
)

it.live("[LOG-17] listens again after a lost connection, and looks at everything", () =>
  Effect.gen(function* () {
    const [here, there] = [yield* hub, yield* hub]
    const scope = newRestaurant()
    yield* Context.get(here, EventLog).append(scope, asking(happening(newOrder(), 0, "placed")))
    const heard = yield* follow(there)
    yield* until(() => heard.includes(scope.tenantId))
    heard.length = 0
    yield* Effect.promise(
      () => database.connection()`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'heard listen'`,
    )
    // Looked at although nobody said anything: a message may have been lost in between.
    assert.isTrue(yield* until(() => heard.includes(scope.tenantId)))
    heard.length = 0
    yield* Context.get(here, EventLog).append(scope, asking(happening(newOrder(), 0, "placed")))
    assert.isTrue(yield* until(() => heard.includes(scope.tenantId)))
  }).pipe(Effect.scoped),
)
