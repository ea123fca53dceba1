import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Ref } from "effect"
import { TestClock } from "effect/testing"
import { Gate } from "#core/hub/gate.ts"
import { OrderQueries } from "#core/hub/orders.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { EventLog, LogUnavailable } from "#core/log/event-log.ts"
import {
  acme,
  Bench,
  benchLayer,
  burgerLine,
  friesLine,
  grillPrinter,
  grillScreen,
  kitchenLayer,
  order,
  placing,
  rival,
  settle,
  setup,
} from "#test/support/memory-kitchen.ts"
import { logWithPrinter } from "#test/support/printer-there.ts"
import { hub as printerless } from "./at-the-gate.ts"
import { run, watch } from "./watcher.ts"

const ports = Layer.mergeAll(logWithPrinter, benchLayer)
const hub = Layer.fresh(kitchenLayer.pipe(Layer.provideMerge(ports)))

interface Alarm {
  readonly kind: string
  readonly number: string
  readonly station: string
  readonly table?: string
  readonly since: string
}

/** Of the view `alarms` what is said of tickets: the bench's printers, which never came, are told there too. */
const unshown = (
  ...scope: Parameters<typeof watch> extends [string, ...infer Rest] ? Rest : never
) =>
  Effect.map(watch("alarms", ...scope), (shown) => ({
    all: () => shown.all<Alarm>().filter(({ kind }) => kind === "notShown"),
  }))

const place = (n: number, lines: ReadonlyArray<object> = [burgerLine()]) =>
  Gate.use((gate) => gate.run(acme, placing(n, lines)))
const pass = (time: "9 seconds" | "2 seconds") => Effect.andThen(TestClock.adjust(time), settle)

describe("a fired ticket that no screen shows", () => {
  it.effect(
    "[ALARM-1] is an alarm after ten seconds, and none any more when a screen proves it",
    () =>
      Effect.gen(function* () {
        const alarms = yield* unshown()
        const others = yield* unshown(rival)
        const grill = yield* watch(`screen/${grillScreen}`)
        yield* place(1)
        yield* pass("9 seconds")
        assert.strictEqual(alarms.all().length, 0)
        yield* pass("2 seconds")
        const [alarm] = alarms.all()
        assert.deepInclude(alarm, { kind: "notShown", number: "1", station: "grill", table: "5" })
        assert.strictEqual(alarm?.since, "1970-01-01T00:00:00.000Z")
        assert.strictEqual(others.all().length, 0)
        grill.seen()
        yield* settle
        assert.strictEqual(alarms.all().length, 0)
      }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect(
    "[ALARM-6] a printer that does not print stands beside it, for kitchen screens too",
    () =>
      Effect.gen(function* () {
        const alarms = yield* watch("alarms")
        const others = yield* watch("alarms", rival)
        yield* place(1)
        yield* pass("9 seconds")
        const told = alarms.all<{ readonly kind: string; readonly printerId?: string }>()
        assert.deepStrictEqual(
          told.map(({ kind, printerId }) => [kind, printerId]),
          [["printer", grillPrinter.id]],
        )
        assert.strictEqual(others.items.size, 0)
      }).pipe(Effect.scoped, Effect.provide(printerless)),
  )

  it.effect("[ALARM-1] is none when it was bumped, cancelled or shown in time", () =>
    Effect.gen(function* () {
      const alarms = yield* unshown()
      const grill = yield* watch(`screen/${grillScreen}`)
      yield* place(1)
      grill.seen()
      yield* settle
      yield* place(2)
      yield* place(3)
      const view = yield* OrderQueries.use((queries) => queries.get(acme, order(2)))
      yield* pass("9 seconds")
      yield* run("bumpTicket", { ticketId: view?.tickets[0]?.ticketId })
      yield* pass("2 seconds")
      assert.deepStrictEqual(
        alarms.all().map(({ number }) => number),
        ["3"],
      )
      yield* run("cancel", { orderId: order(3), reason: "left" })
      assert.strictEqual(alarms.all().length, 0)
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[ALARM-2] has ten seconds anew for what is fired later", () =>
    Effect.gen(function* () {
      const alarms = yield* unshown()
      const grill = yield* watch(`screen/${grillScreen}`)
      yield* place(1)
      grill.seen()
      yield* settle
      yield* pass("9 seconds")
      const view = yield* OrderQueries.use((queries) => queries.get(acme, order(1)))
      const lineId = view?.lines[0]?.lineId
      yield* run("changeLine", { orderId: order(1), lineId, quantity: 4 })
      yield* pass("9 seconds")
      assert.strictEqual(alarms.all().length, 0)
      yield* pass("2 seconds")
      assert.strictEqual(alarms.all().length, 1)
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[ALARM-3] is an alarm without a screen only while its paper is missing", () =>
    Effect.gen(function* () {
      const bench = yield* Bench
      yield* place(9)
      bench.changeSetup(acme, { ...setup, screens: [] })
      const alarms = yield* unshown()
      yield* place(1)
      yield* place(2, [friesLine()])
      const printed = (yield* Ref.get(bench.sent)).map(({ job, attempt }) =>
        run("printerReport", {
          deviceId: grillPrinter.deviceId,
          report: { report: "result", job, attempt, state: "printed" },
        }),
      )
      yield* Effect.all(printed)
      yield* pass("9 seconds")
      yield* pass("2 seconds")
      // The grill's first paper is out, its second waits; the fries have neither screen nor printer.
      assert.deepStrictEqual(
        alarms
          .all()
          .map(({ number, station }) => [number, station])
          .sort(),
        [
          ["2", "grill"],
          ["3", "fry"],
        ],
      )
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[ALARM-5] is printed once at its screen's backup, headed with the screen's name", () =>
    Effect.gen(function* () {
      const bench = yield* Bench
      yield* place(9)
      const [screen, ...rest] = setup.screens
      bench.changeSetup(acme, {
        ...setup,
        printers: [{ ...grillPrinter, stations: [] }],
        screens: [
          { ...(screen as NonNullable<typeof screen>), backupPrinterId: grillPrinter.id },
          ...rest,
        ],
      })
      yield* Ref.set(bench.sent, [])
      yield* place(1)
      yield* pass("9 seconds")
      yield* pass("2 seconds")
      const jobs = yield* watch(`printer/${grillPrinter.id}`)
      const backups = () =>
        (
          jobs.all() as ReadonlyArray<{
            readonly number?: string
            readonly chit?: { readonly banners: ReadonlyArray<object> }
          }>
        ).filter(({ chit }) => JSON.stringify(chit?.banners ?? []).includes("backupFrom"))
      assert.deepStrictEqual(
        backups().map(({ number, chit }) => [number, chit?.banners]),
        [
          ["1", [{ kind: "backupFrom", printer: "Grill" }]],
          ["2", [{ kind: "backupFrom", printer: "Grill" }]],
        ],
      )
      yield* pass("9 seconds")
      yield* run("rush", { orderId: order(1) })
      yield* pass("2 seconds")
      assert.strictEqual(backups().length, 2)
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )
})

it.effect("[ALARM-4] an alarm stands again after a restart", () =>
  Effect.gen(function* () {
    const shared = Layer.succeedContext(yield* Layer.build(ports))
    const life = () => Layer.fresh(kitchenLayer).pipe(Layer.provideMerge(shared))
    yield* Effect.provide(place(1), life())
    yield* TestClock.adjust("1 minute")
    yield* Effect.gen(function* () {
      const alarms = yield* unshown()
      assert.deepStrictEqual(
        alarms.all().map(({ number, since }) => [number, since]),
        [["1", "1970-01-01T00:00:00.000Z"]],
      )
    }).pipe(Effect.scoped, Effect.provide(life()))
  }).pipe(Effect.scoped),
)

it.effect("[ALARM-5] what is older than its backup's limit is not printed there any more", () =>
  Effect.gen(function* () {
    const shared = Layer.succeedContext(yield* Layer.build(ports))
    const life = () => Layer.fresh(kitchenLayer).pipe(Layer.provideMerge(shared))
    const [screen, ...rest] = setup.screens
    const paperless = { ...setup, printers: [{ ...grillPrinter, stations: [] }] }
    yield* Effect.gen(function* () {
      const bench = yield* Bench
      yield* place(9)
      bench.changeSetup(acme, paperless)
      yield* place(1)
      yield* TestClock.adjust(`${grillPrinter.maxAgeSeconds} seconds`)
      yield* place(2)
    }).pipe(Effect.provide(life()))
    yield* TestClock.adjust("1 minute")
    yield* Effect.gen(function* () {
      const bench = yield* Bench
      yield* Ref.set(bench.sent, [])
      bench.changeSetup(acme, {
        ...paperless,
        screens: [
          { ...(screen as NonNullable<typeof screen>), backupPrinterId: grillPrinter.id },
          ...rest,
        ],
      })
      yield* unshown()
      yield* pass("2 seconds")
      const jobs = yield* watch(`printer/${grillPrinter.id}`)
      const backups = (
        jobs.all() as ReadonlyArray<{
          readonly number?: string
          readonly state?: string
          readonly chit?: object
        }>
      ).filter(({ chit }) => JSON.stringify(chit ?? {}).includes("backupFrom"))
      assert.deepStrictEqual(backups.map(({ number, state }) => `${number} ${state}`).sort(), [
        "1 expired",
        "2 expired",
        "3 sent",
      ])
    }).pipe(Effect.scoped, Effect.provide(life()))
  }).pipe(Effect.scoped),
)

describe("a proof", () => {
  const down = { now: false }
  const failing = Layer.effect(
    EventLog,
    Effect.map(EventLog, (log) =>
      EventLog.of({
        ...log,
        append: (scope, request) =>
          Effect.suspend(() =>
            down.now
              ? Effect.fail(new LogUnavailable({ reason: "no database" }))
              : log.append(scope, request),
          ),
      }),
    ),
  ).pipe(Layer.provideMerge(logWithPrinter))

  it.effect("[PICTURE-8] names its screen, and is kept while it cannot be stored", () =>
    Effect.gen(function* () {
      const grill = yield* watch(`screen/${grillScreen}`)
      yield* place(1)
      down.now = true
      grill.seen()
      yield* settle
      const waiter = yield* watch(`order/${order(1)}`)
      const tickets = () => waiter.all<OrderView>().flatMap((view) => view.tickets)
      assert.isUndefined(tickets()[0]?.shownAt)
      down.now = false
      yield* pass("2 seconds")
      assert.deepStrictEqual(
        tickets()[0]?.shownOn?.map(({ screenId, name }) => [screenId, name]),
        [[grillScreen, "Grill"]],
      )
    }).pipe(
      Effect.scoped,
      Effect.provide(
        Layer.fresh(kitchenLayer.pipe(Layer.provideMerge(Layer.mergeAll(failing, benchLayer)))),
      ),
    ),
  )
})
