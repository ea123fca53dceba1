import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import type { TenantId } from "#core/kitchen/ids.ts"
import { PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { memoryLifecycleStores } from "#test/support/memory-lifecycle-store.ts"
import { loadedPlugin } from "./example-plugins.ts"
import {
  Asked,
  becomes,
  changed,
  install,
  leftAt,
  lifecycleRig,
  owner,
  stateOf,
  tenant,
} from "./lifecycle-rig.ts"

const rig = Layer.provideMerge(
  lifecycleRig([loadedPlugin("menu"), loadedPlugin("notes")]),
  memoryLifecycleStores,
)

const purge = {
  kind: "uninstall",
  plugin: "menu",
  data: "purge",
  confirm: "bistro",
} as const

/** A restaurant that removed the plugin with its data, at this moment. */
const removed = Effect.gen(function* () {
  const id = tenant()
  yield* leftAt(id, "menu", "1.0.0")
  expect(yield* changed(id, purge)).toMatchObject({ status: "succeeded" })
  ;(yield* Asked).length = 0
  return id
})

const purgeAt = (id: TenantId) =>
  PluginLifecycle.use((lifecycle) =>
    Effect.map(lifecycle.get(owner(id), "menu"), (overview) => overview.purgeAt),
  )

const deleted = [
  "forget menu",
  "purge menu",
  "hub: plugin.purged plugin/menu",
  "core.plugin_purged@1 menu",
]

describe("the data of a plugin that was removed with it", () => {
  it.effect("[PURGE-2] is held for seven days, and everybody may see until when", () =>
    Effect.gen(function* () {
      const id = yield* removed
      expect(yield* purgeAt(id)).toMatch(/^1970-01-08T00:00:/)
      yield* TestClock.adjust("6 days")
      yield* TestClock.adjust("23 hours")
      expect(yield* Asked).toEqual([])
      expect(yield* stateOf(id, "menu")).toMatchObject({ actual: "absent" })
    }).pipe(Effect.provide(rig)),
  )

  it.effect("[PURGE-3] is deleted within the hour after that, told to the log and the others", () =>
    Effect.gen(function* () {
      const id = yield* removed
      const other = yield* removed
      yield* changed(other, install("menu"))
      ;(yield* Asked).length = 0
      yield* TestClock.adjust("7 days")
      yield* TestClock.adjust("1 hour")
      yield* becomes(id, "menu", (state) => state === undefined)
      expect(yield* Asked).toEqual(deleted)
      expect(yield* stateOf(other, "menu")).toMatchObject({ actual: "enabled" })
      yield* TestClock.adjust("1 day")
      expect(yield* Asked).toEqual(deleted)
    }).pipe(Effect.provide(rig)),
  )

  it.effect("[PURGE-3] is deleted at the next start when nobody ran when its time was over", () =>
    Effect.gen(function* () {
      const id = yield* Effect.provide(removed, lifecycleRig([loadedPlugin("menu")]))
      yield* TestClock.adjust("40 days")
      yield* Effect.gen(function* () {
        yield* becomes(id, "menu", (state) => state === undefined)
        expect(yield* Asked).toEqual(deleted)
      }).pipe(Effect.provide(lifecycleRig([loadedPlugin("menu")])))
    }).pipe(Effect.provide(memoryLifecycleStores)),
  )

  it.effect("[PURGE-4] stays when the plugin is installed again before, and that is recorded", () =>
    Effect.gen(function* () {
      const id = yield* removed
      yield* TestClock.adjust("6 days")
      expect(yield* changed(id, install("menu", false))).toMatchObject({ status: "succeeded" })
      expect(yield* Asked).toEqual([
        "ana: plugin.purge_called_off plugin/menu",
        "ana: plugin.installed plugin/menu",
        "core.plugin_installed@1 menu",
      ])
      expect(yield* purgeAt(id)).toBeNull()
      yield* TestClock.adjust("3 days")
      expect(yield* Asked).not.toContain("purge menu")
    }).pipe(Effect.provide(rig)),
  )

  it.effect("[PURGE-5] is not deleted for a mark that was taken away and made anew", () =>
    Effect.gen(function* () {
      const id = yield* removed
      const first = (yield* stateOf(id, "menu"))?.purgeAfter ?? 0
      yield* TestClock.adjust("1 day")
      yield* changed(id, install("menu", false))
      yield* changed(id, purge)
      const lifecycle = yield* PluginLifecycle
      expect(
        yield* Effect.flip(
          lifecycle.request(owner(id), { kind: "purge", plugin: "menu", purgeAfter: first }),
        ),
      ).toMatchObject({ code: "NOTHING_TO_PURGE" })
    }).pipe(Effect.provide(rig)),
  )
})
