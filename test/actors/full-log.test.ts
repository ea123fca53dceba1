import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, Ref } from "effect"
import { TestClock } from "effect/testing"
import { Gate } from "#core/hub/gate.ts"
import { type AppendRequest, EventLog } from "#core/log/event-log.ts"
import { fullLogAppend } from "#test/support/full-log.ts"
import {
  acme,
  Bench,
  benchLayer,
  burgerLine,
  cid,
  grillPrinter,
  kitchenLayer,
  placing,
  settle,
} from "#test/support/memory-kitchen.ts"
import { logWithPrinter } from "#test/support/printer-there.ts"

type Append = EventLog["Service"]["append"]

/** A hub over a log that has no room for some appends. */
const hubWith = (
  change: (request: AppendRequest, stored: ReturnType<Append>) => "full" | ReturnType<Append>,
) =>
  Layer.fresh(
    kitchenLayer.pipe(
      Layer.provideMerge(
        Layer.effect(
          EventLog,
          Effect.map(EventLog, (log) => ({
            ...log,
            append: (scope: Parameters<Append>[0], request: AppendRequest) => {
              const answer = change(request, log.append(scope, request))
              return answer === "full" ? fullLogAppend(scope, request) : answer
            },
          })),
        ),
      ),
      Layer.provideMerge(Layer.mergeAll(logWithPrinter, benchLayer)),
    ),
  )

const run = (command: Parameters<Gate["Service"]["run"]>[1]) =>
  Gate.use((gate) => gate.run(acme, command))
const sent = Effect.flatMap(Bench, ({ sent: attempts }) => Ref.get(attempts))

describe("a log that has no room", () => {
  it.effect("[LOG-12] puts an order off; asked again with the same cid it is placed", () => {
    let isFull = true
    return Effect.gen(function* () {
      assert.propertyVal(yield* Effect.flip(run(placing(1))), "_tag", "Overloaded")
      isFull = false
      assert.isFalse((yield* run(placing(1))).repeated)
      yield* settle
      assert.strictEqual((yield* sent).length, 1)
    }).pipe(Effect.provide(hubWith((_, stored) => (isFull ? "full" : stored))))
  })

  it.effect("[PAPERWAY-19] keeps no acknowledged order from its paper", () =>
    Effect.gen(function* () {
      const go = yield* Deferred.make<void>()
      let isFull = false
      const hub = hubWith(({ streams }, stored) => {
        if (streams[0]?.stream !== `printer/${grillPrinter.id}`) return stored
        return isFull ? "full" : Effect.andThen(Deferred.await(go), stored)
      })
      yield* Effect.gen(function* () {
        const testPage = yield* Effect.forkChild(
          run({ cid: cid(1), op: "testPage", args: { printerId: grillPrinter.id } }),
        )
        yield* settle
        yield* run(placing(1, [burgerLine()]))
        isFull = true
        yield* Deferred.succeed(go, undefined)
        yield* Fiber.join(testPage)
        yield* TestClock.adjust("8 seconds")
        yield* settle
        isFull = false
        yield* TestClock.adjust("8 seconds")
        yield* settle
        const log = yield* EventLog
        const queued = (yield* log.history(acme, `printer/${grillPrinter.id}`)).filter(
          ({ type }) => type === "JobQueued@1",
        )
        assert.deepStrictEqual(
          queued.map(({ payload }) => (payload as { job: { kind: string } }).job.kind),
          ["test", "ticket"],
        )
      }).pipe(Effect.provide(hub))
    }),
  )

  it.effect("[LOG-12] puts off what a printer says of its paper, instead of refusing it", () => {
    let isFull = false
    return Effect.gen(function* () {
      yield* run(placing(1, [burgerLine()]))
      yield* settle
      const [attempt] = yield* sent
      assert.isDefined(attempt)
      const says = run({
        cid: cid(2),
        op: "printerReport",
        args: {
          deviceId: grillPrinter.deviceId,
          report: {
            report: "result",
            job: attempt?.job,
            attempt: 1,
            state: "printed",
            fence: "gs(h",
          },
        },
      })
      isFull = true
      assert.propertyVal(yield* Effect.flip(says), "_tag", "Overloaded")
      isFull = false
      assert.isFalse((yield* says).repeated)
    }).pipe(Effect.provide(hubWith((_, stored) => (isFull ? "full" : stored))))
  })
})
