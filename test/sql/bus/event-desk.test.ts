import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { BusRecords } from "#core/plugins/bus/bus-records.ts"
import { BusStore } from "#core/plugins/bus/bus-store.ts"
import { EventSubscriptions } from "#core/plugins/bus/event-subscriptions.ts"
import { storedTopic } from "#core/plugins/bus/topic.ts"
import { call, restaurant } from "#test/core/plugins/bus/bus-rig.ts"
import { newTenant, owner, pluginHub } from "#test/plugins/plugin-hub.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

layer(pluginHub(database), { excludeTestServices: true })("people at the events", (it) => {
  it.effect("[BUS-17] see and change only what they may", () =>
    Effect.gen(function* () {
      const tenantId = yield* newTenant
      const desk = yield* EventSubscriptions
      const nobody = owner(tenantId, [])
      const reader = owner(tenantId, ["core.events.read"])
      for (const refused of [
        Effect.asVoid(desk.events(nobody, { page: 1, size: 10 })),
        Effect.asVoid(desk.subscriptions(nobody)),
        Effect.asVoid(desk.deadLetters(nobody, 1, 10)),
      ])
        assert.propertyVal(yield* Effect.flip(refused), "code", "AUTH_FORBIDDEN")
      for (const refused of [
        desk.settle(reader, "a.b", 1, "retry"),
        Effect.asVoid(desk.replay(reader, "a.b", { from: 1, dryRun: true })),
        desk.pause(reader, "a.b"),
        desk.resume(reader, "a.b"),
      ])
        assert.propertyVal(yield* Effect.flip(refused), "code", "EVENTS_REPLAY_DENIED")
      assert.deepStrictEqual(yield* desk.subscriptions(reader), [])
    }),
  )

  it.effect("[BUS-14] find events by topic, key and position, page by page", () =>
    Effect.gen(function* () {
      const tenantId = restaurant()
      const desk = yield* EventSubscriptions
      const scope = owner(tenantId)
      for (let n = 1; n <= 25; n++) yield* call(tenantId, `t${n % 2}`, n)
      const positions = (filter: { topic?: string; key?: string; from?: number }, page = 1) =>
        Effect.map(desk.events(scope, { ...filter, page, size: 10 }), ({ items, total }) => [
          total,
          ...items.map(({ position }) => position),
        ])
      assert.deepStrictEqual(yield* positions({}), [25, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16])
      assert.deepStrictEqual(yield* positions({}, 3), [25, 5, 4, 3, 2, 1])
      assert.deepStrictEqual(yield* positions({}, 9), [25])
      assert.deepStrictEqual(yield* positions({ from: 3 }), [3, 3, 2, 1])
      assert.deepStrictEqual(yield* positions({ key: "t0", from: 8 }), [4, 8, 6, 4, 2])
      assert.deepStrictEqual(
        yield* positions({ topic: "waiter.called@1", key: "t1" }, 2),
        [13, 5, 3, 1],
      )
      assert.deepStrictEqual(yield* positions({ topic: "waiter.left@1" }), [0])
    }),
  )

  it.effect("[BUS-19] count what is before a handler, and nothing while it is disabled", () =>
    Effect.gen(function* () {
      const tenantId = restaurant()
      const store = yield* BusStore
      const records = yield* BusRecords
      const handler = { subscription: "desk.lag", topic: storedTopic("waiter.called@1") }
      yield* call(tenantId, "t1", 1)
      yield* store.begin([{ tenantId, subscription: "desk.lag", startFrom: "earliest" }])
      yield* call(tenantId, "t1", 2)
      assert.strictEqual((yield* store.lags([handler])).get("desk.lag"), 2)
      assert.deepStrictEqual(
        (yield* store.behind(["desk.lag"])).map((one) => one.tenantId),
        [tenantId],
      )
      const [place] = yield* records.overview(tenantId, [handler], 100)
      assert.deepInclude(place, { position: 0, lag: 2, state: "running" })
      yield* store.setState(tenantId, ["desk.lag"], { from: "running", to: "stopped" })
      assert.strictEqual((yield* store.lags([handler])).get("desk.lag"), 0)
      assert.deepStrictEqual(yield* store.behind(["desk.lag"]), [])
    }),
  )

  it.effect("[BUS-7] keep marks for as long as an event may come again, and not for ever", () =>
    Effect.gen(function* () {
      const tenantId = restaurant()
      const store = yield* BusStore
      const mark = (position: number) =>
        Effect.promise(
          () => database.connection()`
            insert into bus.done (tenant_id, sub, position, at)
            values (${tenantId}, 'desk.old', ${position}, now() - interval '2 days')`,
        )
      const marks = Effect.promise(
        () => database.connection()`select position::int from bus.done where sub = 'desk.old'`,
      ).pipe(Effect.map((rows) => rows.map((row) => row["position"])))
      for (let n = 1; n <= 3; n++) yield* call(tenantId, "t1", n)
      yield* store.begin([{ tenantId, subscription: "desk.old", startFrom: "earliest" }])
      yield* store.advance([{ tenantId, subscription: "desk.old", position: 2 }])
      for (const position of [1, 2, 3]) yield* mark(position)
      yield* store.settle(tenantId, {
        places: [],
        gone: [],
        exceptions: [
          {
            subscription: "desk.old",
            position: 2,
            lane: "t1",
            status: "dead",
            attempt: 1,
            dueAt: 0,
            holds: false,
          },
        ],
      })
      const day = 24 * 3_600_000
      assert.strictEqual(yield* store.sweep({ marksMs: day, settledMs: day }), 1)
      assert.deepStrictEqual(yield* marks, [2, 3])
      assert.strictEqual(yield* store.sweep({ marksMs: day, settledMs: day }), 0)
    }),
  )
})
