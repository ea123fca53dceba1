import { assert, describe, it } from "@effect/vitest"
import { Effect, type Scope as EffectScope, Layer, Ref } from "effect"
import { TestClock } from "effect/testing"
import { Gate } from "#core/hub/gate.ts"
import { OrderQueries } from "#core/hub/orders.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { EventLog } from "#core/log/event-log.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import {
  acme,
  Bench,
  benchLayer,
  cid,
  friesLine,
  grillScreen,
  kitchenLayer,
  order,
  placing,
  setup,
} from "#test/support/memory-kitchen.ts"

import { run, watch } from "./watcher.ts"

const ports = Layer.mergeAll(memoryEventLog, benchLayer)
const hub = Layer.fresh(kitchenLayer.pipe(Layer.provideMerge(ports)))

describe("a restaurant after a restart", () => {
  const restarted = <A, E>(
    first: Effect.Effect<unknown, E, Layer.Success<typeof hub> | EffectScope.Scope>,
    then: Effect.Effect<A, E, Layer.Success<typeof hub> | EffectScope.Scope>,
  ) =>
    Effect.gen(function* () {
      const shared = Layer.succeedContext(yield* Layer.build(ports))
      const hubOnce = () => Layer.fresh(kitchenLayer).pipe(Layer.provideMerge(shared))
      yield* first.pipe(Effect.scoped, Effect.provide(hubOnce()))
      return yield* then.pipe(Effect.scoped, Effect.provide(hubOnce()))
    }).pipe(Effect.scoped)

  const shows = Effect.gen(function* () {
    const grill = yield* watch(`screen/${grillScreen}`)
    const { order: again } = yield* Effect.map(
      Gate.use((gate) => gate.run(acme, placing(3))),
      ({ result }) => ({ order: result as OrderView }),
    )
    assert.deepStrictEqual(
      grill.all<TicketView>().map(({ number, slot }) => [number, slot]),
      [
        ["2", 0],
        ["3", 1],
      ],
    )
    // Numbers go on where they stopped, and what is over is still listed.
    assert.strictEqual(again.number, "3")
    const over = yield* OrderQueries.use((queries) =>
      queries.list(acme, { status: "cancelled", page: 1, size: 10 }),
    )
    assert.deepStrictEqual(
      over.items.map(({ number, total }) => [number, total.currency]),
      [["1", "EUR"]],
    )
  })
  const evening = Effect.gen(function* () {
    yield* Gate.use((gate) => gate.run(acme, placing(1)))
    yield* Gate.use((gate) => gate.run(acme, placing(2)))
    yield* run("cancel", { orderId: order(1) })
    const view = yield* OrderQueries.use((queries) => queries.get(acme, order(1)))
    yield* run("bumpTicket", { ticketId: view?.tickets[0]?.ticketId })
  })

  it.effect("[WAKE-1] stands as its log says, from a checkpoint written while it went down", () =>
    restarted(evening, shows),
  )

  it.effect("[WAKE-2] stands the same when nothing but the log is left", () =>
    restarted(
      evening,
      Effect.gen(function* () {
        const { checkpoints } = yield* Bench
        checkpoints.clear()
        yield* shows
      }),
    ),
  )

  it.effect(
    "[WAKE-3] is not written down in the rush of a start, but when it was quiet awake",
    () =>
      restarted(
        evening,
        Effect.gen(function* () {
          const { checkpoints } = yield* Bench
          checkpoints.clear()
          yield* TestClock.adjust("1 hour")
          yield* OrderQueries.use((queries) => queries.get(acme, order(2)))
          yield* TestClock.adjust("20 seconds")
          assert.isFalse(checkpoints.has(acme.tenantId))
          yield* TestClock.adjust("20 seconds")
          assert.isTrue(checkpoints.has(acme.tenantId))
        }),
      ),
  )

  it.effect(
    "[WAKE-3] writes a checkpoint when it is quiet, and leaves memory when nobody needs it",
    () =>
      Effect.gen(function* () {
        yield* Gate.use((gate) => gate.run(acme, placing(1, [friesLine()])))
        const { checkpoints } = yield* Bench
        yield* TestClock.adjust("20 seconds")
        assert.isFalse(checkpoints.has(acme.tenantId))
        yield* TestClock.adjust("20 seconds")
        assert.strictEqual(checkpoints.get(acme.tenantId)?.orders.length, 1)
        yield* TestClock.adjust("15 minutes")
        const view = yield* OrderQueries.use((queries) => queries.get(acme, order(1)))
        assert.strictEqual(view?.number, "1")
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[WAKE-4] shows what was changed while it was read into memory", () =>
    Effect.gen(function* () {
      const { changeSetup, whileLoading } = yield* Bench
      const renamed = { ...setup, screens: setup.screens.map((one) => ({ ...one, name: "Four" })) }
      yield* Ref.set(
        whileLoading,
        Effect.sync(() => changeSetup(acme, renamed)),
      )
      const menu = yield* watch("menu")
      assert.deepStrictEqual(
        menu
          .all<{ readonly type: string; readonly name: string }>()
          .filter(({ type }) => type === "screen")
          .map(({ name }) => name),
        ["Four", "Four"],
      )
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[WAKE-5] stands again though a plugin told more at once than is read at once", () =>
    Effect.gen(function* () {
      const log = yield* EventLog
      const told = Array.from({ length: 6_000 }, (_, n) => ({ type: "Told", payload: { n } }))
      yield* log.append(acme, {
        cid: cid(900_000),
        fingerprint: "told",
        reply: null,
        streams: [{ stream: "plugin/bell", expected: 0, events: told }],
      })
      const { order: placed } = yield* Effect.map(
        Gate.use((gate) => gate.run(acme, placing(1))),
        ({ result }) => ({ order: result as OrderView }),
      )
      assert.strictEqual(placed.number, "1")
    }).pipe(Effect.timeout("1 minute"), Effect.provide(hub)),
  )
})
