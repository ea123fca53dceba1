import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { startNetworkPrinter } from "#devices/simulators/network-printer.ts"
import { eventually } from "#test/devices/mqtt/broker-rig.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"
import { dialPrinter, quick, ticketOf } from "./network-rig.ts"

const ticket = ticketOf(1000)
const printedOn = ({ papers }: { readonly papers: () => ReadonlyArray<{ complete: boolean }> }) =>
  papers().filter(({ complete }) => complete).length

describe("a printer in the network", () => {
  it.live("[NET-1] is looked at first: what cannot print is refused before the first byte", () =>
    Effect.gen(function* () {
      const printer = yield* startNetworkPrinter()
      const { print, begun } = yield* dialPrinter(printer.port)
      yield* printer.apply({ paper: "out" })
      expect(yield* print(ticket)).toEqual({ state: "refused", cause: "paper_out" })
      yield* printer.apply({ paper: "ok", cover: true })
      expect(yield* print(ticket)).toEqual({ state: "refused", cause: "cover_open" })
      yield* printer.apply({ cover: false, power: "cut" })
      expect(yield* print(ticket)).toEqual({ state: "refused", cause: "unreachable" })
      expect([begun(), printer.papers()]).toEqual([0, []])
      yield* printer.apply({ power: "on" })
      expect(yield* print(ticket)).toEqual({ state: "printed", fence: "gs(h" })
      expect(printedOn(printer)).toBe(1)
    }),
  )

  it.live("[NET-2] says by a fence that paper is out, and what it can say is asked once", () =>
    Effect.gen(function* () {
      const directory = yield* scratchFolder
      const printer = yield* startNetworkPrinter()
      yield* printer.apply({ fence: "gs-r" })
      const first = yield* Effect.scoped(
        Effect.gen(function* () {
          const { print } = yield* dialPrinter(printer.port, { directory })
          return [yield* print(ticket), yield* print(ticket)]
        }),
      )
      expect(first).toEqual(Array(2).fill({ state: "printed", fence: "gs-r" }))
      yield* printer.apply({ fence: "gs(h" })
      const { print } = yield* dialPrinter(printer.port, { directory })
      expect(yield* print(ticket)).toEqual({ state: "printed", fence: "gs-r" })
    }),
  )

  it.live("[NET-3] a roll that ends within a ticket is waited for", () =>
    Effect.gen(function* () {
      const printer = yield* startNetworkPrinter()
      yield* printer.apply({ paperOutAfterBytes: 400 })
      const { machine, print } = yield* dialPrinter(printer.port)
      const printing = yield* Effect.forkChild(print(ticket))
      yield* eventually("it is seen", () => machine.status().paper === "out", 2000)
      yield* printer.apply({ paper: "ok" })
      expect(yield* Fiber.join(printing)).toEqual({ state: "printed", fence: "gs(h" })
      expect(printer.papers()[0]?.bytes.length).toBe(ticket.length)
    }),
  )

  it.live("[NET-4] a line that breaks within a ticket leaves it unknown", () =>
    Effect.gen(function* () {
      const printer = yield* startNetworkPrinter()
      const { print, begun } = yield* dialPrinter(printer.port)
      yield* printer.apply({ powerCutAfterBytes: 300 })
      expect(yield* print(ticket)).toEqual({ state: "unknown", cause: "offline" })
      expect([begun(), printer.papers()]).toMatchObject([1, [{ torn: true }]])
      yield* printer.apply({ power: "on" })
      expect(yield* print(ticket)).toEqual({ state: "printed", fence: "gs(h" })
    }),
  )

  it.live("[NET-5] a long ticket arrives whole although the printer talks meanwhile", () =>
    Effect.gen(function* () {
      const long = ticketOf(200_003)
      const printer = yield* startNetworkPrinter()
      yield* printer.apply({ bytesPerSecond: 400_000 })
      // Without a fence nobody waits for the paper: closing must not cost what is still on its way.
      yield* Effect.scoped(
        Effect.gen(function* () {
          const { print } = yield* dialPrinter(printer.port, { fence: "none" })
          const talking = yield* Effect.forkChild(
            Effect.forever(Effect.andThen(Effect.sleep(5), printer.apply({ paper: "low" }))),
          )
          expect(yield* print(long)).toEqual({ state: "printed", fence: "none" })
          yield* Fiber.interrupt(talking)
        }),
      )
      yield* eventually("all of it", () => printedOn(printer) === 1)
      expect(printer.papers()[0]?.bytes.length).toBe(200_003)
    }),
  )

  it.live.each([
    ["by its own word", { unasked: true }, quick],
    ["when it is asked", { unasked: false }, quick],
    ["when its line is at rest", { unasked: true }, { ...quick, holdMs: 0 }],
  ] as const)(
    "[NET-6] shows within 2 s that its paper ends and comes back: %s",
    ([, faults, timing]) =>
      Effect.gen(function* () {
        const printer = yield* startNetworkPrinter()
        yield* printer.apply(faults)
        const { machine, print } = yield* dialPrinter(printer.port, { timing })
        yield* print(ticket)
        expect(machine.status()).toMatchObject({ online: true, paper: "ok" })
        yield* printer.apply({ paper: "out" })
        yield* eventually("out", () => machine.status().paper === "out", 2000)
        yield* printer.apply({ paper: "ok", cover: true })
        yield* eventually("open", () => machine.status().coverOpen, 2000)
        yield* printer.apply({ cover: false, paper: "low" })
        yield* eventually("low", () => machine.status().paper === "low", 2000)
        yield* printer.apply({ power: "cut" })
        yield* eventually("gone", () => machine.status().error === "unreachable", 2000)
      }),
  )

  it.live("[NET-7] has one connection at a time, and none for long when nothing is printed", () =>
    Effect.gen(function* () {
      const printer = yield* startNetworkPrinter()
      const { print } = yield* dialPrinter(printer.port, {
        timing: { ...quick, holdMs: 300, restMs: 60_000 },
      })
      yield* Effect.all([print(ticket), print(ticket), print(ticket)], { concurrency: 3 })
      expect(printer.connections()).toEqual({ made: 1, refused: 0, open: 1 })
      yield* eventually("it lets go", () => printer.connections().open === 0)
      yield* print(ticket)
      expect(printer.connections()).toMatchObject({ made: 2, refused: 0 })
      expect(printedOn(printer)).toBe(4)
    }),
  )

  it.live(
    "[NET-8] one that never answers has printed nobody knows what, unless its profile says so",
    () =>
      Effect.gen(function* () {
        const printer = yield* startNetworkPrinter()
        yield* printer.apply({ voice: "mute" })
        const unknown = yield* Effect.scoped(
          Effect.flatMap(dialPrinter(printer.port), ({ print }) => print(ticket)),
        )
        expect(unknown).toEqual({ state: "unknown", cause: "no_fence" })
        const { print } = yield* dialPrinter(printer.port, { fence: "none" })
        expect(yield* print(ticket)).toEqual({ state: "printed", fence: "none" })
        yield* eventually("both papers", () => printedOn(printer) === 2)
      }),
  )

  it.live("[NET-9] one that used to answer and is silent is refused, not filled", () =>
    Effect.gen(function* () {
      const printer = yield* startNetworkPrinter()
      const { machine, print, begun } = yield* dialPrinter(printer.port)
      yield* printer.apply({ deaf: true })
      yield* eventually("it is stuck", () => machine.status().error === "no_answer", 2000)
      // Its old connection may still stand, in which case it takes no new one.
      const { state, cause } = (yield* print(ticket)) as { state: string; cause: string }
      expect(["refused no_answer", "refused unreachable"]).toContain(`${state} ${cause}`)
      expect(begun()).toBe(0)
      yield* printer.apply({ deaf: false })
      yield* eventually("it is back", () => machine.status().online, 5000)
      expect(yield* print(ticket)).toEqual({ state: "printed", fence: "gs(h" })
    }),
  )

  it.live("[NET-10] garbage between its answers costs none of them; a flood ends the line", () =>
    Effect.gen(function* () {
      const printer = yield* startNetworkPrinter()
      yield* printer.apply({ voice: "garbled" })
      const { machine, print } = yield* dialPrinter(printer.port)
      expect(yield* print(ticket)).toEqual({ state: "printed", fence: "gs(h" })
      const { made } = printer.connections()
      yield* printer.apply({ voice: "flood" })
      yield* eventually("it is told", () => machine.status().error === "flooding", 2000)
      yield* printer.apply({ voice: "whole" })
      yield* eventually("it is heard again", () => machine.status().online, 5000)
      expect(printer.connections().made - made).toBeLessThan(6)
      expect(yield* print(ticket)).toEqual({ state: "printed", fence: "gs(h" })
    }),
  )

  it.live("[NET-10] garbage is no fence", () =>
    Effect.gen(function* () {
      const printer = yield* startNetworkPrinter()
      yield* printer.apply({ voice: "garbled", fence: "gs-r" })
      const { print } = yield* dialPrinter(printer.port)
      expect(yield* print(ticket)).toEqual({ state: "unknown", cause: "no_fence" })
    }),
  )

  it.live("[NET-11] one that another program holds is unreachable until it is let go", () =>
    Effect.gen(function* () {
      const printer = yield* startNetworkPrinter()
      yield* printer.apply({ busy: true })
      const { print } = yield* dialPrinter(printer.port)
      expect(yield* print(ticket)).toEqual({ state: "refused", cause: "unreachable" })
      yield* printer.apply({ busy: false })
      expect(yield* print(ticket)).toEqual({ state: "printed", fence: "gs(h" })
    }),
  )
})
