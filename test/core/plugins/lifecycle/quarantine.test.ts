import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { Outage } from "#core/hub/gate.ts"
import { memoryLifecycleStores } from "#test/support/memory-lifecycle-store.ts"
import { Asked, becomes, changed, install, lifecycleRig, tenant } from "./lifecycle-rig.ts"
import { ask, broken, counted, menu } from "./menu-plugin.ts"

it.effect(
  "[GUARD-5] the event handlers of what is quarantined are stopped though that met an outage at first",
  () => {
    let isDown = false
    const deliver = () =>
      Effect.suspend(() => (isDown ? Effect.fail(new Outage({ reason: "gone" })) : Effect.void))
    const rig = lifecycleRig(
      [menu(counted().layer)],
      { alone: false },
      () => Effect.void,
      deliver,
    ).pipe(Layer.provideMerge(memoryLifecycleStores))
    return Effect.gen(function* () {
      const id = tenant()
      yield* changed(id, install("menu"))
      isDown = true
      for (let fault = 1; fault <= 9; fault += 1) {
        yield* Effect.exit(ask(id, broken))
        if (fault % 3 === 0) yield* TestClock.adjust("31 seconds")
      }
      yield* becomes(id, "menu", (state) => state?.actual === "quarantined")
      yield* TestClock.adjust("1 minute")
      expect(yield* Asked).not.toContain("hold menu")
      isDown = false
      yield* TestClock.adjust("1 minute")
      expect(yield* Asked).toContain("hold menu")
    }).pipe(Effect.provide(rig))
  },
)
