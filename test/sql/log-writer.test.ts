import { assert, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Scope } from "effect"
import { EventLog } from "#core/log/event-log.ts"
import { databaseLayer } from "#sql/database.ts"
import { asking, happening, newCid, newOrder, newRestaurant } from "#test/support/append-request.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

it.effect("[LOG-12] puts off further orders when too many wait, and says so at once", () =>
  Effect.gen(function* () {
    const log = yield* EventLog
    const scope = newRestaurant()
    const answers = yield* Effect.forEach(
      Array.from({ length: 100 }, newOrder),
      (order) => Effect.result(log.append(scope, asking(happening(order, 0, "placed")))),
      { concurrency: "unbounded" },
    )
    const refusals = answers.flatMap((answer) =>
      answer._tag === "Failure" ? [answer.failure] : [],
    )
    assert.strictEqual(answers.length - refusals.length, 20)
    for (const refusal of refusals)
      assert.include(refusal, { _tag: "Overloaded", retryAfterMs: 1_000 })
    assert.strictEqual(yield* log.head(scope), 20)
  }).pipe(Effect.provide(small)),
)

it.effect("[LOG-12] leaves room for the others when one restaurant sends too much", () =>
  Effect.gen(function* () {
    const log = yield* EventLog
    const [loud, quiet] = [newRestaurant(), newRestaurant()]
    const flood = yield* Effect.forkChild(
      Effect.forEach(
        Array.from({ length: 200 }, newOrder),
        (order) => Effect.exit(log.append(loud, asking(happening(order, 0, "placed")))),
        { concurrency: "unbounded" },
      ),
      { startImmediately: true },
    )
    const answer = yield* log.append(quiet, asking(happening(newOrder(), 0, "placed")))
    assert.strictEqual(answer._tag, "Appended")
    yield* Fiber.join(flood)
  }).pipe(Effect.provide(small)),
)

it.live("[LOG-13] does not stop for a transaction that holds one restaurant's log", () =>
  Effect.gen(function* () {
    const log = yield* EventLog
    const [held, free] = [newRestaurant(), newRestaurant()]
    yield* log.append(held, asking(happening(newOrder(), 0, "placed")))
    const release = yield* Effect.promise(() => holdHead(held.tenantId))
    const waiting = yield* Effect.forkChild(
      log.append(held, asking(happening(newOrder(), 0, "placed"))),
    )
    const began = performance.now()
    for (let n = 0; n < 20; n++) yield* log.append(free, asking(happening(newOrder(), 0, "placed")))
    assert.isBelow(performance.now() - began, 3_000)
    assert.isUndefined(waiting.pollUnsafe())
    yield* Effect.promise(release)
    assert.strictEqual((yield* Fiber.join(waiting))._tag, "Appended")
  }).pipe(Effect.provide(database.layer)),
)

it.live("[LOG-14] stores whatever waits before it shuts down, and refuses what comes later", () =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const hub = yield* Layer.buildWithScope(database.layer, scope)
    const log = yield* Effect.provide(EventLog, hub)
    const tenant = newRestaurant()
    const waiting = yield* Effect.forkChild(
      Effect.forEach(
        Array.from({ length: 1_000 }, newOrder),
        (order) => Effect.exit(log.append(tenant, asking(happening(order, 0, "placed")))),
        { concurrency: "unbounded" },
      ),
      { startImmediately: true },
    )
    yield* Scope.close(scope, Exit.void)
    const stored = (yield* Fiber.join(waiting)).filter(Exit.isSuccess).length
    assert.strictEqual(stored, 1_000)
    const late = yield* Effect.flip(log.append(tenant, asking(happening(newOrder(), 0, "placed"))))
    assert.strictEqual(late._tag, "LogUnavailable")
  }),
)

it.live("[LOG-15] two hubs cannot fork a stream: the slower one decides again", () =>
  Effect.gen(function* () {
    const here = yield* Effect.provide(EventLog, yield* Layer.build(Layer.fresh(database.layer)))
    const there = yield* Effect.provide(EventLog, yield* Layer.build(Layer.fresh(database.layer)))
    const restaurants = [newRestaurant(), newRestaurant(), newRestaurant()]
    let [won, lost] = [0, 0]
    yield* Effect.forEach(
      restaurants.flatMap((scope) =>
        ["order/a", "order/b", "tenant"].map((stream) => ({ scope, stream })),
      ),
      ({ scope, stream }) =>
        Effect.forEach(
          [here, there],
          (log) =>
            Effect.gen(function* () {
              for (let turn = 0; turn < 60; turn++) {
                const { version } = yield* log.read(scope, stream)
                const answer = yield* Effect.result(
                  log.append(scope, asking(happening(stream, version, "did"))),
                )
                if (answer._tag === "Success") won++
                else {
                  assert.strictEqual(answer.failure._tag, "VersionConflict")
                  lost++
                }
              }
            }),
          { concurrency: 2 },
        ),
      { concurrency: "unbounded" },
    )
    assert.isAbove(lost, 0)
    let stored = 0
    for (const scope of restaurants) {
      const events = yield* here.readAfter(scope, 0, 10_000)
      stored += events.length
      assert.deepStrictEqual(
        events.map(({ position }) => position),
        events.map((_, index) => index + 1),
      )
    }
    assert.strictEqual(stored, won)
  }).pipe(Effect.scoped),
)

it.live("[LOG-15] two hubs that get the same command at once store it once", () =>
  Effect.gen(function* () {
    const here = yield* Effect.provide(EventLog, yield* Layer.build(Layer.fresh(database.layer)))
    const there = yield* Effect.provide(EventLog, yield* Layer.build(Layer.fresh(database.layer)))
    const scope = newRestaurant()
    for (let turn = 0; turn < 50; turn++) {
      const cid = newCid()
      const answers = yield* Effect.forEach(
        [here, there],
        (log) => log.append(scope, { ...asking(happening(newOrder(), 0, "placed")), cid }),
        { concurrency: 2 },
      )
      assert.deepStrictEqual(answers.map(({ _tag }) => _tag).sort(), ["Appended", "Repeated"])
    }
    assert.strictEqual(yield* here.head(scope), 50)
  }).pipe(Effect.scoped),
)

it.live("[LOG-16] the crash test's control acknowledges an order before it is stored", () =>
  Effect.gen(function* () {
    const lying = Layer.unwrap(
      Effect.sync(() => databaseLayer({ ...database.options(), acknowledgeBeforeCommit: true })),
    )
    const scope = newRestaurant()
    const honest = yield* Effect.provide(EventLog, yield* Layer.build(database.layer))
    const log = yield* Effect.provide(EventLog, yield* Layer.build(lying))
    yield* log.append(scope, asking(happening(newOrder(), 0, "placed")))
    assert.strictEqual(yield* honest.head(scope), 0)
  }).pipe(Effect.scoped),
)

const small = Layer.unwrap(
  Effect.sync(() => databaseLayer({ ...database.options(), capacity: 40 })),
)

/** Somebody else's transaction that took the lock and then dawdles. */
const holdHead = async (tenantId: string): Promise<() => Promise<unknown>> => {
  const connection = database.connection()
  await connection.unsafe("begin")
  await connection`select 1 from log.head where tenant_id = ${tenantId} for update`
  return () => connection.unsafe("commit")
}
