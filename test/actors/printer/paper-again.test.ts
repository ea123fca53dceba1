import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Ref } from "effect"
import { Gate } from "#core/hub/gate.ts"
import { PrintJobs } from "#core/hub/print-jobs.ts"
import type { PrintJobView } from "#core/hub/printing.ts"
import type { JobId } from "#core/kitchen/ids.ts"
import { station } from "#test/core/kitchen/bistro.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import {
  acme,
  Bench,
  benchLayer,
  burgerLine,
  kitchenLayer,
  order,
  placing,
  rival,
  settle,
  setup,
  uuid,
} from "#test/support/memory-kitchen.ts"
import { run, watch } from "../watcher.ts"
import { grill, neighbour, neighboursThere, says } from "./neighbours.ts"

const ports = Layer.mergeAll(memoryEventLog, benchLayer)
const hub = Layer.fresh(kitchenLayer.pipe(Layer.provideMerge(ports)))
const burger = (n: number) => run("placeOrder", placing(n, [burgerLine()]).args)
const get = (id: string, scope = acme) => PrintJobs.use((jobs) => jobs.get(scope, id as JobId))
const refusalOf = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(effect), (failure) => ("code" in failure ? failure.code : failure._tag))
const lastSent = Effect.flatMap(Bench, ({ sent }) =>
  Effect.map(Ref.get(sent), (attempts) => attempts.at(-1) ?? assert.fail("nothing was sent")),
)
const printed = (job: string) =>
  says(grill, { report: "result", job, attempt: 1, state: "printed" } as const)
const bannersOf = (answer: { readonly result?: unknown }) =>
  (answer.result as PrintJobView).chit.banners

/** A job that so many others came after that its printer forgot it. */
const forgotten = Effect.gen(function* () {
  yield* neighboursThere()
  yield* burger(1)
  yield* settle
  const { job } = yield* lastSent
  yield* printed(job)
  const first = yield* run("reprintJob", { jobId: job })
  yield* printed((first.result as PrintJobView).id)
  for (let n = 0; n < 200; n += 1) {
    const page = yield* run("testPage", { printerId: grill.id })
    yield* printed((page.result as PrintJobView).id)
  }
  const known = yield* PrintJobs.use((jobs) => jobs.list(acme, { page: 1, size: 200 }))
  assert.notInclude(
    known.items.map(({ id }) => id),
    job,
  )
  return job
})

describe("paper of an earlier hour", () => {
  it.effect("[PAPERWAY-15] is shown and printed again from the log", () =>
    Effect.gen(function* () {
      const job = yield* forgotten
      assert.deepInclude(yield* get(job), { id: job, state: "printed", number: "1" })
      assert.isUndefined(yield* get(job, rival))
      assert.isUndefined(yield* get(uuid(424_242)))
      const again = yield* run("reprintJob", { jobId: job })
      assert.deepInclude(again.result as object, { copyOf: job, state: "sent" })
      assert.deepInclude(bannersOf(again)[0] as object, { kind: "reprint", copy: 2, by: "Ana" })
      assert.strictEqual(yield* refusalOf(run("reprintJob", { jobId: uuid(1) })), "JOB_NOT_FOUND")
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PAPERWAY-16] is printed as it was at any revision of its order", () =>
    Effect.gen(function* () {
      yield* neighboursThere()
      const placed = yield* burger(1)
      yield* run("addLines", { orderId: order(1), lines: [burgerLine(3)] })
      const { lines } = placed.result as { lines: ReadonlyArray<{ lineId: string }> }
      yield* run("voidLine", { orderId: order(1), lineId: lines[0]?.lineId })
      const reprint = (more: object) =>
        run("reprintTicket", { orderId: order(1), station: "grill", ...more })
      const says = (answer: { readonly result?: unknown }) =>
        (answer.result as PrintJobView).chit.lines.map(({ quantity }) => quantity)
      const first = yield* reprint({ rev: placed.rev })
      assert.deepStrictEqual(says(first), [1])
      assert.deepInclude(bannersOf(first)[0] as object, { kind: "reprint", copy: 1, by: "Ana" })
      const then = yield* reprint({ rev: (placed.rev ?? 0) + 1 })
      assert.deepStrictEqual(
        [says(then), bannersOf(then)[0]],
        [[1, 3], { ...bannersOf(first)[0], copy: 2 }],
      )
      const now = yield* reprint({ printerId: neighbour.id })
      assert.deepStrictEqual(says(now), [3])
      assert.deepInclude(now.result as object, { printerId: neighbour.id, orderId: order(1) })
    }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[PAPERWAY-16] is refused when nothing was said, or nobody knows who should print it",
    () =>
      Effect.gen(function* () {
        const stations = [...setup.stations, station("cold")]
        const bench = yield* Bench
        bench.changeSetup(acme, { ...setup, stations, printers: [grill, neighbour] })
        yield* burger(1)
        const reprint = (more: object) =>
          refusalOf(run("reprintTicket", { orderId: order(1), station: "grill", ...more }))
        assert.deepStrictEqual(
          yield* Effect.all([
            reprint({ station: "fry" }),
            reprint({ station: "moon" }),
            reprint({ station: "cold" }),
            reprint({ rev: 99 }),
            reprint({ rev: 0 }),
            reprint({ orderId: order(2) }),
            reprint({ printerId: uuid(5) }),
          ]),
          [
            "NOTHING_TO_REPRINT",
            "STATION_UNKNOWN",
            "STATION_WITHOUT_PRINTER",
            "REVISION_UNKNOWN",
            "VALIDATION_FAILED",
            "ORDER_UNKNOWN",
            "PRINTER_UNKNOWN",
          ],
        )
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[PAPERWAY-14] is nobody's to speak of but its own printer's", () =>
    Effect.gen(function* () {
      yield* neighboursThere()
      yield* burger(1)
      yield* settle
      const { job } = yield* lastSent
      const result = { report: "result", job, attempt: 1, state: "printed" } as const
      assert.strictEqual(yield* refusalOf(says(neighbour, result)), "JOB_NOT_YOURS")
      assert.strictEqual(
        yield* refusalOf(says(neighbour, { report: "ack", job, attempt: 1 })),
        "JOB_NOT_YOURS",
      )
      assert.strictEqual(yield* refusalOf(says(grill, { ...result, job: uuid(7) })), "JOB_UNKNOWN")
      assert.strictEqual((yield* get(job))?.state, "sent")
      yield* burger(2)
      yield* settle
      const { items } = yield* PrintJobs.use((jobs) => jobs.list(acme, { page: 1, size: 9 }))
      const waiting = items.find(({ state }) => state === "queued") ?? assert.fail("nothing waits")
      const early = { ...result, job: waiting.id }
      assert.strictEqual(yield* refusalOf(says(grill, early)), "JOB_UNKNOWN")
      assert.strictEqual((yield* get(waiting.id))?.state, "queued")
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PRINT-12] is asked for in the printer's view until a person has it", () =>
    Effect.gen(function* () {
      yield* neighboursThere({ onUnknown: "ask" })
      const view = yield* watch(`printer/${grill.id}`)
      const asks = () =>
        (view.items.get("status") as { asks: ReadonlyArray<{ jobId: string }> }).asks
      yield* burger(1)
      yield* settle
      const { job } = yield* lastSent
      yield* says(grill, {
        report: "result",
        job,
        attempt: 1,
        state: "unknown",
        cause: "power_cut",
      })
      yield* settle
      assert.deepInclude(asks()[0] as object, { jobId: job, number: "1", cause: "power_cut" })
      const confirmed = yield* Gate.use((gate) =>
        gate.run(acme, { cid: uuid(31) as never, op: "confirmJob", args: { jobId: job } }),
      )
      yield* settle
      assert.deepInclude(confirmed.result as object, { state: "printed", fence: "human" })
      assert.deepStrictEqual(asks(), [])
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )
})
