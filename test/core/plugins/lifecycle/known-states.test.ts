import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { knownStatesLayer } from "#core/plugins/lifecycle/known-states.ts"
import { StateStore } from "#core/plugins/lifecycle/state-store.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { memoryLifecycleStores } from "#test/support/memory-lifecycle-store.ts"

const ours = "ours" as TenantId
const theirs = "theirs" as TenantId

it.effect(
  "[SETUP-3] what a restaurant runs is read again after a reading that failed, and only then",
  () => {
    let isDown = false
    const reads: Array<TenantId> = []
    const stores = Layer.effect(
      StateStore,
      Effect.map(StateStore, (store) => ({
        ...store,
        of: (tenantId: TenantId) =>
          Effect.suspend(() => {
            reads.push(tenantId)
            return isDown ? Effect.fail(new Outage({ reason: "gone" })) : store.of(tenantId)
          }),
      })),
    ).pipe(Layer.provide(memoryLifecycleStores))
    return Effect.gen(function* () {
      const states = yield* PluginStates
      const store = yield* StateStore
      yield* states.upToDate(ours)
      expect(reads).toEqual([])
      yield* store.change(ours, [{ plugin: "menu", desired: "enabled", actual: "enabled" }])
      isDown = true
      expect(yield* Effect.flip(states.reload(ours))).toMatchObject({ _tag: "Outage" })
      expect(yield* Effect.flip(states.upToDate(ours))).toMatchObject({ _tag: "Outage" })
      expect(states.enabled(ours, "menu")).toBe(false)
      isDown = false
      yield* states.upToDate(theirs)
      yield* states.upToDate(ours)
      expect(states.enabled(ours, "menu")).toBe(true)
      yield* states.upToDate(ours)
      expect(reads).toEqual([ours, ours, ours])
    }).pipe(Effect.provide(Layer.provideMerge(knownStatesLayer, stores)))
  },
)
