import { it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { expect } from "vitest"
import { Outage } from "#core/hub/gate.ts"
import { PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { StateStore } from "#core/plugins/lifecycle/state-store.ts"
import { PluginSettings } from "#core/plugins/settings.ts"
import { memoryLifecycleStores } from "#test/support/memory-lifecycle-store.ts"
import { Asked, changed, install, owner, tenant } from "./lifecycle-rig.ts"
import { ask, counted, menu, number, options, rig } from "./menu-plugin.ts"

it.effect("[SWAP-3] begins anew with settings that were saved, checked and recorded", () => {
  const { layer } = counted()
  return Effect.gen(function* () {
    const id = tenant()
    const lifecycle = yield* PluginLifecycle
    yield* changed(id, install("menu"))
    const seen = Effect.all([number, Effect.orDie(options.get)])
    expect(yield* ask(id, seen)).toEqual([1, { colour: "red" }])
    expect(yield* lifecycle.settings(owner(id), "menu")).toEqual({ colour: "red" })
    expect(
      yield* Effect.flip(lifecycle.saveSettings(owner(id), "menu", { colour: "green", size: 1 })),
    ).toMatchObject({
      code: "CONFIG_INVALID",
      meta: { issues: [{ path: "size" }, { path: "colour" }] },
    })
    expect(yield* lifecycle.saveSettings(owner(id), "menu", { colour: "blue" })).toEqual({
      colour: "blue",
    })
    expect(yield* ask(id, seen)).toEqual([2, { colour: "blue" }])
    expect(yield* Asked).toContain("ana: plugin.configured plugin/menu")
    const raw = Effect.flatMap(PluginSettings, ({ get }) => Effect.orDie(get))
    expect(yield* ask(tenant(), raw).pipe(Effect.flip)).toMatchObject({
      code: "PLUGIN_NOT_ENABLED",
    })
  }).pipe(Effect.provide(rig(menu(layer))))
})

it.effect(
  "[SWAP-3] [SETUP-3] settings whose answer was lost hold for the next request when the database had stored them",
  () => {
    const { layer } = counted()
    return Effect.gen(function* () {
      const id = tenant()
      const lifecycle = yield* PluginLifecycle
      yield* changed(id, install("menu"))
      const seen = Effect.all([number, Effect.orDie(options.get)])
      expect(yield* ask(id, seen)).toEqual([1, { colour: "red" }])
      expect(
        yield* Effect.flip(lifecycle.saveSettings(owner(id), "menu", { colour: "blue" })),
      ).toMatchObject({ _tag: "Outage" })
      expect(yield* ask(id, seen)).toEqual([2, { colour: "blue" }])
      expect(yield* lifecycle.settings(owner(id), "menu")).toEqual({ colour: "blue" })
    }).pipe(Effect.provide(rig(menu(layer), answersLost)))
  },
)

/** Settings are stored, and whoever saved them never hears of it. */
const answersLost: typeof memoryLifecycleStores = Layer.flatMap(memoryLifecycleStores, (stores) => {
  const store = Context.get(stores, StateStore)
  return Layer.succeedContext(
    Context.add(stores, StateStore, {
      ...store,
      saveConfig: (...saved) =>
        Effect.andThen(
          store.saveConfig(...saved),
          Effect.fail(new Outage({ reason: "The connection broke" })),
        ),
    }),
  )
})
