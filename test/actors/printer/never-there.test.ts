import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import type { PrintJobView } from "#core/hub/printing.ts"
import { hub } from "#test/actors/at-the-gate.ts"
import { run } from "#test/actors/watcher.ts"
import { grillPrinter, settle } from "#test/support/memory-kitchen.ts"

it.effect(
  "[PRINT-18] what waits at a printer of which no device was ever there can be cancelled",
  () =>
    Effect.gen(function* () {
      const { result: page } = yield* run("testPage", { printerId: grillPrinter.id })
      yield* TestClock.adjust("2 minutes")
      yield* settle
      const { result } = yield* run("cancelJob", { jobId: (page as PrintJobView).id })
      expect(result).toMatchObject({ state: "cancelled" })
    }).pipe(Effect.provide(hub)),
)
