import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { StarReader } from "#devices/printers/network/star-reader.ts"
import { startNetworkPrinter } from "#devices/simulators/network-printer.ts"
import { eventually } from "#test/devices/mqtt/broker-rig.ts"
import { dialPrinter } from "./network-rig.ts"

const ticket = Buffer.concat([
  Buffer.of(0x1b, 0x40, 0x18),
  Buffer.from(`${"x".repeat(39)}\n`.repeat(24)),
  Buffer.of(0x1b, 0x64, 0x01),
])
const star = { language: "starprnt", fence: "etb" } as const
const whole = ({ papers }: { readonly papers: () => ReadonlyArray<{ complete: boolean }> }) =>
  papers().filter(({ complete }) => complete).length

describe("a Star printer in the network", () => {
  it.live("[NET-17] is looked at first, and counts each paper that is out", () =>
    Effect.gen(function* () {
      const printer = yield* startNetworkPrinter(50, "starprnt")
      const { print, begun } = yield* dialPrinter(printer.port, star)
      yield* printer.apply({ paper: "out" })
      expect(yield* print(ticket)).toEqual({ state: "refused", cause: "paper_out" })
      yield* printer.apply({ paper: "ok", cover: true })
      expect(yield* print(ticket)).toEqual({ state: "refused", cause: "cover_open" })
      expect([begun(), printer.papers()]).toEqual([0, []])
      yield* printer.apply({ cover: false })
      for (let n = 1; n <= 40; n += 1) {
        expect(yield* print(ticket)).toEqual({ state: "printed", fence: "etb" })
        expect(whole(printer)).toBe(n)
      }
    }),
  )

  it.live(
    "[NET-17] that runs out of paper within a ticket is waited for, and says so meanwhile",
    () =>
      Effect.gen(function* () {
        const printer = yield* startNetworkPrinter(50, "starprnt")
        const { machine, print } = yield* dialPrinter(printer.port, star)
        expect(yield* print(ticket)).toEqual({ state: "printed", fence: "etb" })
        yield* printer.apply({ paperOutAfterBytes: 400 })
        const printing = yield* Effect.forkChild(print(ticket))
        yield* eventually("it is seen", () => machine.status().paper === "out", 2000)
        expect(whole(printer)).toBe(1)
        yield* printer.apply({ paper: "ok", cover: true })
        yield* eventually("it is open", () => machine.status().coverOpen, 2000)
        yield* printer.apply({ cover: false })
        expect(yield* Fiber.join(printing)).toEqual({ state: "printed", fence: "etb" })
        expect(printer.papers()[1]?.bytes).toEqual(ticket)
      }),
  )

  it.live(
    "[NET-17] that loses its power within a ticket leaves nobody certain, and begins anew",
    () =>
      Effect.gen(function* () {
        const printer = yield* startNetworkPrinter(50, "starprnt")
        const { print } = yield* dialPrinter(printer.port, star)
        yield* printer.apply({ powerCutAfterBytes: 400 })
        expect(yield* print(ticket)).toEqual({ state: "unknown", cause: "offline" })
        yield* printer.apply({ power: "on" })
        yield* eventually("it is there", () => printer.connections().open === 1, 2000)
        expect(yield* print(ticket)).toEqual({ state: "printed", fence: "etb" })
      }),
  )

  it.live("[NET-17] that counts nothing leaves its papers unknown", () =>
    Effect.gen(function* () {
      const printer = yield* startNetworkPrinter(50, "starline")
      yield* printer.apply({ fence: "none" })
      const { print } = yield* dialPrinter(printer.port, { language: "starline" })
      expect(yield* print(ticket)).toEqual({ state: "unknown", cause: "no_fence" })
    }),
  )

  it("[NET-17] is understood byte by byte, with rubbish and other answers in between", () => {
    const reader = new StarReader()
    const status = [0x23, 0x80, 0x28, 0x08, 0, 0x0c, 0, 0x46, 0, 0, 2, 0x31, 0x32]
    const told = [0x91, 0xff, ...status, 0x21, 0x23, 0x00, ...status].flatMap((byte) => [
      ...reader.read(Uint8Array.of(byte)),
    ])
    const signs = { paper: "out", coverOpen: true, error: "cutter" }
    expect(told).toEqual(Array(2).fill({ signs, count: 19 }))
  })
})
