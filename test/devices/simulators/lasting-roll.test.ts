import { appendFile, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Scope } from "effect"
import { lasting } from "#devices/simulators/lasting-roll.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"
import { scratchFolder } from "./scratch-folder.ts"

const bytes = Buffer.from("\x1b@2 x Burger\n\x1dV\x00", "latin1")

/** A printer with its roll, as the program of one life has it. */
const life = Effect.gen(function* () {
  const directory = yield* scratchFolder
  const file = join(directory, "roll.ndjson")
  const begin = Effect.gen(function* () {
    const box = yield* startBox("Grill", {
      ...{ url: "mqtt://127.0.0.1:9", tenantId: "t", deviceId: "grill", secret: "" },
      ...{ directory, columns: 48 },
    })
    return { box, shown: yield* lasting(file, box) }
  })
  return { begin, file }
})

describe("the roll of a virtual printer", () => {
  it.live("[SHOW-11] lies there after the program was killed, but for the piece in the mouth", () =>
    Effect.gen(function* () {
      const { begin, file } = yield* life
      const first = yield* Scope.make()
      const { box } = yield* Scope.provide(begin, first)
      yield* box.machine.print("j1", bytes)
      yield* box.machine.print("j2", bytes)
      box.machine.apply({ paperOutAfterBytes: 5 })
      const coming = yield* Effect.forkChild(box.machine.print("j3", bytes))
      yield* Effect.yieldNow
      // As a kill leaves it: nothing of the third one, and half a line.
      yield* Effect.promise(() => appendFile(file, '{"n":3,"base64":"G0'))
      const asKilled = yield* Effect.promise(() => readFile(file))
      yield* Fiber.interrupt(coming)
      yield* Scope.close(first, Exit.void)
      yield* Effect.promise(() => writeFile(file, asKilled))

      const second = yield* begin
      yield* second.box.machine.print("j4", bytes)
      const papers = second.shown.machine.papers()
      expect(papers.map(({ n, job }) => [n, job])).toEqual([
        [1, "j1"],
        [2, "j2"],
        [3, "j4"],
      ])
      expect(Buffer.from(papers[0]?.bytes ?? [])).toEqual(bytes)
      const { shown } = yield* begin
      expect(shown.machine.papers().map(({ job }) => job)).toEqual(["j1", "j2", "j4"])
    }),
  )

  it.live("[SHOW-11] keeps the last fifty, on disk as well", () =>
    Effect.gen(function* () {
      const { begin, file } = yield* life
      const { box, shown } = yield* begin
      for (let n = 1; n <= 230; n += 1) yield* box.machine.print(`j${n}`, bytes)
      expect(shown.machine.papers().map(({ n }) => n)).toEqual(
        Array.from({ length: 50 }, (_, index) => 181 + index),
      )
      const lines = (yield* Effect.promise(() => readFile(file, "utf8"))).trim().split("\n")
      expect(lines.length).toBeLessThanOrEqual(100)
      const { shown: again } = yield* begin
      expect(again.machine.papers().map(({ n }) => n)).toEqual(
        Array.from({ length: 50 }, (_, index) => 181 + index),
      )
    }),
  )
})
