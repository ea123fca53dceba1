import { assert, describe, it } from "@effect/vitest"
import { Effect, type Scope as EffectScope, Layer } from "effect"
import { TestClock } from "effect/testing"
import { v7 as uuidv7 } from "uuid"
import { Gate } from "#core/hub/gate.ts"
import { OrderQueries } from "#core/hub/orders.ts"
import type { OrderId } from "#core/kitchen/ids.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { EventLog } from "#core/log/event-log.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import {
  acme,
  ben,
  benchLayer,
  burgerLine,
  cid,
  friesLine,
  grillScreen,
  kitchenLayer,
  order,
  placing,
  rival,
  settle,
  tableFive,
} from "#test/support/memory-kitchen.ts"
import { ask, hub, inOrder, refusal } from "./at-the-gate.ts"
import { watch } from "./watcher.ts"

/** Of another time than those of the bench: its tickets' ids begin otherwise. */
const later = uuidv7() as OrderId
const placingLater = (lines: ReadonlyArray<object> = [burgerLine()]) =>
  placing(900, lines, { id: later })
const inLater = (op: string, args: object, c: number) => ({
  cid: cid(c),
  op,
  args: { orderId: later, ...args },
})
const find = (id: OrderId) =>
  Effect.map(
    OrderQueries.use((queries) => queries.get(acme, id)),
    (view) => view ?? assert.fail("there is no such order"),
  )
const dishes = ({ lines }: OrderView) => lines.map(({ name, quantity }) => `${quantity} ${name}`)
const idOf = (view: OrderView, n: number) => view.lines[n]?.lineId ?? assert.fail("no line")

describe("two orders at the gate", () => {
  it.effect("[JOIN-2] [JOIN-4] a ticket that joins another order stays where it hangs", () =>
    Effect.gen(function* () {
      const grill = yield* watch(`screen/${grillScreen}`)
      const floor = yield* watch("floor")
      const { order: first } = yield* ask(placing(1, [burgerLine(2)]))
      yield* ask(placingLater())
      const before = grill.all<TicketView>().map(({ ticketId, slot }) => [ticketId, slot])
      const joined = yield* ask(inOrder(1, "mergeInto", { intoOrderId: later }))
      assert.deepInclude(joined.order, {
        status: "merged",
        mergedInto: { orderId: later, number: "2" },
      })
      const now = grill.all<TicketView>()
      assert.deepStrictEqual(
        now.map(({ ticketId, slot }) => [ticketId, slot]),
        before,
      )
      assert.deepStrictEqual(
        now.map(({ number, movedFrom }) => [number, movedFrom]),
        [
          ["2", "#1"],
          ["2", undefined],
        ],
      )
      const table = floor.items.get(tableFive) as { readonly orders: ReadonlyArray<OrderView> }
      assert.deepStrictEqual(
        table.orders.map(({ number }) => number),
        ["2"],
      )
      // A screen knows the ticket alone; of another restaurant nobody knows it.
      const bump = { cid: cid(71_000), op: "bumpTicket", args: { ticketId: before[0]?.[0] } }
      assert.strictEqual((yield* refusal(bump, rival)).code, "TICKET_UNKNOWN")
      const bumped = yield* ask(bump)
      assert.strictEqual(bumped.order.id, later)
      assert.deepStrictEqual(dishes(bumped.order), ["1 Burger", "2 Burger"])
      assert.strictEqual(bumped.order.lines[1]?.lineId, idOf(first, 0))
      const { total } = yield* OrderQueries.use((queries) =>
        queries.list(acme, { status: "merged", page: 1, size: 10 }),
      )
      assert.strictEqual(total, 1)
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect(
    "[JOIN-4] a ticket that goes on, and comes back, is found in the order where it is",
    () =>
      Effect.gen(function* () {
        const { order: first } = yield* ask(placing(1, [burgerLine(), friesLine()]))
        yield* ask(placingLater())
        const lineIds = [idOf(first, 0)]
        yield* ask(inOrder(1, "splitTo", { toOrderId: later, lineIds }, 72_000))
        yield* ask(inLater("splitTo", { toOrderId: order(1), lineIds }, 72_001))
        const ticketId = first.tickets.find(({ station }) => station === "grill")?.ticketId
        const bumped = yield* ask({ cid: cid(72_002), op: "bumpTicket", args: { ticketId } })
        assert.strictEqual(bumped.order.id, order(1))
      }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[JOIN-3] a split opens an order with the next number, and a refused one uses up none",
    () =>
      Effect.gen(function* () {
        const { order: first } = yield* ask(placing(1))
        const [burger, fries] = [idOf(first, 0), idOf(first, 1)]
        const all = inOrder(1, "splitTo", { lineIds: [burger, fries] }, 73_000)
        assert.strictEqual((yield* refusal(all)).code, "NOTHING_STAYS")
        const to = { toOrderId: order(7), lineIds: [fries] }
        const rest = yield* ask(inOrder(1, "splitTo", to, 73_001))
        assert.deepStrictEqual(dishes(rest.order), ["1 Burger"])
        const opened = yield* find(order(7))
        assert.deepInclude(opened, { number: "2", status: "open", table: "5" })
        assert.deepStrictEqual(dishes(opened), ["1 Fries"])
        const third = yield* ask(placing(3))
        assert.strictEqual(third.order.number, "3")
        const nowhere = inOrder(3, "splitTo", { ...to, lineIds: [], tableId: order(99) }, 73_002)
        assert.strictEqual((yield* refusal(nowhere)).code, "TABLE_UNKNOWN")
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[JOIN-2] [JOIN-4] a ticket that begins an order of its own stays where it hangs", () =>
    Effect.gen(function* () {
      const grill = yield* watch(`screen/${grillScreen}`)
      const { order: first } = yield* ask(placing(1, [burgerLine(2), friesLine()]))
      yield* ask(placingLater())
      const places = () =>
        grill.all<TicketView>().map(({ ticketId, slot, number }) => [ticketId, slot, number])
      const [[ticketId, slot] = []] = places()
      yield* ask(inOrder(1, "splitTo", { lineIds: [idOf(first, 0)] }))
      assert.deepStrictEqual(places()[0], [ticketId, slot, "3"])
      assert.strictEqual(places().length, 2)
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[JOIN-7] a repeat is answered as the first time, and does nothing again", () =>
    Effect.gen(function* () {
      yield* ask(placing(1))
      yield* ask(placingLater())
      const merge = inOrder(1, "mergeInto", { intoOrderId: later }, 74_000)
      const first = yield* ask(merge)
      yield* ask(inLater("cancel", {}, 74_001))
      yield* settle
      const log = yield* EventLog
      const head = yield* log.head(acme)
      const again = yield* ask(merge)
      assert.isTrue(again.repeated)
      assert.deepStrictEqual(again.order, first.order)
      yield* settle
      assert.strictEqual(yield* log.head(acme), head)
      const { code, meta } = yield* refusal(inOrder(1, "rush", {}, 74_002))
      assert.deepStrictEqual([code, meta["mergedInto"]], ["ORDER_MERGED", first.order.mergedInto])
    }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[JOIN-7] what both orders are asked at the same time is all done, or refused with a code",
    () =>
      Effect.gen(function* () {
        const { order: first } = yield* ask(placing(1, [burgerLine(9), friesLine()]))
        yield* ask(placingLater([burgerLine()]))
        const part = { toOrderId: later, parts: [{ lineId: idOf(first, 0), quantity: 1 }] }
        const asked = Array.from({ length: 6 }, (_, n) => [
          inOrder(1, "splitTo", part, 75_000 + n),
          inLater("addLines", { lines: [friesLine()] }, 75_100 + n),
        ]).flat()
        const answers = yield* Effect.forEach(
          asked,
          (command) =>
            ask(command).pipe(
              // What an edge answers with 503: the sender asks again, with the same cid.
              Effect.retry({ while: ({ _tag }) => _tag === "Overloaded", times: 20 }),
              Effect.exit,
            ),
          { concurrency: "unbounded" },
        )
        assert.deepStrictEqual(
          answers.map(({ _tag }) => _tag),
          asked.map(() => "Success"),
        )
        const [from, to] = [yield* find(order(1)), yield* find(later)]
        assert.deepStrictEqual(dishes(from), ["3 Burger", "1 Fries"])
        assert.strictEqual(
          to.lines.reduce((sum, { quantity }) => sum + quantity, 0),
          1 + 6 + 6,
        )
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[JOIN-7] of two orders that join each other at once, one does", () =>
    Effect.gen(function* () {
      yield* ask(placing(1))
      yield* ask(placingLater())
      const answers = yield* Effect.all(
        [
          Effect.exit(ask(inOrder(1, "mergeInto", { intoOrderId: later }, 76_000))),
          Effect.exit(ask(inLater("mergeInto", { intoOrderId: order(1) }, 76_001))),
        ],
        { concurrency: "unbounded" },
      )
      assert.strictEqual(answers.filter(({ _tag }) => _tag === "Success").length, 1)
      const statuses = [(yield* find(order(1))).status, (yield* find(later)).status]
      assert.deepStrictEqual(statuses.sort(), ["merged", "open"])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[JOIN-3] orders of another restaurant cannot be joined, and are not seen", () =>
    Effect.gen(function* () {
      const { order: first } = yield* ask(placing(1))
      yield* ask(placing(2, [friesLine()], { tableId: undefined }), rival)
      const merge = inOrder(1, "mergeInto", { intoOrderId: order(2) }, 77_000)
      assert.strictEqual((yield* refusal(merge)).code, "ORDER_UNKNOWN")
      const split = { toOrderId: order(2), lineIds: [idOf(first, 1)] }
      yield* ask(inOrder(1, "splitTo", split, 77_001))
      assert.deepStrictEqual(dishes(yield* find(order(2))), ["1 Fries"])
      const theirs = yield* OrderQueries.use((queries) => queries.get(rival, order(2)))
      assert.deepStrictEqual(theirs?.lines.length, 1)
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[JOIN-4] a joined ticket is found again after a restart", () =>
    Effect.gen(function* () {
      const shared = Layer.succeedContext(
        yield* Layer.build(Layer.mergeAll(memoryEventLog, benchLayer)),
      )
      const started = <A, E>(
        work: Effect.Effect<A, E, Layer.Success<typeof hub> | EffectScope.Scope>,
      ) =>
        work.pipe(
          Effect.scoped,
          Effect.provide(Layer.fresh(kitchenLayer).pipe(Layer.provideMerge(shared))),
        )
      const ticketId = yield* started(
        Effect.gen(function* () {
          const { order: first } = yield* ask(placing(1, [burgerLine()]))
          yield* ask(placingLater())
          yield* ask(inOrder(1, "mergeInto", { intoOrderId: later }, 78_000))
          return first.tickets[0]?.ticketId
        }),
      )
      const bumped = yield* started(ask({ cid: cid(78_001), op: "bumpTicket", args: { ticketId } }))
      assert.strictEqual(bumped.order.id, later)
    }).pipe(Effect.scoped),
  )

  it.effect("[ALARM-1] a ticket that nobody sees stays an alarm when it joins another order", () =>
    Effect.gen(function* () {
      const alarms = yield* watch("alarms")
      yield* ask(placing(1, [burgerLine()]))
      yield* ask(placingLater([friesLine()]))
      yield* TestClock.adjust("11 seconds")
      yield* settle
      yield* ask(inOrder(1, "mergeInto", { intoOrderId: later }, 80_000))
      yield* settle
      const told = alarms.all<{ readonly station?: string; readonly number: string }>()
      assert.deepStrictEqual(
        told.flatMap(({ station, number }) => (station === "grill" ? [number] : [])),
        ["2"],
      )
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[MOVE-5] an order goes into the care of a colleague, or of whoever asks", () =>
    Effect.gen(function* () {
      yield* ask(placing(1))
      const to = (args: object, c: number) => inOrder(1, "transferTo", args, c)
      assert.strictEqual((yield* ask(to({ userId: ben.id }, 79_000))).order.server, "Ben")
      assert.strictEqual((yield* ask(to({}, 79_001))).order.server, "Ana")
      assert.strictEqual((yield* refusal(to({ userId: order(5) }, 79_002))).code, "USER_UNKNOWN")
      assert.strictEqual((yield* refusal(to({ userId: "ben" }, 79_003))).code, "VALIDATION_FAILED")
      yield* ask(placing(2, undefined, { tableId: undefined }), rival)
      const foreign = inOrder(2, "transferTo", { userId: ben.id }, 79_004)
      assert.strictEqual((yield* refusal(foreign, rival)).code, "USER_UNKNOWN")
      assert.strictEqual(
        yield* Gate.use((gate) =>
          Effect.map(gate.run(acme, to({}, 79_001)), ({ repeated }) => repeated),
        ),
        true,
      )
    }).pipe(Effect.provide(hub)),
  )
})
