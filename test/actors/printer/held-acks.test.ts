import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Ref } from "effect"
import { TestClock } from "effect/testing"
import { Gate } from "#core/hub/gate.ts"
import { PrintJobs } from "#core/hub/print-jobs.ts"
import type { PrinterReport } from "#core/hub/printing.ts"
import { EventLog } from "#core/log/event-log.ts"
import {
  acme,
  Bench,
  benchLayer,
  cid,
  grillPrinter,
  kitchenLayer,
  placing,
  settle,
} from "#test/support/memory-kitchen.ts"
import { logWithPrinter } from "#test/support/printer-there.ts"

const hub = Layer.fresh(
  kitchenLayer.pipe(Layer.provideMerge(Layer.mergeAll(logWithPrinter, benchLayer))),
)

const says = (n: number, report: PrinterReport) =>
  Gate.use((gate) =>
    gate.run(acme, {
      cid: cid(n),
      op: "printerReport",
      args: { deviceId: grillPrinter.deviceId, report },
    }),
  )
const printed = (job: string) =>
  ({ report: "result", job, attempt: 1, state: "printed", fence: "gs(h" }) as const
const states = Effect.map(
  PrintJobs.use((all) => all.list(acme, { page: 1, size: 50 })),
  ({ items }) => items.map(({ state }) => state),
)
/** What stands in the printer's stream after it was there and the job was queued and sent, and by which command it came there. */
const noted = Effect.gen(function* () {
  const log = yield* EventLog
  const events = yield* log.history(acme, `printer/${grillPrinter.id}`)
  return events.slice(3).map(({ type, cid: by }) => [type, by])
})

/** The job that an order's burger makes at the grill's printer, handed over. */
const handedOver = Effect.gen(function* () {
  yield* Gate.use((gate) => gate.run(acme, placing(1)))
  yield* settle
  const [attempt] = yield* Ref.get((yield* Bench).sent)
  return attempt?.job ?? assert.fail("nothing was sent to the printer")
})

describe("a device's word that it has a job", () => {
  it.effect("[PAPERWAY-12] is noted together with what the device says next", () =>
    Effect.gen(function* () {
      const job = yield* handedOver
      const acked = yield* Effect.forkChild(says(1, { report: "ack", job, attempt: 1 }))
      yield* settle
      assert.deepStrictEqual(yield* noted, [])
      yield* says(2, printed(job))
      yield* Fiber.join(acked)
      assert.deepStrictEqual(yield* noted, [
        ["JobAccepted@1", cid(2)],
        ["JobPrinted@1", cid(2)],
      ])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PAPERWAY-12] is noted by itself when nothing follows for half a second", () =>
    Effect.gen(function* () {
      const job = yield* handedOver
      const acked = yield* Effect.forkChild(says(1, { report: "ack", job, attempt: 1 }))
      yield* settle
      yield* TestClock.adjust("500 millis")
      yield* Fiber.join(acked)
      assert.deepStrictEqual(yield* noted, [["JobAccepted@1", cid(1)]])
      assert.deepStrictEqual(yield* states, ["accepted"])
      yield* says(2, printed(job))
      assert.deepStrictEqual(yield* states, ["printed"])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PAPERWAY-12] is noted also when the device only says again what it said before", () =>
    Effect.gen(function* () {
      const job = yield* handedOver
      const refused = { report: "result", job, attempt: 1, state: "refused" } as const
      yield* says(1, refused)
      yield* TestClock.adjust("6 seconds")
      yield* settle
      const acked = yield* Effect.forkChild(says(2, { report: "ack", job, attempt: 2 }))
      yield* settle
      yield* says(1, refused)
      yield* Fiber.join(acked)
      assert.deepStrictEqual(yield* states, ["accepted"])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PAPERWAY-12] that got lost has the same job handed over again, and no other", () =>
    Effect.gen(function* () {
      const job = yield* handedOver
      const acked = yield* Effect.forkChild(says(1, { report: "ack", job, attempt: 1 }))
      yield* settle
      yield* Fiber.interrupt(acked)
      yield* TestClock.adjust("11 seconds")
      yield* settle
      assert.deepStrictEqual(
        (yield* Ref.get((yield* Bench).sent)).map((one) => [one.job, one.attempt]),
        [
          [job, 1],
          [job, 2],
        ],
      )
    }).pipe(Effect.provide(hub)),
  )
})
