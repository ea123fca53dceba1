import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Outage } from "#core/hub/gate.ts"
import { PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { memoryLifecycleStores } from "#test/support/memory-lifecycle-store.ts"
import { Asked, lifecycleRig, stateOf, tenant } from "./lifecycle-rig.ts"
import { counted, menu } from "./menu-plugin.ts"

it.effect(
  "[SET-4] a restaurant whose making broke after its plugins were enabled has their events too once it is made again",
  () => {
    let isDown = true
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
      const { provision } = yield* PluginLifecycle
      expect(yield* Effect.flip(provision(id, ["menu"], "none"))).toMatchObject({ _tag: "Outage" })
      expect(yield* stateOf(id, "menu")).toMatchObject({ actual: "enabled" })
      isDown = false
      expect(yield* provision(id, ["menu"], "none")).toEqual(["menu"])
      expect((yield* Asked).filter((one) => one.startsWith("deliver"))).toEqual([
        "deliver menu catchUp",
      ])
    }).pipe(Effect.provide(rig))
  },
)
