import { it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { PluginWork } from "#core/plugins/running/plugin-work.ts"
import { loadedPlugin } from "#test/core/plugins/lifecycle/example-plugins.ts"
import { leftAt, lifecycleRig, owner, tenant } from "#test/core/plugins/lifecycle/lifecycle-rig.ts"
import { memoryLifecycleStores } from "#test/support/memory-lifecycle-store.ts"

class Menu extends Context.Service<Menu, { readonly number: number }>()("test/IdleMenu") {}

/** `menu`, and `orders` that stands on it; what happened to their instances, in order. */
const twoPlugins = () => {
  const life: Array<string> = []
  const noted = (name: string) =>
    Effect.acquireRelease(
      Effect.sync(() => void life.push(`${name} up`)),
      () => Effect.sync(() => void life.push(`${name} down`)),
    )
  return {
    life,
    plugins: [
      loadedPlugin(
        "menu",
        {},
        {
          provides: [Menu as Context.Key<unknown, unknown>],
          tenant: Layer.effect(Menu, Effect.as(noted("menu"), { number: 1 })),
        },
      ),
      loadedPlugin(
        "orders",
        { requires: { menu: "*" } },
        {
          tenant: Layer.effectDiscard(Effect.andThen(Menu, noted("orders"))) as Layer.Layer<
            never,
            unknown,
            unknown
          >,
        },
      ),
    ],
  }
}

const enabled = Effect.gen(function* () {
  const id = tenant()
  for (const plugin of ["menu", "orders"]) yield* leftAt(id, plugin, "1.0.0")
  const { run } = yield* PluginWork
  return (plugin: string, work: Effect.Effect<unknown> = Effect.void) =>
    run(owner(id), { plugin, permission: "any", timeoutMs: 7_200_000 }, work)
})

describe("an instance that nobody asks for", () => {
  it.effect(
    "[INST-1] is shut down after half an hour, and never under another that stands on it",
    () => {
      const { life, plugins } = twoPlugins()
      return Effect.gen(function* () {
        const ask = yield* enabled
        yield* ask("orders")
        for (let minutes = 0; minutes < 60; minutes += 10) {
          yield* TestClock.adjust("10 minutes")
          yield* ask("orders")
        }
        expect(life).toEqual(["menu up", "orders up"])
        yield* TestClock.adjust("31 minutes")
        expect(life).toEqual(["menu up", "orders up", "orders down"])
        yield* TestClock.adjust("5 minutes")
        expect(life).toEqual(["menu up", "orders up", "orders down", "menu down"])
        yield* ask("orders")
        expect(life.slice(4)).toEqual(["menu up", "orders up"])
      }).pipe(Effect.provide(Layer.provideMerge(lifecycleRig(plugins), memoryLifecycleStores)))
    },
  )

  it.effect("[INST-1] stays for a call that takes longer than that", () => {
    const { life, plugins } = twoPlugins()
    return Effect.gen(function* () {
      const ask = yield* enabled
      yield* Effect.forkChild(ask("menu", Effect.sleep("1 hour")))
      yield* TestClock.adjust("50 minutes")
      expect(life).toEqual(["menu up"])
      yield* TestClock.adjust("20 minutes")
      expect(life).toEqual(["menu up", "menu down"])
    }).pipe(Effect.provide(Layer.provideMerge(lifecycleRig(plugins), memoryLifecycleStores)))
  })
})
