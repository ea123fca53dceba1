import { assert, layer } from "@effect/vitest"
import { Deferred, Effect, Fiber, type Layer } from "effect"
import { systemScope } from "#core/hub/scope.ts"
import { EventLog, type LogFeed } from "#core/log/event-log.ts"
import { BusStore } from "#core/plugins/bus/bus-store.ts"
import { type EventMeta, topicOf } from "#core/plugins/event.ts"
import { on } from "#core/plugins/subscription.ts"
import { Called, call, eventually, restaurant, runningBus } from "#test/core/plugins/bus/bus-rig.ts"
import { asking, happening, newOrder } from "#test/support/append-request.ts"
import { Notebook } from "#test/support/memory-bus-store.ts"
import { until } from "#test/support/until.ts"

/** What the bus does, whatever its store is made of. */
export const eventBusContract = <E>(
  name: string,
  services: Layer.Layer<BusStore | EventLog | LogFeed | Notebook, E>,
) =>
  layer(services, { excludeTestServices: true })(`the bus over the ${name} store`, (it) => {
    it.effect("[BUS-4] brings what was told to every handler that wants it, in order", () =>
      Effect.gen(function* () {
        const tenantId = restaurant()
        const heard: Record<string, Array<number>> = { a: [], b: [] }
        const handler = (id: string) =>
          on(Called, {
            id: `desk.${id}`,
            order: "tenant",
            handle: ({ n }) => Effect.sync(() => heard[id]?.push(n)),
          })
        const { delivery } = yield* runningBus({ desk: [handler("a")], door: [handler("b")] })
        yield* delivery.start(tenantId, "desk", "catchUp")
        yield* delivery.start(tenantId, "door", "catchUp")
        for (let n = 1; n <= 20; n++) yield* call(tenantId, "t1", n)
        yield* until(() => heard["a"]?.length === 20 && heard["b"]?.length === 20)
        const all = Array.from({ length: 20 }, (_, n) => n + 1)
        assert.deepStrictEqual(heard, { a: all, b: all })
      }).pipe(Effect.scoped),
    )

    it.effect(
      "[BUS-4] says where an event stands, whom it is about and which attempt this is",
      () =>
        Effect.gen(function* () {
          const tenantId = restaurant()
          const metas: Array<EventMeta> = []
          const { delivery } = yield* runningBus({
            desk: [
              on(Called, {
                id: "desk.meta",
                backoff: { baseMs: 1, capMs: 1 },
                handle: (_, meta) =>
                  Effect.suspend(() => {
                    metas.push(meta)
                    return meta.attempt < 3 ? Effect.fail("not yet") : Effect.void
                  }),
              }),
            ],
          })
          yield* delivery.start(tenantId, "desk", "catchUp")
          yield* call(tenantId, "t7", 1)
          yield* until(() => metas.length === 3)
          assert.deepStrictEqual(
            metas.map(({ position, topic, key, attempt, replay }) => [
              position,
              topic,
              key,
              attempt,
              replay,
            ]),
            [1, 2, 3].map((attempt) => [1, topicOf(Called), "t7", attempt, false]),
          )
        }).pipe(Effect.scoped),
    )

    it.effect("[BUS-5] begins at the moment when the plugin was enabled, or before all", () =>
      Effect.gen(function* () {
        const tenantId = restaurant()
        const heard: Array<string> = []
        const handler = (startFrom: "latest" | "earliest") =>
          on(Called, {
            id: `desk.${startFrom}`,
            startFrom,
            handle: ({ n }) => Effect.sync(() => heard.push(`${startFrom} ${n}`)),
          })
        yield* call(tenantId, "t1", 1)
        const { delivery } = yield* runningBus({ desk: [handler("latest"), handler("earliest")] })
        yield* delivery.start(tenantId, "desk", "catchUp")
        yield* call(tenantId, "t1", 2)
        yield* until(() => heard.length === 3)
        assert.deepStrictEqual(heard.toSorted(), ["earliest 1", "earliest 2", "latest 2"])
      }).pipe(Effect.scoped),
    )

    it.effect("[BUS-6] goes on where it was after a restart, and handles nothing twice", () =>
      Effect.gen(function* () {
        const tenantId = restaurant()
        const notes = yield* Notebook
        const handler = on(Called, {
          id: "desk.restart",
          handle: ({ n }) => notes.write(tenantId, `n${n}`),
        })
        const running = Effect.gen(function* () {
          const { delivery } = yield* runningBus({ desk: [handler] })
          yield* delivery.start(tenantId, "desk", "catchUp")
        })
        yield* Effect.scoped(running)
        for (let n = 1; n <= 10; n++) yield* call(tenantId, `t${n % 3}`, n)
        yield* Effect.scoped(
          Effect.gen(function* () {
            yield* running
            yield* eventually(Effect.map(notes.read(tenantId), ({ length }) => length === 10))
          }),
        )
        yield* call(tenantId, "t1", 11)
        yield* Effect.scoped(
          Effect.gen(function* () {
            yield* running
            yield* eventually(Effect.map(notes.read(tenantId), ({ length }) => length >= 11))
          }),
        )
        assert.deepStrictEqual(
          (yield* notes.read(tenantId)).toSorted(),
          Array.from({ length: 11 }, (_, n) => `n${n + 1}`).toSorted(),
        )
      }),
    )

    it.effect("[BUS-10] cuts a handler that hangs, and others do not wait for it", () =>
      Effect.gen(function* () {
        const tenantId = restaurant()
        const heard: Array<string> = []
        const handler = on(Called, {
          id: "desk.hang",
          timeoutMs: 60,
          maxAttempts: 2,
          backoff: { baseMs: 1, capMs: 1 },
          handle: ({ table, n }) =>
            table === "bad"
              ? n === 1
                ? Effect.never
                : Effect.sync(() => heard.push("bad.2"))
              : Effect.sync(() => heard.push("good")),
        })
        const { delivery } = yield* runningBus({ desk: [handler] })
        yield* delivery.start(tenantId, "desk", "catchUp")
        yield* call(tenantId, "bad", 1)
        yield* call(tenantId, "bad", 2)
        yield* call(tenantId, "good", 1)
        yield* until(() => heard.length === 2)
        assert.deepStrictEqual(heard, ["good", "bad.2"])
      }).pipe(Effect.scoped),
    )

    it.effect("[BUS-10] cuts no handler for what it waits until a connection is free", () =>
      Effect.gen(function* () {
        const tenantId = restaurant()
        const notes = yield* Notebook
        const tried: Array<number> = []
        const handler = on(Called, {
          id: "desk.slow",
          timeoutMs: 400,
          maxAttempts: 1,
          handle: ({ n }) =>
            Effect.gen(function* () {
              tried.push(n)
              yield* notes.write(tenantId, `n${n}`)
              yield* Effect.sleep(250)
            }),
        })
        const { delivery } = yield* runningBus({ desk: [handler] })
        yield* delivery.start(tenantId, "desk", "catchUp")
        for (let n = 1; n <= 8; n++) yield* call(tenantId, `t${n}`, n)
        yield* eventually(Effect.map(notes.read(tenantId), ({ length }) => length === 8))
        assert.deepStrictEqual(
          tried.toSorted((a, b) => a - b),
          [1, 2, 3, 4, 5, 6, 7, 8],
        )
      }).pipe(Effect.scoped),
    )

    it.effect(
      "[BUS-11] handles nothing while the plugin is disabled, and then all of it or none",
      () =>
        Effect.gen(function* () {
          const tenantId = restaurant()
          const heard: Array<number> = []
          const go = yield* Deferred.make<void>()
          const handler = on(Called, {
            id: "desk.stop",
            handle: ({ n }) =>
              Effect.andThen(
                n === 1 ? Deferred.await(go) : Effect.void,
                Effect.sync(() => heard.push(n)),
              ),
          })
          const { delivery } = yield* runningBus({ desk: [handler] })
          yield* delivery.start(tenantId, "desk", "catchUp")
          yield* call(tenantId, "t1", 1)
          yield* Effect.sleep(30)
          const stopping = yield* Effect.forkChild(delivery.stop(tenantId, "desk"))
          yield* Effect.sleep(20)
          assert.deepStrictEqual(heard, [])
          yield* Deferred.succeed(go, undefined)
          yield* Fiber.join(stopping)
          assert.deepStrictEqual(heard, [1])
          yield* call(tenantId, "t1", 2)
          yield* Effect.sleep(50)
          assert.deepStrictEqual(heard, [1])
          yield* delivery.start(tenantId, "desk", "catchUp")
          yield* until(() => heard.length === 2)
          yield* delivery.stop(tenantId, "desk")
          yield* call(tenantId, "t1", 3)
          yield* delivery.start(tenantId, "desk", "skip")
          yield* call(tenantId, "t1", 4)
          yield* until(() => heard.length === 3)
          assert.deepStrictEqual(heard, [1, 2, 4])
        }).pipe(Effect.scoped),
    )

    it.effect("[BUS-11] forgets the place of a plugin whose data is purged", () =>
      Effect.gen(function* () {
        const tenantId = restaurant()
        const store = yield* BusStore
        const { delivery } = yield* runningBus({
          desk: [on(Called, { id: "desk.forget", handle: () => Effect.fail("no") })],
        })
        yield* delivery.start(tenantId, "desk", "catchUp")
        yield* call(tenantId, "t1", 1)
        yield* eventually(
          Effect.map(store.lanes(tenantId, ["desk.forget"], 10), ({ length }) => length === 1),
        )
        yield* delivery.forget(tenantId, "desk")
        assert.deepStrictEqual(yield* store.places(tenantId), [])
        assert.deepStrictEqual(yield* store.lanes(tenantId, ["desk.forget"], 10), [])
      }).pipe(Effect.scoped),
    )

    it.effect("[BUS-12] moves over what nobody wants without handling anything", () =>
      Effect.gen(function* () {
        const tenantId = restaurant()
        const store = yield* BusStore
        const log = yield* EventLog
        const heard: Array<number> = []
        const { delivery, dispatcher } = yield* runningBus({
          desk: [
            on(Called, { id: "desk.quiet", handle: ({ n }) => Effect.sync(() => heard.push(n)) }),
          ],
        })
        yield* delivery.start(tenantId, "desk", "catchUp")
        yield* Effect.forEach(Array.from({ length: 40 }, newOrder), (order) =>
          log.append(systemScope(tenantId), asking(happening(order, 0, "a", "b", "c"))),
        )
        yield* call(tenantId, "t1", 1)
        yield* until(() => heard.length === 1)
        yield* eventually(Effect.map(store.places(tenantId), ([place]) => place?.position === 121))
        assert.strictEqual(dispatcher.awake.get(tenantId)?.idle, true)
      }).pipe(Effect.scoped),
    )
  })
