import { assert, describe, it } from "@effect/vitest"
import { Effect, type Scope as EffectScope, Layer } from "effect"
import { TestClock } from "effect/testing"
import { Gate } from "#core/hub/gate.ts"
import { OrderQueries } from "#core/hub/orders.ts"
import type { OrderId } from "#core/kitchen/ids.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { EventLog, LogFeed, LogUnavailable } from "#core/log/event-log.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import {
  acme,
  Bench,
  benchLayer,
  burgerLine,
  cid,
  grillPrinter,
  grillScreen,
  kitchenLayer,
  order,
  passScreen,
  placing,
  settle,
} from "#test/support/memory-kitchen.ts"

import { run, watch } from "./watcher.ts"

/** So many that memory and checkpoint keep nothing of what was over before them. */
const enough = 201

const place = (n: number, more: object = {}) =>
  Gate.use((gate) => gate.run(acme, placing(n, [burgerLine()], more)))

const bumpAll = (id: OrderId) =>
  Effect.gen(function* () {
    const placed = yield* OrderQueries.use((queries) => queries.get(acme, id))
    const tickets = (placed?.tickets ?? []).map(({ ticketId }) => ticketId)
    for (const ticketId of tickets) yield* run("bumpTicket", { ticketId })
    return tickets
  })

/** Closes the first order of the day, and so many after it that only the log knows it. */
const forgetFirst = Effect.gen(function* () {
  yield* run("close", { orderId: order(1) })
  for (let n = 10; n < 10 + enough; n += 1) {
    yield* place(n, { send: false })
    yield* run("cancel", { orderId: order(n) })
  }
})

const forgotten = Effect.andThen(Effect.andThen(place(1), bumpAll(order(1))), forgetFirst)

const papers = EventLog.use((log) =>
  Effect.map(log.history(acme, `printer/${grillPrinter.id}`), (events) =>
    events.filter(({ type }) => type === "JobQueued@1"),
  ),
)

interface Row {
  readonly type: string
  readonly orders?: ReadonlyArray<{ readonly number: string; readonly counts: object }>
}

const standsEverywhere = Effect.gen(function* () {
  const floor = yield* watch("floor")
  const grill = yield* watch(`screen/${grillScreen}`)
  const pass = yield* watch(`screen/${passScreen}`)
  yield* settle
  assert.deepStrictEqual(
    floor
      .all<Row>()
      .flatMap(({ orders }) => orders ?? [])
      .map(({ number }) => number),
    ["1"],
  )
  const cooking = ({ all }: typeof grill) =>
    all<TicketView>().filter(({ status }) => status === "fired")
  const [ticket] = cooking(grill)
  assert.deepStrictEqual(
    cooking(grill).map(({ number }) => number),
    ["1"],
  )
  assert.deepStrictEqual(
    pass.all<TicketView>().map(({ number }) => number),
    ["1"],
  )
  assert.strictEqual((yield* papers).length, 2)
  // Its screen names the ticket alone.
  yield* run("bumpTicket", { ticketId: ticket?.ticketId })
  assert.deepStrictEqual(cooking(grill), [])
})

describe("an order that was closed long ago and reopened", () => {
  const ports = Layer.mergeAll(memoryEventLog, benchLayer)

  it.effect("[GATE-7] is found by the tickets that it got from another order", () =>
    Effect.gen(function* () {
      const another = "01930001-0000-7000-8000-000000000002" as OrderId
      yield* place(1)
      yield* place(2, { id: another })
      const [ticketId] = yield* bumpAll(another)
      yield* run("mergeInto", { orderId: another, intoOrderId: order(1) })
      yield* bumpAll(order(1))
      yield* forgetFirst
      yield* run("reopen", { orderId: order(1) })
      const { result } = yield* run("recallTicket", { ticketId })
      assert.propertyVal(result, "number", "1")
    }).pipe(Effect.scoped, Effect.provide(Layer.fresh(Layer.provideMerge(kitchenLayer, ports)))),
  )

  const afterPowerCut = <A, E, R>(
    then: Effect.Effect<A, E, R | EffectScope.Scope>,
    checkpointKept: boolean,
  ) =>
    Effect.gen(function* () {
      const shared = Layer.succeedContext(yield* Layer.build(ports))
      const hubOnce = () => Layer.fresh(kitchenLayer).pipe(Layer.provideMerge(shared))
      const kept = yield* Effect.gen(function* () {
        const { checkpoints } = yield* Bench
        yield* forgotten
        yield* TestClock.adjust("1 minute")
        const checkpoint = checkpoints.get(acme.tenantId)
        yield* run("reopen", { orderId: order(1) })
        yield* run("addLines", { orderId: order(1), lines: [burgerLine()] })
        yield* settle
        assert.strictEqual(checkpoints.get(acme.tenantId), checkpoint)
        return checkpoint
      }).pipe(Effect.scoped, Effect.provide(hubOnce()))
      assert.isDefined(kept)
      return yield* Effect.gen(function* () {
        const { checkpoints } = yield* Bench
        // What was stored while the hub went down is not there.
        checkpoints.clear()
        if (checkpointKept && kept !== undefined) checkpoints.set(acme.tenantId, kept)
        yield* then
      }).pipe(Effect.scoped, Effect.provide(hubOnce()))
    }).pipe(Effect.scoped)

  it.effect("[WAKE-6] stands everywhere after a power cut, with no paper twice", () =>
    afterPowerCut(standsEverywhere, true),
  )

  it.effect("[WAKE-6] stands everywhere when nothing but the log is left", () =>
    afterPowerCut(standsEverywhere, false),
  )

  it.effect("[WAKE-6] stands everywhere though the answer to the reopening got lost", () => {
    let cut = false
    const log = Layer.mergeAll(
      Layer.effect(
        EventLog,
        Effect.map(EventLog, (whole) => ({
          ...whole,
          append: (...args: Parameters<typeof whole.append>) =>
            Effect.andThen(whole.append(...args), (answer) =>
              cut ? new LogUnavailable({ reason: "cut" }) : Effect.succeed(answer),
            ),
        })),
      ),
      Layer.effect(
        LogFeed,
        Effect.map(LogFeed, ({ subscribe }) => ({
          subscribe: (listener: Parameters<typeof subscribe>[0]) =>
            subscribe({
              ...listener,
              onCommitted: (committed) => {
                if (!cut) listener.onCommitted(committed)
              },
            }),
        })),
      ),
    ).pipe(Layer.provide(memoryEventLog))
    const reopen = Gate.use((gate) =>
      gate.run(acme, { cid: cid(1), op: "reopen", args: { orderId: order(1) } }),
    )
    return Effect.gen(function* () {
      yield* forgotten
      const floor = yield* watch("floor")
      cut = true
      assert.propertyVal(yield* Effect.flip(reopen), "_tag", "Outage")
      cut = false
      assert.isTrue((yield* reopen).repeated)
      assert.deepStrictEqual(
        floor
          .all<Row>()
          .flatMap(({ orders }) => orders ?? [])
          .map(({ number }) => number),
        ["1"],
      )
      yield* run("addLines", { orderId: order(1), lines: [burgerLine()] })
      yield* settle
      yield* standsEverywhere
    }).pipe(
      Effect.scoped,
      Effect.provide(
        Layer.fresh(kitchenLayer.pipe(Layer.provideMerge(Layer.mergeAll(log, benchLayer)))),
      ),
    )
  })
})
