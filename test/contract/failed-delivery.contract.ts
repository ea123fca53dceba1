import { assert, layer } from "@effect/vitest"
import { Context, Effect, type Layer } from "effect"
import type { EventLog, LogFeed } from "#core/log/event-log.ts"
import { BusStore } from "#core/plugins/bus/bus-store.ts"
import { HandlingTime } from "#core/plugins/bus/handling-time.ts"
import { longestChain } from "#core/plugins/bus/led-here.ts"
import { pluginEvents } from "#core/plugins/bus/plugin-events.ts"
import { EventBus, topicOf } from "#core/plugins/event.ts"
import { on } from "#core/plugins/subscription.ts"
import { Called, call, eventually, restaurant, runningBus } from "#test/core/plugins/bus/bus-rig.ts"
import { Notebook } from "#test/support/memory-bus-store.ts"
import { until } from "#test/support/until.ts"

/** What becomes of events that are not simply handled, whatever the store is made of. */
export const failedDeliveryContract = <E>(
  name: string,
  services: Layer.Layer<BusStore | EventLog | LogFeed | Notebook, E>,
) =>
  layer(services, { excludeTestServices: true })(
    `failed deliveries over the ${name} store`,
    (it) => {
      it.effect("[BUS-7] writes the rows of an event once, however often it comes", () =>
        Effect.gen(function* () {
          const tenantId = restaurant()
          const store = yield* BusStore
          const notes = yield* Notebook
          const delivery = { tenantId, plugin: "notes", subscription: "notes.twice", position: 1 }
          let runs = 0
          const work = Effect.andThen(
            Effect.sync(() => {
              runs += 1
            }),
            notes.write(tenantId, "once"),
          )
          const comes = Effect.flatMap(HandlingTime.begin, (time) =>
            store.once(delivery, work, time),
          )
          yield* comes
          yield* comes
          yield* Effect.all([comes, comes], { concurrency: 2 })
          assert.deepStrictEqual(yield* notes.read(tenantId), ["once"])
          assert.isAtLeast(runs, 1)
        }),
      )

      it.effect("[BUS-7] writes nothing of a handler that fails", () =>
        Effect.gen(function* () {
          const tenantId = restaurant()
          const store = yield* BusStore
          const notes = yield* Notebook
          const delivery = { tenantId, plugin: "notes", subscription: "notes.fail", position: 1 }
          const failed = Effect.andThen(notes.write(tenantId, "half"), Effect.fail("no"))
          const time = yield* HandlingTime.begin
          assert.strictEqual(yield* Effect.flip(store.once(delivery, failed, time)), "no")
          yield* store.once(delivery, notes.write(tenantId, "whole"), time)
          assert.deepStrictEqual(yield* notes.read(tenantId), ["whole"])
        }),
      )

      it.effect("[BUS-8] tries again later what failed, and what stands behind it waits", () =>
        Effect.gen(function* () {
          const tenantId = restaurant()
          const tries: Array<string> = []
          const handler = on(Called, {
            id: "desk.retry",
            startFrom: "earliest",
            backoff: { baseMs: 20, capMs: 50 },
            handle: ({ table, n }, { attempt }) =>
              Effect.suspend(() => {
                tries.push(`${table}.${n}#${attempt}`)
                return table === "bad" && n === 1 && attempt < 3 ? Effect.fail("no") : Effect.void
              }),
          })
          const { delivery } = yield* runningBus({ desk: [handler] })
          yield* call(tenantId, "bad", 1)
          yield* call(tenantId, "bad", 2)
          yield* call(tenantId, "good", 1)
          yield* call(tenantId, "bad", 3)
          yield* delivery.start(tenantId, "desk", "catchUp")
          yield* until(() => tries.length === 6)
          const of = (table: string) => tries.filter((one) => one.startsWith(table))
          assert.deepStrictEqual(of("bad"), ["bad.1#1", "bad.1#2", "bad.1#3", "bad.2#1", "bad.3#1"])
          assert.isBelow(tries.indexOf("good.1#1"), tries.indexOf("bad.1#3"))
        }).pipe(Effect.scoped),
      )

      it.effect("[BUS-9] makes a dead letter of what always fails, and goes on", () =>
        Effect.gen(function* () {
          const tenantId = restaurant()
          const store = yield* BusStore
          const heard: Array<number> = []
          const handler = on(Called, {
            id: "desk.dead",
            maxAttempts: 2,
            backoff: { baseMs: 1, capMs: 1 },
            handle: ({ n }) =>
              n === 1 ? Effect.die(new Error("broken")) : Effect.sync(() => heard.push(n)),
          })
          const { delivery } = yield* runningBus({ desk: [handler] })
          yield* delivery.start(tenantId, "desk", "catchUp")
          for (let n = 1; n <= 3; n++) yield* call(tenantId, "t1", n)
          yield* until(() => heard.length === 2)
          assert.deepStrictEqual(heard, [2, 3])
          yield* eventually(Effect.map(store.places(tenantId), ([place]) => place?.position === 3))
          yield* eventually(
            Effect.map(store.lanes(tenantId, ["desk.dead"], 10), ({ length }) => length === 0),
          )
        }).pipe(Effect.scoped),
      )

      it.effect("[BUS-9] holds the key until a person decides, when the handler says so", () =>
        Effect.gen(function* () {
          const tenantId = restaurant()
          const store = yield* BusStore
          const heard: Array<string> = []
          const handler = on(Called, {
            id: "desk.block",
            maxAttempts: 1,
            onExhausted: "block",
            handle: ({ table, n }) =>
              table === "bad" && n === 1
                ? Effect.fail("broken")
                : Effect.sync(() => heard.push(`${table}.${n}`)),
          })
          const { delivery } = yield* runningBus({ desk: [handler] })
          yield* delivery.start(tenantId, "desk", "catchUp")
          yield* call(tenantId, "bad", 1)
          yield* call(tenantId, "bad", 2)
          yield* call(tenantId, "good", 1)
          yield* eventually(
            Effect.map(store.lanes(tenantId, ["desk.block"], 10), ([lane]) => lane?.held === true),
          )
          yield* until(() => heard.length === 1)
          assert.deepStrictEqual(heard, ["good.1"])
        }).pipe(Effect.scoped),
      )

      it.effect("[BUS-22] ends a chain of events that would go round for ever", () =>
        Effect.gen(function* () {
          const tenantId = restaurant()
          const store = yield* BusStore
          const heard: Array<number> = []
          const waiter = { key: "waiter", manifest: { events: { emits: [topicOf(Called)] } } }
          const services = pluginEvents(store)(waiter as never, tenantId)
          const { emit } = Context.get(services as Context.Context<EventBus>, EventBus)
          const handler = on(Called, {
            id: "desk.again",
            handle: ({ table, n }) =>
              Effect.suspend(() => {
                heard.push(n)
                return emit(Called, { table, n: n + 1 }, { key: table })
              }),
          })
          const { delivery } = yield* runningBus({ desk: [handler] })
          yield* delivery.start(tenantId, "desk", "catchUp")
          const endsAt = (position: number) =>
            Effect.gen(function* () {
              yield* eventually(
                Effect.map(store.places(tenantId), ([place]) => place?.position === position),
              )
              // Tried again, it would wait here.
              return yield* store.lanes(tenantId, ["desk.again"], 10)
            })
          yield* call(tenantId, "t1", 0)
          assert.deepStrictEqual(yield* endsAt(longestChain), [])
          assert.deepStrictEqual(
            heard,
            Array.from({ length: longestChain }, (_, n) => n),
          )
          // What begins anew is the first of its own chain.
          yield* call(tenantId, "t1", 100)
          assert.deepStrictEqual(yield* endsAt(2 * longestChain), [])
          assert.strictEqual(heard.length, 2 * longestChain)
        }).pipe(Effect.scoped),
      )

      it.effect("[BUS-9] tries no second time what is not understood", () =>
        Effect.gen(function* () {
          const tenantId = restaurant()
          const store = yield* BusStore
          const heard: Array<number> = []
          const { delivery } = yield* runningBus({
            desk: [
              on(Called, {
                id: "desk.decode",
                handle: ({ n }) => Effect.sync(() => heard.push(n)),
              }),
            ],
          })
          yield* delivery.start(tenantId, "desk", "catchUp")
          yield* store.emit("waiter", tenantId, {
            topic: topicOf(Called),
            key: "t1",
            data: { table: 7 },
          })
          yield* call(tenantId, "t1", 2)
          yield* until(() => heard.length === 1)
          yield* eventually(Effect.map(store.places(tenantId), ([place]) => place?.position === 2))
        }).pipe(Effect.scoped),
      )
    },
  )
