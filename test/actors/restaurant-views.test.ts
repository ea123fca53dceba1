import { assert, describe, it } from "@effect/vitest"
import { Effect, type Scope as EffectScope, Layer } from "effect"
import { TestClock } from "effect/testing"
import { Gate } from "#core/hub/gate.ts"
import { OrderQueries } from "#core/hub/orders.ts"
import { Presence } from "#core/hub/presence.ts"
import { PresentDevices } from "#core/hub/present-devices.ts"
import type { Scope } from "#core/hub/scope.ts"
import { Views } from "#core/hub/view.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import {
  acme,
  Bench,
  benchLayer,
  cid,
  friesLine,
  grillPrinter,
  grillScreen,
  kitchenLayer,
  order,
  passScreen,
  placing,
  rival,
  settle,
  setup,
  tableFive,
  uuid,
} from "#test/support/memory-kitchen.ts"

const ports = Layer.mergeAll(memoryEventLog, benchLayer)
const hub = Layer.fresh(kitchenLayer.pipe(Layer.provideMerge(ports)))

let commands = 0
const run = (op: string, args: object, scope: Scope = acme) =>
  Gate.use((gate) => gate.run(scope, { cid: cid(600_000 + ++commands), op, args }))

/** Somebody who watches a view and folds its frames. */
const watch = (view: string, scope: Scope = acme) =>
  Effect.gen(function* () {
    const items = new Map<string, unknown>()
    let seq = 0
    const watching = yield* (yield* Views).watch(
      scope,
      view,
      {},
      {
        scope,
        push: (text) => {
          const frame = JSON.parse(text) as {
            readonly t: string
            readonly seq: number
            readonly id: string
            readonly v: unknown
            readonly items?: ReadonlyArray<{ readonly id: string; readonly v: unknown }>
          }
          seq = frame.seq
          for (const { id, v } of frame.items ?? [frame])
            if (v === null) items.delete(id)
            else items.set(id, v)
          return true
        },
      },
    )
    return {
      items,
      all: <V>() => [...items.values()] as ReadonlyArray<V>,
      seen: () => watching.seen(seq),
    }
  })

describe("a restaurant's views", () => {
  it.effect(
    "[PICTURE-1] show an order at once on its station's screen, the pass, the floor and the board",
    () =>
      Effect.gen(function* () {
        const grill = yield* watch(`screen/${grillScreen}`)
        const pass = yield* watch(`screen/${passScreen}`)
        const floor = yield* watch("floor")
        const board = yield* watch("board/main")
        yield* Gate.use((gate) => gate.run(acme, placing(1)))
        yield* Gate.use((gate) =>
          gate.run(acme, placing(2, [friesLine()], { type: "takeaway", tableId: undefined })),
        )
        assert.deepStrictEqual(
          grill.all<TicketView>().map(({ lines, slot }) => [slot, lines.map(({ name }) => name)]),
          [[0, ["Burger"]]],
        )
        assert.deepStrictEqual(
          pass.all<TicketView>().map(({ lines }) => lines.map(({ name }) => name)),
          [["Burger", "Fries"], ["Fries"]],
        )
        const table = floor.items.get(tableFive) as {
          readonly orders: ReadonlyArray<{ number: string; counts: object }>
        }
        assert.deepStrictEqual(
          table.orders.map(({ number, counts }) => [number, counts]),
          [["1", { heard: 2 }]],
        )
        assert.deepStrictEqual(
          board.all<{ state: string }>().map(({ state }) => state),
          ["preparing"],
        )
      }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect(
    "[PICTURE-2] tell the waiter that a ticket was shown, once a screen has proved it",
    () =>
      Effect.gen(function* () {
        const grill = yield* watch(`screen/${grillScreen}`)
        yield* Gate.use((gate) => gate.run(acme, placing(1)))
        const waiter = yield* watch(`order/${order(1)}`)
        const statuses = () =>
          waiter.all<OrderView>().flatMap(({ lines }) => lines.map(({ status }) => status))
        assert.deepStrictEqual(statuses(), ["heard", "heard"])
        grill.seen()
        yield* settle
        assert.deepStrictEqual(statuses(), ["shown", "heard"])
      }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect(
    "[PICTURE-3] follow an order from ready to served, and forget it when it is closed",
    () =>
      Effect.gen(function* () {
        const floor = yield* watch("floor")
        const board = yield* watch("board/main")
        yield* Gate.use((gate) =>
          gate.run(acme, placing(1, [friesLine()], { type: "takeaway", tableId: undefined })),
        )
        const loose = `order/${order(1)}`
        assert.isTrue(floor.items.has(loose))
        const view = yield* OrderQueries.use((queries) => queries.get(acme, order(1)))
        yield* run("bumpTicket", { ticketId: view?.tickets[0]?.ticketId })
        assert.deepStrictEqual(
          board.all<{ state: string }>().map(({ state }) => state),
          ["ready"],
        )
        yield* run("serveLines", { orderId: order(1), lineIds: [view?.lines[0]?.lineId] })
        assert.strictEqual(board.items.size, 0)
        yield* run("close", { orderId: order(1) })
        assert.isFalse(floor.items.has(loose))
      }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[PICTURE-4] never show one restaurant another's, nor that it has one", () =>
    Effect.gen(function* () {
      yield* Gate.use((gate) => gate.run(acme, placing(1)))
      const floor = yield* watch("floor", rival)
      assert.notInclude(JSON.stringify(floor.all()), order(1))
      for (const view of [
        `order/${order(1)}`,
        `order/${order(2)}`,
        "screen/none",
        "nothing",
        "board/other",
      ]) {
        const failure = yield* Effect.flip(watch(view, rival))
        assert.strictEqual(failure._tag, "UnknownView")
      }
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect(
    "[PICTURE-5] change with the menu, the tables and the screens, without a word to anybody",
    () =>
      Effect.gen(function* () {
        const menu = yield* watch("menu")
        const floor = yield* watch("floor")
        const grill = yield* watch(`screen/${grillScreen}`)
        yield* Gate.use((gate) => gate.run(acme, placing(1)))
        const { changeSetup } = yield* Bench
        const [burger] = setup.menu.products.values()
        if (burger === undefined) return assert.fail("no burger")
        changeSetup(acme, {
          ...setup,
          menu: {
            ...setup.menu,
            products: new Map([[burger.id, { ...burger, available: false }]]),
          },
          tables: new Map(),
          screens: setup.screens.map((screen) => ({ ...screen, stations: [] })),
        })
        assert.deepInclude(menu.items.get(`product/${burger.id}`) as object, { available: false })
        assert.isFalse(floor.items.has(tableFive))
        assert.strictEqual(grill.items.size, 0)
      }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[PICTURE-6] show a printer's state and its jobs", () =>
    Effect.gen(function* () {
      const printer = yield* watch(`printer/${grillPrinter.id}`)
      yield* Gate.use((gate) => gate.run(acme, placing(1)))
      yield* settle
      yield* run("printerReport", {
        deviceId: grillPrinter.deviceId,
        report: { report: "status", online: true, paper: "out", cover: false },
      })
      assert.deepInclude(printer.items.get("status") as object, { paper: "out", waiting: 1 })
      assert.deepStrictEqual(
        printer.all<{ type: string; state?: string }>().map(({ state }) => state),
        [undefined, "sent"],
      )
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[PICTURE-7] know which devices are there: the newest connection of each", () =>
    Effect.gen(function* () {
      const devices = yield* watch("devices")
      const presence = yield* Presence
      const tablet = {
        ...acme,
        principal: { kind: "device" as const, id: uuid(8), name: "Grill 1" },
      }
      yield* Effect.gen(function* () {
        yield* presence.arrive(tablet, { wire: "ws", address: "10.0.0.8" })
        yield* Effect.scoped(presence.arrive(tablet, { wire: "socket.io", address: "10.0.0.8" }))
        yield* presence.arrive(tablet, { wire: "ws", address: "10.0.0.8" })
        assert.strictEqual(devices.items.size, 1)
        const now = yield* PresentDevices.use((present) => present.now(acme))
        assert.deepStrictEqual(
          now.map(({ deviceId, wire }) => [deviceId, wire]),
          [[uuid(8), "ws"]],
        )
        assert.deepStrictEqual(yield* PresentDevices.use((present) => present.now(rival)), [])
      }).pipe(Effect.scoped)
      assert.strictEqual(devices.items.size, 0)
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )
})

describe("a restaurant after a restart", () => {
  const restarted = <A, E>(
    first: Effect.Effect<unknown, E, Layer.Success<typeof hub> | EffectScope.Scope>,
    then: Effect.Effect<A, E, Layer.Success<typeof hub> | EffectScope.Scope>,
  ) =>
    Effect.gen(function* () {
      const shared = Layer.succeedContext(yield* Layer.build(ports))
      const hubOnce = () => Layer.fresh(kitchenLayer).pipe(Layer.provideMerge(shared))
      yield* first.pipe(Effect.scoped, Effect.provide(hubOnce()))
      return yield* then.pipe(Effect.scoped, Effect.provide(hubOnce()))
    }).pipe(Effect.scoped)

  const shows = Effect.gen(function* () {
    const grill = yield* watch(`screen/${grillScreen}`)
    const { order: again } = yield* Effect.map(
      Gate.use((gate) => gate.run(acme, placing(3))),
      ({ result }) => ({ order: result as OrderView }),
    )
    assert.deepStrictEqual(
      grill.all<TicketView>().map(({ number, slot }) => [number, slot]),
      [
        ["2", 0],
        ["3", 1],
      ],
    )
    // Numbers go on where they stopped, and what is over is still listed.
    assert.strictEqual(again.number, "3")
    const over = yield* OrderQueries.use((queries) =>
      queries.list(acme, { status: "cancelled", page: 1, size: 10 }),
    )
    assert.deepStrictEqual(
      over.items.map(({ number, total }) => [number, total.currency]),
      [["1", "EUR"]],
    )
  })
  const evening = Effect.gen(function* () {
    yield* Gate.use((gate) => gate.run(acme, placing(1)))
    yield* Gate.use((gate) => gate.run(acme, placing(2)))
    yield* run("cancel", { orderId: order(1) })
    const view = yield* OrderQueries.use((queries) => queries.get(acme, order(1)))
    yield* run("bumpTicket", { ticketId: view?.tickets[0]?.ticketId })
  })

  it.effect("[WAKE-1] stands as its log says, from a checkpoint written while it went down", () =>
    restarted(evening, shows),
  )

  it.effect("[WAKE-2] stands the same when nothing but the log is left", () =>
    restarted(
      evening,
      Effect.gen(function* () {
        const { checkpoints } = yield* Bench
        checkpoints.clear()
        yield* shows
      }),
    ),
  )

  it.effect(
    "[WAKE-3] writes a checkpoint when it is quiet, and leaves memory when nobody needs it",
    () =>
      Effect.gen(function* () {
        yield* Gate.use((gate) => gate.run(acme, placing(1, [friesLine()])))
        const { checkpoints } = yield* Bench
        yield* TestClock.adjust("20 seconds")
        assert.isFalse(checkpoints.has(acme.tenantId))
        yield* TestClock.adjust("20 seconds")
        assert.strictEqual(checkpoints.get(acme.tenantId)?.orders.length, 1)
        yield* TestClock.adjust("15 minutes")
        const view = yield* OrderQueries.use((queries) => queries.get(acme, order(1)))
        assert.strictEqual(view?.number, "1")
      }).pipe(Effect.provide(hub)),
  )
})
