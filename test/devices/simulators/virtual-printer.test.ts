import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { makeVirtualPrinter } from "#devices/simulators/virtual-printer.ts"

const ticket = new Uint8Array(1000).fill(0x41)

describe("a virtual printer", () => {
  it.effect("[MACHINE-1] brings bytes onto paper at its speed and cuts at the end", () =>
    Effect.gen(function* () {
      const printer = makeVirtualPrinter()
      printer.apply({ bytesPerSecond: 500 })
      const printing = yield* Effect.forkChild(printer.print("j1", ticket))
      yield* TestClock.adjust("1 second")
      expect(printer.papers()[0]).toMatchObject({ job: "j1", complete: false, torn: false })
      expect(printer.papers()[0]?.bytes.length).toBe(500)
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(printing)
      expect(printer.papers()[0]).toMatchObject({ complete: true, torn: false })
    }),
  )

  it.effect("[MACHINE-2] stops when the roll ends within a ticket and goes on with a new one", () =>
    Effect.gen(function* () {
      const printer = makeVirtualPrinter()
      printer.apply({ bytesPerSecond: 500, paperOutAfterBytes: 300 })
      const printing = yield* Effect.forkChild(printer.print("j1", ticket))
      yield* TestClock.adjust("1 minute")
      expect(printer.status()).toEqual({ paper: "out", coverOpen: false })
      expect(printer.papers()[0]?.bytes.length).toBe(300)
      printer.apply({ paper: "ok" })
      yield* TestClock.adjust("2 seconds")
      yield* Fiber.join(printing)
      expect(printer.papers()[0]).toMatchObject({ complete: true })
    }),
  )

  it.effect("[MACHINE-2] stops under an open cover", () =>
    Effect.gen(function* () {
      const printer = makeVirtualPrinter()
      printer.apply({ cover: true })
      const printing = yield* Effect.forkChild(printer.print("j1", ticket))
      yield* TestClock.adjust("1 minute")
      expect(printer.papers()[0]?.bytes.length).toBe(0)
      printer.apply({ cover: false })
      yield* Fiber.join(printing)
      expect(printer.papers()[0]?.complete).toBe(true)
    }),
  )

  it.effect("[MACHINE-3] leaves a torn piece when its power goes", () =>
    Effect.gen(function* () {
      const printer = makeVirtualPrinter()
      printer.apply({ bytesPerSecond: 500 })
      const printing = yield* Effect.forkChild(printer.print("j1", ticket))
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(printing)
      expect(printer.papers()[0]).toMatchObject({ complete: false, torn: true })
      expect(printer.papers()[0]?.bytes.length).toBe(500)
    }),
  )

  it.effect("[MACHINE-4] keeps the last pieces only", () =>
    Effect.gen(function* () {
      const printer = makeVirtualPrinter(3)
      for (let n = 0; n < 5; n += 1) yield* printer.print(`j${n}`, ticket)
      expect(printer.papers().map(({ n }) => n)).toEqual([3, 4, 5])
    }),
  )
})
