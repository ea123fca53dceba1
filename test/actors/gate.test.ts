import { assert, describe, it } from "@effect/vitest"
import { Effect, Ref } from "effect"
import { OrderQueries } from "#core/hub/orders.ts"
import { EventLog } from "#core/log/event-log.ts"
import {
  acme,
  Bench,
  burgerLine,
  cid,
  friesLine,
  order,
  placing,
  rival,
  settle,
  uuid,
} from "#test/support/memory-kitchen.ts"
import { ask, hub, inOrder, refusal } from "./at-the-gate.ts"

describe("the gate", () => {
  it.effect(
    "[GATE-1] answers an order with its number, its revision and what became of each line",
    () =>
      Effect.gen(function* () {
        const first = yield* ask(placing(1))
        const second = yield* ask(placing(2))
        assert.deepStrictEqual([first.order.number, second.order.number], ["1", "2"])
        assert.strictEqual(first.rev, first.order.rev)
        assert.strictEqual(first.order.table, "5")
        assert.deepStrictEqual(
          first.order.lines.map(({ name, status, station }) => [name, status, station]),
          [
            ["Burger", "heard", "grill"],
            ["Fries", "heard", "fry"],
          ],
        )
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-2] answers a repeat as the first time, whatever happened since", () =>
    Effect.gen(function* () {
      const first = yield* ask(placing(1))
      yield* ask(inOrder(1, "rush"))
      const again = yield* ask({ ...placing(1), cid: cid(77) })
      assert.isTrue(again.repeated)
      assert.deepStrictEqual(again.order, first.order)
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-3] refuses the same id with another body and stores nothing of it", () =>
    Effect.gen(function* () {
      yield* ask(placing(1))
      yield* settle
      const log = yield* EventLog
      const before = yield* log.head(acme)
      const { code } = yield* refusal(placing(1, [friesLine(9)]))
      assert.strictEqual(code, "IDEMPOTENCY_MISMATCH")
      assert.strictEqual(yield* log.head(acme), before)
      // The actor is not misled: the next command finds the first order.
      assert.strictEqual((yield* ask(inOrder(1, "rush"))).order.lines.length, 2)
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-4] answers a repeated command that would be refused today as it did then", () =>
    Effect.gen(function* () {
      const { order: placed } = yield* ask(placing(1))
      const bump = inOrder(1, "bumpTicket", { ticketId: placed.tickets[0]?.ticketId }, 30_000)
      const first = yield* ask(bump)
      yield* ask(inOrder(1, "cancel", {}, 30_001))
      const again = yield* ask(bump)
      assert.isTrue(again.repeated)
      assert.strictEqual(again.rev, first.rev)
    }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[GATE-5] does what was asked once only though a cid comes twice at the same time",
    () =>
      Effect.gen(function* () {
        yield* ask(placing(1))
        const add = inOrder(1, "addLines", { lines: [burgerLine()] }, 40_000)
        const answers = yield* Effect.all([ask(add), ask(add), ask(add)], {
          concurrency: "unbounded",
        })
        assert.deepStrictEqual(
          answers.map(({ order: view }) => view.lines.length),
          [3, 3, 3],
        )
      }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[GATE-6] refuses a command made on an older revision when the sender asked for that",
    () =>
      Effect.gen(function* () {
        const { rev = 0 } = yield* ask(placing(1))
        yield* ask(inOrder(1, "rush"))
        const late = yield* refusal({ ...inOrder(1, "cancel", {}, 50_000), ifRev: rev })
        assert.deepStrictEqual([late.code, late.meta], ["REVISION_CONFLICT", { rev: rev + 1 }])
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-7] finds the order of a ticket for a screen that only knows the ticket", () =>
    Effect.gen(function* () {
      const { order: placed } = yield* ask(placing(1))
      const ticketId = placed.tickets[0]?.ticketId
      const bumped = yield* ask({ cid: cid(60_000), op: "bumpTicket", args: { ticketId } })
      assert.strictEqual(bumped.order.tickets[0]?.status, "bumped")
      const unknown = yield* refusal({
        cid: cid(60_001),
        op: "bumpTicket",
        args: { ticketId: uuid(5) },
      })
      assert.strictEqual(unknown.code, "TICKET_UNKNOWN")
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-8] keeps another restaurant's orders out of sight", () =>
    Effect.gen(function* () {
      const { order: placed } = yield* ask(placing(1))
      assert.strictEqual((yield* refusal(inOrder(1, "cancel"), rival)).code, "ORDER_NOT_FOUND")
      const foreign = {
        cid: cid(70_000),
        op: "bumpTicket",
        args: { ticketId: placed.tickets[0]?.ticketId },
      }
      assert.strictEqual((yield* refusal(foreign, rival)).code, "TICKET_UNKNOWN")
      const queries = yield* OrderQueries
      assert.isUndefined(yield* queries.get(rival, order(1)))
      assert.strictEqual((yield* queries.list(rival, { page: 1, size: 50 })).total, 0)
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-9] names every wrong field, unknown ones too, and stores nothing", () =>
    Effect.gen(function* () {
      const wrong = placing(1, [{ ...burgerLine(-1), price: 1 }], { type: "brunch" })
      const { code, meta } = yield* refusal(wrong)
      const { issues } = meta as { readonly issues: ReadonlyArray<{ readonly path: string }> }
      assert.strictEqual(code, "VALIDATION_FAILED")
      assert.deepStrictEqual(issues.map(({ path }) => path).sort(), [
        "lines.0.price",
        "lines.0.quantity",
        "type",
      ])
      assert.strictEqual(yield* (yield* EventLog).head(acme), 0)
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-10] refuses what the menu, the floor or nobody knows", () =>
    Effect.gen(function* () {
      const codes = yield* Effect.forEach(
        [
          placing(1, [{ productId: uuid(9), quantity: 1 }]),
          placing(2, [burgerLine()], { tableId: uuid(9) }),
          { cid: cid(80_000), op: "flambé", args: {} },
          inOrder(9, "rush"),
        ],
        (command) => Effect.map(refusal(command), ({ code }) => code),
      )
      assert.deepStrictEqual(codes, [
        "PRODUCT_UNKNOWN",
        "TABLE_UNKNOWN",
        "OP_UNKNOWN",
        "ORDER_NOT_FOUND",
      ])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-11] refuses who may not, before anything is looked at", () =>
    Effect.gen(function* () {
      const screen = { ...acme, permissions: ["orders.order.cook"] }
      const { code, meta } = yield* refusal(placing(1), screen)
      assert.deepStrictEqual([code, meta], ["AUTH_FORBIDDEN", { permission: "orders.order.place" }])
    }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[GATE-12] says that it cannot while a restaurant's setup cannot be read, and recovers",
    () =>
      Effect.gen(function* () {
        const { setupDown } = yield* Bench
        yield* Ref.set(setupDown, true)
        assert.strictEqual((yield* Effect.flip(ask(placing(1))))._tag, "Outage")
        yield* Ref.set(setupDown, false)
        assert.strictEqual((yield* ask(placing(1))).order.number, "1")
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-13] changes a dish's modifiers by the menu's rules", () =>
    Effect.gen(function* () {
      const { order: placed } = yield* ask(placing(1))
      const lineId = placed.lines[0]?.lineId
      const change = (optionId: string, n: number) =>
        inOrder(1, "changeLine", { lineId, modifiers: [{ optionId }] }, 90_000 + n)
      assert.strictEqual((yield* refusal(change("bacon", 1))).code, "OPTION_REQUIRED")
      const changed = yield* ask(change("well", 2))
      assert.deepStrictEqual(
        changed.order.lines[0]?.modifiers.map(({ name }) => name),
        ["Well done"],
      )
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-14] lists orders newest first and tells an order's whole history", () =>
    Effect.gen(function* () {
      yield* ask(placing(1))
      yield* ask(placing(2))
      yield* ask(inOrder(1, "cancel"))
      const queries = yield* OrderQueries
      const open = yield* queries.list(acme, { status: "open", page: 1, size: 10 })
      assert.deepStrictEqual(
        open.items.map(({ id }) => id),
        [order(2)],
      )
      const cancelled = yield* queries.list(acme, { status: "cancelled", page: 1, size: 10 })
      assert.strictEqual(cancelled.total, 1)
      const history = yield* queries.history(acme, order(1))
      assert.deepStrictEqual(
        history?.map(({ rev, type }) => [rev, type]),
        [
          [1, "OrderPlaced@1"],
          [2, "OrderCancelled@1"],
        ],
      )
      for (const { at, event } of history ?? []) {
        assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
        assert.propertyVal(event, "at", at)
      }
      assert.isUndefined(yield* queries.history(acme, order(5)))
    }).pipe(Effect.provide(hub)),
  )
})
