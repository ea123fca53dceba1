import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Ref, Result } from "effect"
import { PrintJobs } from "#core/hub/print-jobs.ts"
import type { EpochMs } from "#core/kitchen/ids.ts"
import { evolvePrinter } from "#core/kitchen/printer-evolve.ts"
import { idlePrinter, type PrinterEvent } from "#core/kitchen/printer-queue.ts"
import { printerStep } from "#core/kitchen/printer-step.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { EventLog } from "#core/log/event-log.ts"
import { currentPayload, toNewEvent } from "#core/log/upcast.ts"
import { enqueue } from "#test/core/kitchen/printer-story.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import {
  acme,
  Bench,
  benchLayer,
  burgerLine,
  cid,
  grillScreen,
  kitchenLayer,
  passScreen,
  placing,
  settle,
  setup,
} from "#test/support/memory-kitchen.ts"
import { run, watch } from "../watcher.ts"
import {
  grill,
  handedOver,
  neighbour,
  neighboursThere,
  orders,
  paper,
  says,
  waitFor,
} from "./neighbours.ts"

const ports = Layer.mergeAll(memoryEventLog, benchLayer)
const hub = Layer.fresh(kitchenLayer.pipe(Layer.provideMerge(ports)))
const burger = (n: number) => run("placeOrder", placing(n, [burgerLine()]).args)
const log = (printer: typeof grill) =>
  EventLog.use((known) =>
    Effect.map(known.history(acme, `printer/${printer.id}`), (events) =>
      events.map(({ type, cid }) => [type, cid] as const),
    ),
  )

/** A job that leaves the grill for its neighbour, in the log and nowhere else. */
const leave = Effect.gen(function* () {
  const known = yield* EventLog
  const stream = `printer/${grill.id}`
  const history = yield* known.history(acme, stream)
  const queue = history.reduce(
    (before, event) => evolvePrinter(before, currentPayload(event) as PrinterEvent),
    idlePrinter,
  )
  const { id, name } = grill
  const step = printerStep(queue, [enqueue(1, { notAfter: 1e12 as EpochMs, number: "42" })], {
    at: 1_000 as EpochMs,
    self: { id, name, language: "en", maxAgeMs: 600_000, wallClock: () => "18:42" },
    backup: { afterMs: 0, screens: false, next: () => neighbour.id },
  })
  const { events } = Result.getOrThrow(step)
  assert.strictEqual(events.at(-1)?.type, "JobMoved")
  yield* known.append(acme, {
    ...{ cid: cid(77), fingerprint: "killed", reply: {} },
    streams: [{ stream, expected: queue.version, events: events.map(toNewEvent) }],
  })
})

describe("a printer without paper in the middle of a rush", () => {
  it.effect("[BACKUP-2] has its tickets printed by its neighbour a second later", () =>
    Effect.gen(function* () {
      yield* neighboursThere()
      yield* burger(1)
      yield* settle
      const [first] = yield* Ref.get((yield* Bench).sent)
      yield* burger(2)
      yield* says(grill, paper("out"))
      yield* says(grill, {
        ...{ report: "result", job: first?.job ?? "", attempt: 1, state: "refused" },
        cause: "paper_out",
      })
      yield* waitFor(1)
      assert.deepStrictEqual(yield* handedOver, ["1", "1 backupFrom"])
      const moved = (yield* Ref.get((yield* Bench).sent)).at(-1)
      yield* says(neighbour, {
        ...{ report: "result", job: moved?.job ?? "", attempt: 1, state: "printed" },
      })
      yield* settle
      assert.deepStrictEqual((yield* handedOver).at(-1), "2 backupFrom")
      yield* says(grill, paper("ok"))
      yield* waitFor(60)
      assert.deepStrictEqual(
        (yield* handedOver).filter((words) => !words.endsWith("backupFrom")),
        ["1"],
      )
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[BACKUP-2] has a new order's paper queued and sent on in the order's own append", () =>
    Effect.gen(function* () {
      yield* neighboursThere()
      yield* says(grill, paper("out"))
      yield* waitFor(1)
      yield* burger(1)
      yield* settle
      const told = yield* log(grill)
      const [queued, moved] = told.slice(-3)
      assert.deepStrictEqual(
        told.slice(-3).map(([type]) => type),
        ["JobQueued@1", "JobMoved@1", "JobMoveSettled@1"],
      )
      assert.strictEqual(queued?.[1], moved?.[1])
      assert.deepStrictEqual(yield* handedOver, ["1 backupFrom"])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[BACKUP-7] has them printed as soon as a neighbour gets well", () =>
    Effect.gen(function* () {
      yield* neighboursThere()
      yield* says(neighbour, { report: "state", state: "lost", boot: 1 })
      yield* says(grill, { report: "state", state: "lost", boot: 1 })
      yield* burger(1)
      yield* waitFor(30)
      assert.deepStrictEqual(yield* handedOver, [])
      yield* says(neighbour, { report: "state", state: "ready", boot: 2 })
      yield* settle
      assert.deepStrictEqual(yield* handedOver, [])
      // It might be the network that is back, and the grill with it.
      yield* waitFor(5)
      assert.deepStrictEqual(yield* handedOver, ["1 backupFrom"])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[BACKUP-12] takes back the neighbour's copy of a paper that is out after all", () =>
    Effect.gen(function* () {
      yield* neighboursThere()
      // The neighbour is busy with a paper of its own.
      yield* run("testPage", { printerId: neighbour.id })
      yield* burger(1)
      yield* settle
      const job = (yield* Ref.get((yield* Bench).sent)).at(-1)?.job ?? ""
      yield* says(grill, { report: "state", state: "lost", boot: 1 })
      yield* waitFor(16)
      const all = PrintJobs.use((jobs) => jobs.list(acme, { page: 1, size: 50 }))
      const copy = (yield* all).items.find(
        ({ printerId, kind }) => printerId === neighbour.id && kind === "ticket",
      )
      assert.deepStrictEqual(
        [copy?.state, copy?.chit.banners.map(({ kind }) => kind)],
        ["queued", ["backupFrom", "possibleDuplicate"]],
      )
      yield* says(grill, { report: "state", state: "ready", boot: 1 })
      yield* says(grill, { report: "result", job, attempt: 1, state: "printed" })
      yield* settle
      const now = (yield* all).items
      assert.strictEqual(now.find(({ id }) => id === copy?.id)?.state, "cancelled")
      assert.strictEqual(now.find(({ id }) => id === job)?.state, "printed")
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PAPERWAY-17] has what left it brought on at the hub's next start", () =>
    Effect.gen(function* () {
      const shared = yield* Layer.build(ports)
      const hubOnce = () =>
        Layer.fresh(kitchenLayer).pipe(Layer.provideMerge(Layer.succeedContext(shared)))
      yield* Effect.gen(function* () {
        yield* neighboursThere()
        yield* says(grill, paper("out"))
        yield* waitFor(1)
      }).pipe(Effect.provide(hubOnce()))
      // Killed right after the append, before anything followed from it.
      yield* leave.pipe(Effect.provide(Layer.succeedContext(shared)))
      yield* Effect.gen(function* () {
        yield* PrintJobs.use((jobs) => jobs.list(acme, { page: 1, size: 1 }))
        yield* settle
        assert.deepStrictEqual(yield* handedOver, ["42 backupFrom"])
        const told = yield* log(grill)
        assert.strictEqual(told.at(-1)?.[0], "JobMoveSettled@1")
      }).pipe(Effect.provide(hubOnce()))
      yield* Effect.gen(function* () {
        yield* PrintJobs.use((jobs) => jobs.list(acme, { page: 1, size: 1 }))
        yield* settle
        assert.strictEqual((yield* handedOver).length, 1)
      }).pipe(Effect.provide(hubOnce()))
    }).pipe(Effect.scoped),
  )

  it.effect("[BACKUP-9] has its tickets on its backup screen while no neighbour prints", () =>
    Effect.gen(function* () {
      const bench = yield* Bench
      yield* neighboursThere()
      const bar = { ...setup.screens[0], id: passScreen, kind: "station" as const, stations: [] }
      const screens = [...setup.screens.slice(0, 1), { name: "Bar", slots: 8, ...bar }]
      const printers = [{ ...grill, backupScreens: [passScreen] }, neighbour]
      bench.changeSetup(acme, { ...setup, screens, printers })
      const screen = yield* watch(`screen/${passScreen}`)
      yield* orders(1)
      assert.strictEqual(screen.items.size, 0)
      yield* says(grill, { report: "state", state: "lost", boot: 1 })
      yield* waitFor(1)
      assert.strictEqual(screen.items.size, 0)
      yield* says(neighbour, { report: "state", state: "lost", boot: 1 })
      yield* settle
      assert.deepStrictEqual(
        screen.all<TicketView>().map(({ lines }) => lines.map(({ name }) => name)),
        [["Burger"]],
      )
      yield* says(grill, { report: "state", state: "ready", boot: 2 })
      yield* settle
      assert.strictEqual(screen.items.size, 0)
      assert.strictEqual((yield* watch(`screen/${grillScreen}`)).items.size, 1)
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[BACKUP-10] is shown with its cause and who prints instead, until it prints", () =>
    Effect.gen(function* () {
      yield* neighboursThere({ backupAfterSeconds: 60 })
      const floor = yield* watch("floor")
      const view = yield* watch(`printer/${grill.id}`)
      const alarm = () => floor.items.get(`alarm/printer/${grill.id}`) as object | undefined
      const status = () => view.items.get("status") as { readonly trouble?: object }
      assert.isUndefined(alarm())
      yield* says(grill, paper("out"))
      yield* burger(1)
      yield* settle
      const trouble = {
        cause: "paper_out",
        since: "1970-01-01T00:00:00.000Z",
        backup: { printerId: neighbour.id, name: "Kitchen" },
      }
      assert.deepStrictEqual(status().trouble, trouble)
      assert.deepStrictEqual(alarm(), {
        ...{ type: "alarm", kind: "printer", printerId: grill.id, name: "Grill" },
        ...trouble,
        waiting: 1,
      })
      yield* says(neighbour, { report: "state", state: "lost", boot: 1 })
      yield* settle
      assert.notProperty(alarm(), "backup")
      assert.notProperty(status().trouble, "backup")
      yield* says(grill, paper("ok"))
      yield* settle
      assert.isUndefined(alarm())
      assert.notProperty(status(), "trouble")
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )
})
