import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { TestClock } from "effect/testing"
import { Restaurant } from "#actors/tenant/restaurant.ts"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import { Gate } from "#core/hub/gate.ts"
import { OrderQueries } from "#core/hub/orders.ts"
import type { EpochMs, OrderId } from "#core/kitchen/ids.ts"
import { absentOrder, type Order, type PlacedOrder } from "#core/kitchen/order.ts"
import type { OrderCommand } from "#core/kitchen/order-command.ts"
import { decide } from "#core/kitchen/order-decide.ts"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import { evolve } from "#core/kitchen/order-evolve.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { toNewEvent } from "#core/log/upcast.ts"
import { fries, noon, placing as placingFries } from "#test/core/kitchen/kitchen-story.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import {
  acme,
  Bench,
  benchLayer,
  burgerLine,
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

const place = (n: number, lines: ReadonlyArray<object>) =>
  Gate.use((gate) => gate.run(acme, placing(n, lines)))

/** Orders that are open or wait for a cook. */
const current = Effect.flatMap(Restaurants, (restaurants) =>
  Effect.map(restaurants.get(acme.tenantId), (restaurant) => [...restaurant.current.keys()]),
)

const inCheckpoint = Effect.map(Bench, ({ checkpoints }) =>
  (checkpoints.get(acme.tenantId)?.orders ?? []).map((kept) => (kept as PlacedOrder).id).toSorted(),
)

describe("a cancelled order", () => {
  it.effect("[WAKE-7] waits for its cook only where he has something to clear", () =>
    Effect.gen(function* () {
      yield* place(1, [burgerLine(), friesLine()])
      const placed = yield* OrderQueries.use((queries) => queries.get(acme, order(1)))
      const [burger] = placed?.lines ?? []
      const tickets = (placed?.tickets ?? []).map(({ ticketId }) => ticketId)
      // Collected from the pass without a bump: that ticket left its screen by itself.
      yield* run("serveLines", { orderId: order(1), lineIds: [burger?.lineId] })
      yield* run("cancel", { orderId: order(1) })
      assert.deepStrictEqual(yield* current, [order(1)])
      for (const ticketId of tickets) yield* run("bumpTicket", { ticketId })
      assert.deepStrictEqual(yield* current, [])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[WAKE-7] that nobody clears is let go a day later, from the screens too", () =>
    Effect.gen(function* () {
      const grill = yield* watch(`screen/${grillScreen}`)
      const shown = () => grill.all<TicketView>().map(({ orderId }) => orderId)
      yield* place(1, [burgerLine()])
      // No screen shows the fries' station.
      yield* place(2, [friesLine()])
      yield* run("cancel", { orderId: order(1) })
      yield* run("cancel", { orderId: order(2) })
      yield* TestClock.adjust("23 hours")
      yield* place(3, [burgerLine()])
      assert.deepStrictEqual(yield* current, [order(1), order(2), order(3)])
      assert.deepStrictEqual(shown(), [order(1), order(3)])
      yield* TestClock.adjust("2 hours")
      assert.deepStrictEqual(yield* inCheckpoint, [order(1), order(2), order(3)])
      yield* place(4, [burgerLine()])
      assert.deepStrictEqual(yield* current, [order(3), order(4)])
      assert.deepStrictEqual(shown(), [order(3), order(4)])
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* inCheckpoint, [order(3), order(4)])
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it("[WAKE-7] whose clock was wrong does not wait until then", () => {
    const restaurant = new Restaurant(acme.tenantId, setup)
    let position = 0
    const happens = (id: OrderId, at: number, ...commands: ReadonlyArray<OrderCommand>) => {
      let state: Order = absentOrder
      for (const command of commands) {
        const context = { at: at as EpochMs, by: acme.principal }
        const events: ReadonlyArray<OrderEvent> = Result.getOrThrow(decide(state, command, context))
        state = events.reduce<Order>(evolve, state)
        position += 1
        restaurant.apply(
          events.map((event) => ({
            tenantId: acme.tenantId,
            position,
            stream: `order/${id}`,
            version: state.rev,
            ...toNewEvent(event),
            cid: cid(position),
            at: context.at,
          })),
        )
      }
    }
    const placed = (id: OrderId) => ({ ...placingFries([fries(1)]), orderId: id })
    const nextYear = noon + 365 * 24 * 60 * 60_000
    happens(order(1), nextYear, placed(order(1)), { op: "cancel" })
    assert.deepStrictEqual([...restaurant.current.keys()], [order(1)])
    happens(order(2), noon, placed(order(2)))
    assert.deepStrictEqual([...restaurant.current.keys()], [order(2)])
  })
})
