import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Ref } from "effect"
import { TestClock } from "effect/testing"
import { Gate } from "#core/hub/gate.ts"
import { PrintJobs } from "#core/hub/print-jobs.ts"
import type { PrinterReport, PrintJobView } from "#core/hub/printing.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { JobId } from "#core/kitchen/ids.ts"
import { EventLog } from "#core/log/event-log.ts"
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
  rival,
  settle,
  uuid,
} from "#test/support/memory-kitchen.ts"
import { logWithPrinter } from "#test/support/printer-there.ts"

const ports = Layer.mergeAll(logWithPrinter, benchLayer)
const hub = Layer.fresh(kitchenLayer.pipe(Layer.provideMerge(ports)))

const run = (command: Parameters<Gate["Service"]["run"]>[1], scope: Scope = acme) =>
  Gate.use((gate) => gate.run(scope, command))
let reports = 0
const says = (report: PrinterReport) =>
  run({
    cid: cid(500_000 + ++reports),
    op: "printerReport",
    args: { deviceId: grillPrinter.deviceId, report },
  })
const sent = Effect.flatMap(Bench, ({ sent: attempts }) => Ref.get(attempts))
const jobs = PrintJobs.use((all) => all.list(acme, { page: 1, size: 50 }))
const printed = (job: JobId, attempt = 1) =>
  says({ report: "result", job, attempt, state: "printed", fence: "gs(h" })

/** Places an order and gives the one attempt that its burger makes at the grill's printer. */
const burgerOrder = (n: number) =>
  Effect.gen(function* () {
    yield* TestClock.adjust("1 second")
    yield* run(placing(n))
    yield* settle
    const attempt = (yield* sent).at(-1)
    return attempt ?? assert.fail("nothing was sent to the printer")
  })

describe("printing", () => {
  it.effect("[PAPERWAY-1] prints what the printer's stations cook, and nothing else", () =>
    Effect.gen(function* () {
      const { chit, attempt } = yield* burgerOrder(1)
      assert.strictEqual(attempt, 1)
      assert.deepStrictEqual(
        [chit.table, chit.number, chit.lines.map(({ name }) => name)],
        ["5", "1", ["Burger"]],
      )
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PAPERWAY-2] has written down that a job is handed over before it is", () =>
    Effect.gen(function* () {
      const { job } = yield* burgerOrder(1)
      const log = yield* EventLog
      const events = yield* log.history(acme, `printer/${grillPrinter.id}`)
      assert.deepStrictEqual(
        events.map(({ type }) => type),
        ["PrinterStateSeen@1", "JobQueued@1", "JobSent@1"],
      )
      assert.strictEqual((yield* jobs).items[0]?.id, job)
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PAPERWAY-3] keeps one job in flight and sends the next when the paper is out", () =>
    Effect.gen(function* () {
      const first = yield* burgerOrder(1)
      yield* burgerOrder(2)
      assert.strictEqual((yield* sent).length, 1)
      yield* printed(first.job)
      yield* settle
      assert.deepStrictEqual(
        (yield* sent).map(({ order: number, seq }) => [number, seq]),
        [
          ["1", 1],
          ["2", 2],
        ],
      )
      assert.deepStrictEqual(
        (yield* jobs).items.map(({ state }) => state),
        ["sent", "printed"],
      )
    }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[PAPERWAY-4] hands the same job over again, under the same id, when nobody confirms it",
    () =>
      Effect.gen(function* () {
        const { job } = yield* burgerOrder(1)
        yield* TestClock.adjust("11 seconds")
        yield* settle
        assert.deepStrictEqual(
          (yield* sent).map((one) => [one.job, one.attempt]),
          [
            [job, 1],
            [job, 2],
          ],
        )
      }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[PAPERWAY-5] tries again after the wire was down, without losing or doubling the job",
    () =>
      Effect.gen(function* () {
        const { wireDown } = yield* Bench
        yield* Ref.set(wireDown, true)
        yield* run(placing(1))
        yield* settle
        assert.strictEqual((yield* sent).length, 0)
        yield* Ref.set(wireDown, false)
        yield* TestClock.adjust("11 seconds")
        yield* settle
        assert.strictEqual((yield* sent).length, 1)
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[PAPERWAY-6] repeats a paper of unknown fate only under a banner and another id", () =>
    Effect.gen(function* () {
      const { job } = yield* burgerOrder(1)
      yield* says({ report: "result", job, attempt: 1, state: "unknown" })
      yield* settle
      const copy = (yield* sent).at(-1)
      assert.notStrictEqual(copy?.job, job)
      assert.deepStrictEqual(copy?.chit.banners[0], { kind: "possibleDuplicate" })
      assert.strictEqual(copy?.copyOf, job)
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PAPERWAY-7] prints nothing that is older than it may be", () =>
    Effect.gen(function* () {
      yield* says({ report: "state", state: "lost", boot: 1 })
      yield* run(placing(1))
      yield* TestClock.adjust("11 minutes")
      yield* settle
      yield* says({ report: "state", state: "ready", boot: 2 })
      yield* settle
      // One chit that tells of it, in its place.
      assert.deepStrictEqual(
        (yield* sent).map(({ kind, chit }) => [kind, chit.lines.length]),
        [["summary", 1]],
      )
      assert.strictEqual((yield* jobs).items[1]?.state, "expired")
    }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[PAPERWAY-8] prints a test page, a reprint with its banner, and takes a waiting job back",
    () =>
      Effect.gen(function* () {
        const test = yield* run({
          cid: cid(1),
          op: "testPage",
          args: { printerId: grillPrinter.id },
        })
        const page = test.result as PrintJobView
        assert.deepStrictEqual([page.kind, page.state], ["test", "sent"])
        yield* run(placing(1))
        yield* settle
        const waiting = (yield* jobs).items.find(({ state }) => state === "queued")
        const taken = yield* run({ cid: cid(2), op: "cancelJob", args: { jobId: waiting?.id } })
        assert.strictEqual((taken.result as PrintJobView).state, "cancelled")
        yield* printed(page.id)
        const copy = yield* run({ cid: cid(3), op: "reprintJob", args: { jobId: page.id } })
        const reprint = copy.result as PrintJobView
        assert.strictEqual(reprint.chit.banners[0]?.kind, "reprint")
        const again = yield* run({ cid: cid(3), op: "reprintJob", args: { jobId: page.id } })
        assert.strictEqual((again.result as PrintJobView).id, reprint.id)
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[PAPERWAY-9] lets a device speak for itself alone, in its own restaurant", () =>
    Effect.gen(function* () {
      const { job } = yield* burgerOrder(1)
      const forged = {
        cid: cid(9),
        op: "printerReport",
        args: {
          deviceId: grillPrinter.deviceId,
          report: { report: "result", job, attempt: 1, state: "printed" },
        },
      }
      const other = { ...acme, principal: { kind: "device" as const, id: uuid(999) } }
      const refusals = yield* Effect.forEach([other], (scope) => Effect.flip(run(forged, scope)))
      assert.deepStrictEqual(
        refusals.map((refusal) => (refusal._tag === "Refused" ? refusal.code : refusal._tag)),
        ["AUTH_FORBIDDEN"],
      )
      // The other restaurant's printer of that address, if it has one, is not ours.
      yield* Effect.exit(run(forged, rival))
      assert.strictEqual((yield* jobs).items[0]?.state, "sent")
    }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[PAPERWAY-10] prints only the difference when a fired dish is amended or taken back",
    () =>
      Effect.gen(function* () {
        const first = yield* burgerOrder(1)
        yield* printed(first.job)
        const queries = yield* run({
          cid: cid(20),
          op: "addLines",
          args: { orderId: order(1), lines: [burgerLine(2)] },
        })
        yield* settle
        const added = (yield* sent).at(-1)
        assert.deepStrictEqual(
          added?.chit.lines.map(({ name, quantity }) => [name, quantity]),
          [["Burger", 2]],
        )
        yield* printed(added?.job ?? first.job)
        const { lines } = queries.result as { lines: ReadonlyArray<{ lineId: string }> }
        yield* run({
          cid: cid(21),
          op: "voidLine",
          args: { orderId: order(1), lineId: lines[0]?.lineId },
        })
        yield* settle
        const taken = (yield* sent).at(-1)
        assert.deepStrictEqual(
          taken?.chit.lines.map(({ name, delta }) => [name, delta]),
          [["Burger", "voided"]],
        )
      }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[PAPERWAY-11] prints after a restart what it had not yet queued, and nothing again",
    () =>
      Effect.gen(function* () {
        const shared = yield* Layer.build(ports)
        const hubOnce = () =>
          Layer.fresh(kitchenLayer).pipe(Layer.provideMerge(Layer.succeedContext(shared)))
        yield* Effect.gen(function* () {
          const { job } = yield* burgerOrder(1)
          yield* printed(job)
          yield* burgerOrder(2)
        }).pipe(Effect.provide(hubOnce()))
        yield* Effect.gen(function* () {
          yield* jobs
          yield* settle
          assert.deepStrictEqual(
            (yield* jobs).items.map(({ state, attempts }) => [state, attempts]),
            [
              ["sent", 1],
              ["printed", 1],
            ],
          )
          assert.strictEqual((yield* sent).length, 2)
          yield* TestClock.adjust("11 seconds")
          yield* settle
          assert.deepStrictEqual(
            (yield* sent).map(({ order: number, attempt }) => [number, attempt]),
            [
              ["1", 1],
              ["2", 1],
              ["2", 2],
            ],
          )
        }).pipe(Effect.provide(hubOnce()))
      }).pipe(Effect.scoped),
  )
})
