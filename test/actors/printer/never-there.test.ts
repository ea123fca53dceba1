import { describe, expect, it } from "@effect/vitest"
import { Effect, Ref } from "effect"
import { TestClock } from "effect/testing"
import type { PrintJobView } from "#core/hub/printing.ts"
import { hub } from "#test/actors/at-the-gate.ts"
import { run, watch } from "#test/actors/watcher.ts"
import { Bench, grillPrinter, settle } from "#test/support/memory-kitchen.ts"

const testPage = Effect.map(
  run("testPage", { printerId: grillPrinter.id }),
  ({ result }) => result as PrintJobView,
)
const sent = Effect.flatMap(Bench, (bench) => Ref.get(bench.sent))

describe("a printer of which no device was ever there", () => {
  it.effect("[PRINT-18] is given nothing, so that what waits for it can be cancelled", () =>
    Effect.gen(function* () {
      const page = yield* testPage
      yield* TestClock.adjust("2 minutes")
      yield* settle
      expect(yield* sent).toEqual([])
      const { result } = yield* run("cancelJob", { jobId: page.id })
      expect(result).toMatchObject({ state: "cancelled", attempts: 0 })
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PRINT-18] is given its first job once when its device comes", () =>
    Effect.gen(function* () {
      const page = yield* testPage
      yield* TestClock.adjust("5 minutes")
      yield* run("printerReport", {
        deviceId: grillPrinter.deviceId,
        report: { report: "state", state: "ready", boot: 1 },
      })
      yield* settle
      expect((yield* sent).map(({ job, attempt }) => [job, attempt])).toEqual([[page.id, 1]])
      const { items } = yield* watch(`printer/${grillPrinter.id}`)
      expect(items.get(page.id)).toMatchObject({ state: "sent", attempts: 1 })
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )
})
