import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Gate } from "#core/hub/gate.ts"
import { OrderQueries } from "#core/hub/orders.ts"
import { Presence } from "#core/hub/presence.ts"
import { PresentDevices } from "#core/hub/present-devices.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import {
  acme,
  Bench,
  benchLayer,
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
import { logWithPrinter } from "#test/support/printer-there.ts"

import { run, watch } from "./watcher.ts"

const ports = Layer.mergeAll(logWithPrinter, benchLayer)
const hub = Layer.fresh(kitchenLayer.pipe(Layer.provideMerge(ports)))

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

  it.effect("[PICTURE-9] have one name each: nothing is added to it", () =>
    Effect.gen(function* () {
      for (const name of ["floor", "menu", "devices", "alarms"]) {
        yield* watch(name)
        for (const added of ["/", "//", "/x"])
          assert.strictEqual((yield* Effect.flip(watch(name + added)))._tag, "UnknownView")
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
