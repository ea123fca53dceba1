import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, Ref } from "effect"
import { TestClock } from "effect/testing"
import { Gate } from "#core/hub/gate.ts"
import {
  type AppendRequest,
  EventLog,
  LogUnavailable,
  VersionConflict,
} from "#core/log/event-log.ts"
import {
  acme,
  Bench,
  benchLayer,
  burgerLine,
  cid,
  grillPrinter,
  kitchenLayer,
  order,
  placing,
  settle,
} from "#test/support/memory-kitchen.ts"
import { logWithPrinter } from "#test/support/printer-there.ts"

type Append = EventLog["Service"]["append"]

/** A hub over a log of which the test changes how it appends. */
const hubWith = (
  change: (request: AppendRequest, stored: ReturnType<Append>) => ReturnType<Append>,
) =>
  Layer.fresh(
    kitchenLayer.pipe(
      Layer.provideMerge(
        Layer.effect(
          EventLog,
          Effect.map(EventLog, (log) => ({
            ...log,
            append: (scope: Parameters<Append>[0], request: AppendRequest) =>
              change(request, log.append(scope, request)),
          })),
        ),
      ),
      Layer.provideMerge(Layer.mergeAll(logWithPrinter, benchLayer)),
    ),
  )

const stream = `printer/${grillPrinter.id}`
const place = (n: number) => Gate.use((gate) => gate.run(acme, placing(n, [burgerLine()])))
const papers = Effect.flatMap(EventLog, (log) =>
  Effect.map(log.history(acme, stream), ([_there, ...events]) =>
    events.map(({ type, cid: by }) => [type, by]),
  ),
)
const sent = Effect.flatMap(Bench, ({ sent: attempts }) =>
  Effect.map(Ref.get(attempts), (all) =>
    all.map(({ order: number, attempt }) => [number, attempt]),
  ),
)

describe("the paper of an order", () => {
  it.effect("[PAPERWAY-13] is queued and handed over in the order's own append", () =>
    Effect.gen(function* () {
      yield* place(1)
      yield* settle
      assert.deepStrictEqual(yield* papers, [
        ["JobQueued@1", cid(10_001)],
        ["JobSent@1", cid(10_001)],
      ])
      assert.deepStrictEqual(yield* sent, [["1", 1]])
    }).pipe(Effect.provide(hubWith((_, stored) => stored))),
  )

  it.effect("[PAPERWAY-13] does not hold up the order when the printer has something to do", () =>
    Effect.gen(function* () {
      const go = yield* Deferred.make<void>()
      const slow = hubWith(({ streams }, stored) =>
        streams[0]?.stream === stream ? Effect.andThen(Deferred.await(go), stored) : stored,
      )
      yield* Effect.gen(function* () {
        yield* place(1)
        const says = yield* Effect.forkChild(
          Gate.use((gate) =>
            gate.run(acme, {
              cid: cid(1),
              op: "printerReport",
              args: {
                deviceId: grillPrinter.deviceId,
                report: { report: "status", online: true, paper: "low", cover: false },
              },
            }),
          ),
        )
        yield* settle
        yield* place(2)
        yield* Deferred.succeed(go, undefined)
        yield* Fiber.join(says)
        yield* settle
        assert.deepStrictEqual(
          (yield* papers).map(([type]) => type),
          ["JobQueued@1", "JobSent@1", "PrinterStatusSeen@1", "JobQueued@1"],
        )
        assert.deepStrictEqual(yield* sent, [["1", 1]])
      }).pipe(Effect.provide(slow))
    }),
  )

  it.effect("[PAPERWAY-13] comes though the answer of the append got lost, and comes once", () => {
    let lost = 1
    const hub = hubWith((_, stored) =>
      lost-- > 0
        ? Effect.andThen(stored, Effect.fail(new LogUnavailable({ reason: "cut" })))
        : stored,
    )
    return Effect.gen(function* () {
      const first = yield* Effect.flip(place(1))
      assert.strictEqual(first._tag, "Outage")
      yield* place(1)
      yield* settle
      assert.deepStrictEqual(yield* sent, [])
      yield* TestClock.adjust("11 seconds")
      yield* settle
      assert.deepStrictEqual(yield* sent, [["1", 2]])
      assert.deepStrictEqual(
        (yield* papers).map(([type]) => type),
        ["JobQueued@1", "JobSent@1", "JobSent@1"],
      )
    }).pipe(Effect.provide(hub))
  })

  it.effect("[PAPERWAY-13] is queued after the order when another hub wrote to the printer", () => {
    let others = 0
    return Effect.gen(function* () {
      const log = yield* EventLog
      yield* place(1)
      // Behind this hub's back: its picture of the printer is one event behind.
      others = 1
      yield* place(2)
      yield* settle
      assert.strictEqual((yield* log.history(acme, `order/${order(2)}`)).length, 1)
      assert.strictEqual((yield* papers).filter(([type]) => type === "JobQueued@1").length, 2)
    }).pipe(
      Effect.provide(
        hubWith(({ streams }, stored) =>
          others > 0 && streams.length > 1
            ? Effect.suspend(() => {
                others -= 1
                return Effect.fail(
                  new VersionConflict({ streams: streams.map((part) => part.stream) }),
                )
              })
            : stored,
        ),
      ),
    )
  })
})
