import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { EventLog } from "#core/log/event-log.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import {
  acme,
  Bench,
  benchLayer,
  burgerLine,
  cid,
  friesLine,
  kitchenLayer,
  order,
  placing,
  settle,
  setup,
} from "#test/support/memory-kitchen.ts"
import { ask, hub, inOrder, refusal } from "./at-the-gate.ts"

/** As {@link placing}, under this cid. */
const under = (c: number, command: ReturnType<typeof placing>) => ({ ...command, cid: cid(c) })
/** Without an id: the hub makes one. */
const nameless = (c: number, lines: ReadonlyArray<object> = [burgerLine()]) =>
  under(c, placing(1, lines, { id: undefined }))
const codeOf = (command: Parameters<typeof refusal>[0]) =>
  Effect.map(refusal(command), ({ code }) => code)
const head = EventLog.use((log) => log.head(acme))
const ordersPlaced = Effect.map(
  EventLog.use((log) => log.readAfter(acme, 0, 1_000)),
  (events) => events.filter(({ type }) => type.startsWith("OrderPlaced@")).length,
)

/** Starts hubs over one log, at once or one after the other. */
const overOneLog = <A, E>(
  test: (
    started: typeof hub,
    over: (log: typeof asBefore) => typeof hub,
  ) => Effect.Effect<A, E, EventLog>,
) =>
  Effect.gen(function* () {
    const ports = yield* Layer.build(Layer.mergeAll(memoryEventLog, benchLayer))
    const shared = Layer.succeedContext(ports)
    const over = (log: typeof shared) =>
      Layer.fresh(kitchenLayer).pipe(Layer.provideMerge(Layer.fresh(log)))
    return yield* test(over(shared), (log) => over(log.pipe(Layer.provideMerge(shared)))).pipe(
      Effect.provide(shared),
    )
  }).pipe(Effect.scoped)

/** The log as older hubs used it: a new order's cid was its id, whatever its sender said. */
const asBefore = Layer.effect(
  EventLog,
  EventLog.use((log) =>
    Effect.succeed({
      ...log,
      append: (scope, request) => {
        const [first] = request.streams
        const made =
          first?.expected === 0 && /^order\/(?<id>.+)$/.exec(first.stream)?.groups?.["id"]
        return log.append(scope, made ? { ...request, cid: made as typeof request.cid } : request)
      },
    } satisfies EventLog["Service"]),
  ),
)

/** Runs the test on a hub, and tells what it asked of the log meanwhile. */
const askedOfLog = (test: Effect.Effect<unknown, unknown, Layer.Success<typeof hub>>) =>
  Effect.gen(function* () {
    const asked: Array<string> = []
    const watched = Layer.effect(
      EventLog,
      EventLog.use((log) =>
        Effect.succeed(
          new Proxy(log, {
            get: (target, name: keyof EventLog["Service"]) => {
              asked.push(name)
              return target[name]
            },
          }),
        ),
      ),
    )
    return yield* overOneLog((_, over) =>
      Effect.gen(function* () {
        // It has woken up.
        yield* ask(under(900, placing(9)))
        asked.length = 0
        yield* test
        return asked
      }).pipe(Effect.provide(over(watched))),
    )
  })

describe("one cid is one command", () => {
  it.effect("[GATE-3] not another order, with another id or none or other dishes", () =>
    Effect.gen(function* () {
      const first = yield* ask(under(1, placing(1)))
      yield* settle
      const before = yield* head
      for (const other of [placing(2), placing(1, [friesLine(9)]), nameless(1)])
        assert.strictEqual(yield* codeOf(under(1, other)), "IDEMPOTENCY_MISMATCH")
      assert.strictEqual(yield* head, before)
      assert.deepStrictEqual((yield* ask(under(1, placing(1)))).order, first.order)
      yield* ask(nameless(2))
      for (const other of [nameless(2, [burgerLine(2)]), under(2, placing(2))])
        assert.strictEqual(yield* codeOf(other), "IDEMPOTENCY_MISMATCH")
      assert.strictEqual(yield* ordersPlaced, 2)
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-3] nor another deed, also one that could not be done", () =>
    Effect.gen(function* () {
      yield* ask(under(1, placing(1)))
      yield* ask(inOrder(1, "rush", {}, 2))
      const unknownDish = { productId: order(9), quantity: 1 }
      for (const other of [
        under(2, placing(2)),
        under(2, placing(1)),
        under(2, placing(3, [unknownDish])),
        inOrder(1, "rush", {}, 1),
        inOrder(9, "cancel", {}, 1),
      ])
        assert.strictEqual(yield* codeOf(other), "IDEMPOTENCY_MISMATCH")
      assert.strictEqual(yield* ordersPlaced, 1)
    }).pipe(Effect.provide(hub)),
  )
})

describe("one id is one order", () => {
  it.effect("[GATE-17] stored by one append, with nothing looked up before", () =>
    Effect.gen(function* () {
      const commands = [under(1, placing(1)), { ...placing(2), cid: cid(1_002) }, nameless(3)]
      for (const command of commands)
        assert.deepStrictEqual(yield* askedOfLog(ask(command)), ["append"])
    }),
  )

  it.effect("[GATE-16] the same again under any cid, which is used then", () =>
    Effect.gen(function* () {
      const first = yield* ask(under(1, placing(1)))
      yield* ask(inOrder(1, "rush"))
      // A cid of its own, and the order's id as a request without one has it.
      const others = [under(2, placing(1)), { ...placing(1), cid: cid(1_001) }]
      for (const again of others) {
        const answer = yield* ask(again)
        assert.deepStrictEqual([answer.order, answer.repeated], [first.order, true])
      }
      assert.strictEqual((yield* ask(placing(3))).order.number, "2")
      for (const { cid: used } of others)
        assert.strictEqual(yield* codeOf({ ...placing(4), cid: used }), "IDEMPOTENCY_MISMATCH")
    }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[GATE-16] the same again when its promise is said in another zone, and not at another time",
    () =>
      Effect.gen(function* () {
        const promised = (promisedAt: string) =>
          under(1, placing(1, [burgerLine()], { promisedAt }))
        const { order: first } = yield* ask(promised("2030-01-01T20:00:00+01:00"))
        assert.strictEqual(first.promisedAt, "2030-01-01T19:00:00.000Z")
        const again = yield* ask(promised("2030-01-01T19:00Z"))
        assert.deepStrictEqual([again.order, again.repeated], [first, true])
        const later = promised("2030-01-01T20:00:00Z")
        assert.strictEqual(yield* codeOf(later), "IDEMPOTENCY_MISMATCH")
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-16] refused by its name with other content, and the cid stays free", () =>
    Effect.gen(function* () {
      yield* ask(under(1, placing(1)))
      const { code, meta, detail } = yield* refusal(under(2, placing(1, [friesLine(9)])))
      assert.deepStrictEqual([code, meta], ["ID_TAKEN", { id: order(1) }])
      assert.include(detail, order(1))
      assert.strictEqual((yield* ask(under(2, placing(2)))).order.number, "2")
      // The actor is not misled.
      assert.strictEqual((yield* ask(inOrder(1, "rush"))).order.lines.length, 2)
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-16] also the id of an order that a split opened", () =>
    Effect.gen(function* () {
      const { order: first } = yield* ask(under(1, placing(1)))
      const lineIds = [first.lines[0]?.lineId]
      yield* ask(inOrder(1, "splitTo", { lineIds, toOrderId: order(2) }, 2))
      assert.strictEqual(yield* codeOf(under(3, placing(2, [burgerLine()]))), "ID_TAKEN")
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-4] [GATE-16] the same under any cid though its dishes are gone since", () =>
    Effect.gen(function* () {
      const { changeSetup } = yield* Bench
      const first = yield* ask(under(1, placing(1)))
      changeSetup(acme, { ...setup, menu: { ...setup.menu, products: new Map() } })
      assert.deepStrictEqual((yield* ask(under(2, placing(1)))).order, first.order)
      assert.strictEqual(yield* codeOf(under(3, placing(1, [friesLine()]))), "ID_TAKEN")
      assert.strictEqual(yield* codeOf(under(3, placing(2))), "PRODUCT_UNKNOWN")
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-16] also after a restart, when only the log still knows it", () =>
    overOneLog((started) =>
      Effect.gen(function* () {
        const first = yield* Effect.gen(function* () {
          const placed = yield* ask(under(1, placing(1, [friesLine()])))
          const lineIds = [placed.order.lines[0]?.lineId]
          yield* ask(inOrder(1, "serveLines", { lineIds }, 30))
          yield* ask(inOrder(1, "close", {}, 31))
          return placed
        }).pipe(Effect.provide(started))
        yield* Effect.gen(function* () {
          const same = placing(1, [friesLine()])
          for (const c of [1, 2])
            assert.deepStrictEqual((yield* ask(under(c, same))).order, first.order)
          assert.strictEqual(yield* codeOf(under(1, placing(1))), "IDEMPOTENCY_MISMATCH")
          assert.strictEqual(yield* codeOf(under(1, placing(2))), "IDEMPOTENCY_MISMATCH")
          assert.strictEqual(yield* codeOf(under(4, placing(1))), "ID_TAKEN")
          const unknownDish = { productId: order(9), quantity: 1 }
          assert.strictEqual(yield* codeOf(under(4, placing(1, [unknownDish]))), "ID_TAKEN")
          assert.strictEqual(yield* codeOf(inOrder(1, "rush", {}, 50)), "ORDER_CLOSED")
        }).pipe(Effect.provide(started))
      }),
    ),
  )

  it.effect("[GATE-5] [GATE-16] whoever says it at the same moment, to two hubs", () =>
    overOneLog((started) =>
      Effect.gen(function* () {
        const one = Layer.succeedContext(yield* Layer.build(started))
        const two = Layer.succeedContext(yield* Layer.build(started))
        const asked = [
          [under(1, placing(1)), one],
          [under(2, placing(1)), two],
          [under(3, placing(1, [friesLine()])), two],
          [under(1, placing(2)), two],
          [under(2, placing(3)), one],
        ] as const
        const answers = yield* Effect.forEach(
          asked,
          ([command, at]) => Effect.result(ask(command).pipe(Effect.provide(at))),
          { concurrency: "unbounded" },
        )
        const heard = answers.flatMap((answer, n) =>
          answer._tag === "Success" ? [`${asked[n]?.[0].cid} ${answer.success.order.id}`] : [],
        )
        const idsOf = (c = "") =>
          new Set(heard.filter((said) => said.startsWith(c)).map((said) => said.split(" ")[1]))
        assert.strictEqual(yield* ordersPlaced, idsOf().size)
        for (const c of [cid(1), cid(2)]) assert.isAtMost(idsOf(c).size, 1)
        // Both contents of the one id are never heard.
        const [first, same, other] = answers
        assert.isFalse(
          other?._tag === "Success" && (first?._tag === "Success" || same?._tag === "Success"),
        )
      }).pipe(Effect.scoped),
    ),
  )

  it.effect("[GATE-16] also when an older hub placed it, which took the id for the cid", () =>
    overOneLog((started, over) =>
      Effect.gen(function* () {
        const commands = [under(1, placing(1)), nameless(2)]
        const before = yield* Effect.forEach(commands, (command) => ask(command)).pipe(
          Effect.provide(over(asBefore)),
        )
        assert.isUndefined(yield* EventLog.use((log) => log.recall(acme, cid(1))))
        yield* Effect.gen(function* () {
          const after = yield* Effect.forEach(commands, (command) => ask(command))
          assert.deepStrictEqual(
            after.map((answer) => answer.order),
            before.map((answer) => answer.order),
          )
          for (const other of [under(1, placing(2)), nameless(2, [friesLine()])])
            assert.strictEqual(yield* codeOf(other), "IDEMPOTENCY_MISMATCH")
          assert.strictEqual(yield* codeOf(under(3, placing(1, [friesLine()]))), "ID_TAKEN")
        }).pipe(Effect.provide(started))
      }),
    ),
  )
})
