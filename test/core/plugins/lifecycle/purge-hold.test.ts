import { it } from "@effect/vitest"
import { Effect, type Layer } from "effect"
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

/** A hub of its own over the same stores: between two of them nobody runs, and days are over at once. */
const inHub = <A, E, R>(
  work: Effect.Effect<A, E, R | Layer.Success<ReturnType<typeof lifecycleRig>>>,
) => Effect.provide(work, lifecycleRig([loadedPlugin("menu"), loadedPlugin("notes")]))

const passed = TestClock.adjust

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
      const id = yield* inHub(
        Effect.gen(function* () {
          const one = yield* removed
          expect(yield* purgeAt(one)).toMatch(/^1970-01-08T00:00:/)
          return one
        }),
      )
      yield* passed("6 days")
      yield* inHub(
        Effect.gen(function* () {
          yield* passed("23 hours")
          expect(yield* Asked).toEqual([])
          expect(yield* stateOf(id, "menu")).toMatchObject({ actual: "absent" })
        }),
      )
    }).pipe(Effect.provide(memoryLifecycleStores)),
  )

  it.effect("[PURGE-3] is deleted within the hour after that, told to the log and the others", () =>
    Effect.gen(function* () {
      const [id, other] = yield* inHub(
        Effect.gen(function* () {
          const both = [yield* removed, yield* removed] as const
          yield* changed(both[1], install("menu"))
          return both
        }),
      )
      yield* passed("6 days")
      yield* passed("23 hours")
      yield* inHub(
        Effect.gen(function* () {
          yield* passed("2 hours")
          yield* becomes(id, "menu", (state) => state === undefined)
          expect(yield* Asked).toEqual(deleted)
          expect(yield* stateOf(other, "menu")).toMatchObject({ actual: "enabled" })
          yield* passed("4 hours")
          expect(yield* Asked).toEqual(deleted)
        }),
      )
    }).pipe(Effect.provide(memoryLifecycleStores)),
  )

  it.effect("[PURGE-3] is deleted at the next start when nobody ran when its time was over", () =>
    Effect.gen(function* () {
      const id = yield* inHub(removed)
      yield* passed("40 days")
      yield* inHub(
        Effect.gen(function* () {
          yield* becomes(id, "menu", (state) => state === undefined)
          expect(yield* Asked).toEqual(deleted)
        }),
      )
    }).pipe(Effect.provide(memoryLifecycleStores)),
  )

  it.effect("[PURGE-4] stays when the plugin is installed again before, and that is recorded", () =>
    Effect.gen(function* () {
      const id = yield* inHub(removed)
      yield* passed("6 days")
      yield* inHub(
        Effect.gen(function* () {
          expect(yield* changed(id, install("menu", false))).toMatchObject({ status: "succeeded" })
          expect(yield* Asked).toEqual([
            "ana: plugin.purge_called_off plugin/menu",
            "ana: plugin.installed plugin/menu",
            "core.plugin_installed@1 menu",
          ])
          expect(yield* purgeAt(id)).toBeNull()
        }),
      )
      yield* passed("3 days")
      yield* inHub(
        Effect.gen(function* () {
          yield* passed("2 hours")
          expect(yield* Asked).not.toContain("purge menu")
        }),
      )
    }).pipe(Effect.provide(memoryLifecycleStores)),
  )

  it.effect("[PURGE-5] is not deleted for a mark that was taken away and made anew", () =>
    Effect.gen(function* () {
      const { id, first } = yield* inHub(
        Effect.gen(function* () {
          const one = yield* removed
          return { id: one, first: (yield* stateOf(one, "menu"))?.purgeAfter ?? 0 }
        }),
      )
      yield* passed("1 day")
      yield* inHub(
        Effect.gen(function* () {
          yield* changed(id, install("menu", false))
          yield* changed(id, purge)
          const lifecycle = yield* PluginLifecycle
          expect(
            yield* Effect.flip(
              lifecycle.request(owner(id), { kind: "purge", plugin: "menu", purgeAfter: first }),
            ),
          ).toMatchObject({ code: "NOTHING_TO_PURGE" })
        }),
      )
    }).pipe(Effect.provide(memoryLifecycleStores)),
  )
})
