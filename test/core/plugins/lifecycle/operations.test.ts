import { it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, Schema } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { defineEvent } from "#core/plugins/event.ts"
import { type ChangeRequest, PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { on } from "#core/plugins/subscription.ts"
import { memoryLifecycleStores } from "#test/support/memory-lifecycle-store.ts"
import { loadedPlugin } from "./example-plugins.ts"
import {
  Asked,
  changed,
  install,
  leftAt,
  lifecycleRig,
  operationOf,
  over,
  owner,
  stateOf,
  tenant,
} from "./lifecycle-rig.ts"

/** A plugin whose start is whatever the test says at that moment. */
const startingAs = (start: () => Effect.Effect<void, Outage>, version = "1.0.0") =>
  loadedPlugin(
    "menu",
    { version },
    {
      tenant: Layer.effectDiscard(Effect.suspend(start)),
      subscriptions: [
        on(defineEvent("menu.changed", 1, Schema.Struct({})), {
          id: "menu.look",
          handle: () => Effect.void,
        }),
      ],
    },
  )

const rig = (plugins: Parameters<typeof lifecycleRig>[0]) =>
  Layer.provideMerge(lifecycleRig(plugins), memoryLifecycleStores)

const disable: ChangeRequest = {
  kind: "disable",
  plugin: "menu",
  cascade: false,
  drainTimeoutMs: 100,
}
const enable: ChangeRequest = {
  kind: "enable",
  plugin: "menu",
  withRequirements: false,
  events: "skip",
}

describe("an operation", () => {
  it.effect(
    "[OPERATION-1] tells the audit log, the other plugins and the event handlers, each once and in order",
    () =>
      Effect.gen(function* () {
        const id = tenant()
        yield* changed(id, install("menu"))
        yield* changed(id, disable)
        yield* changed(id, enable)
        yield* changed(id, { kind: "uninstall", plugin: "menu", data: "purge", confirm: "bistro" })
        expect(yield* Asked).toEqual([
          "ana: plugin.installed plugin/menu",
          "core.plugin_installed@1 menu",
          "ana: plugin.enabled plugin/menu",
          "core.plugin_enabled@1 menu",
          "deliver menu catchUp",
          "ana: plugin.disabled plugin/menu",
          "core.plugin_disabled@1 menu",
          "hold menu",
          "ana: plugin.enabled plugin/menu",
          "core.plugin_enabled@1 menu",
          "deliver menu skip",
          "ana: plugin.disabled plugin/menu",
          "core.plugin_disabled@1 menu",
          "hold menu",
          "export menu",
          '{"table":"plg_menu.dish","row":{}}',
          "ana: plugin.purge_planned plugin/menu",
          "ana: plugin.uninstalled plugin/menu",
          "core.plugin_uninstalled@1 menu",
        ])
        expect(yield* stateOf(id, "menu")).toMatchObject({ desired: "absent", actual: "absent" })
      }).pipe(Effect.provide(rig([startingAs(() => Effect.void)]))),
  )

  it.effect(
    "[OPERATION-2] that does not start leaves the plugin installed, says why, and goes on there when it is retried",
    () => {
      let works = false
      return Effect.gen(function* () {
        const id = tenant()
        const lifecycle = yield* PluginLifecycle
        const failed = yield* changed(id, install("menu"))
        expect(failed).toMatchObject({
          status: "failed",
          error: { code: "PLUGIN_START_FAILED" },
        })
        expect(failed.steps[failed.step]).toBe("start menu")
        expect(yield* stateOf(id, "menu")).toMatchObject({
          desired: "enabled",
          actual: "installed",
          lastError: { code: "PLUGIN_START_FAILED" },
        })
        works = true
        const retried = yield* lifecycle.retry(owner(id), "menu")
        expect(retried).toMatchObject({ id: failed.id, step: failed.step })
        expect(yield* over(id, failed.id)).toMatchObject({ status: "succeeded", error: null })
        expect(yield* stateOf(id, "menu")).toMatchObject({
          actual: "enabled",
          lastError: undefined,
        })
        expect(yield* Effect.flip(lifecycle.retry(owner(id), "menu"))).toMatchObject({
          code: "NOTHING_TO_RETRY",
        })
      }).pipe(
        Effect.provide(
          rig([startingAs(() => (works ? Effect.void : Effect.die(new Error("no licence"))))]),
        ),
      )
    },
  )

  it.effect("[OPERATION-3] gives a start five seconds", () =>
    Effect.gen(function* () {
      const id = tenant()
      const running = yield* Effect.forkChild(changed(id, install("menu")))
      yield* TestClock.adjust("4 seconds")
      expect(running.pollUnsafe()).toBeUndefined()
      yield* TestClock.adjust("3 seconds")
      expect(yield* Fiber.join(running)).toMatchObject({
        status: "failed",
        error: { code: "PLUGIN_START_FAILED" },
      })
    }).pipe(Effect.provide(rig([startingAs(() => Effect.never)]))),
  )

  it.effect(
    "[OPERATION-4] can be called off until something changed that others see, and no longer",
    () =>
      Effect.gen(function* () {
        const id = tenant()
        const lifecycle = yield* PluginLifecycle
        const { operation } = yield* lifecycle.request(owner(id), install("menu", false))
        yield* over(id, operation.id)
        expect(yield* Effect.flip(lifecycle.cancel(owner(id), operation.id))).toMatchObject({
          code: "TOO_LATE",
        })
        const enabling = yield* lifecycle.request(owner(id), enable)
        const watching = yield* Effect.forkChild(over(id, enabling.operation.id))
        yield* TestClock.adjust("1 second")
        const cancelling = yield* Effect.forkChild(
          lifecycle.cancel(owner(id), enabling.operation.id),
        )
        yield* TestClock.adjust("1 second")
        expect(yield* Fiber.join(cancelling)).toMatchObject({ status: "cancelled" })
        expect(yield* Fiber.join(watching)).toMatchObject({ status: "cancelled" })
        expect(yield* stateOf(id, "menu")).toMatchObject({
          desired: "installed",
          actual: "installed",
        })
        expect((yield* lifecycle.request(owner(id), enable)).operation.id).not.toBe(
          enabling.operation.id,
        )
      }).pipe(Effect.provide(rig([startingAs(() => Effect.never)]))),
  )

  it.effect("[OPERATION-5] that fails to upgrade leaves the version that serves", () => {
    let works = true
    return Effect.gen(function* () {
      const id = tenant()
      yield* leftAt(id, "menu", "1.0.0")
      works = false
      expect(yield* changed(id, { kind: "upgrade", plugin: "menu" })).toMatchObject({
        status: "failed",
      })
      expect(yield* stateOf(id, "menu")).toMatchObject({
        actual: "enabled",
        installedVersion: "1.0.0",
        lastError: { code: "PLUGIN_START_FAILED" },
      })
      works = true
      const lifecycle = yield* PluginLifecycle
      const { id: again } = yield* lifecycle.retry(owner(id), "menu")
      yield* over(id, again)
      expect(yield* stateOf(id, "menu")).toMatchObject({ installedVersion: "1.2.0" })
    }).pipe(
      Effect.provide(
        rig([startingAs(() => (works ? Effect.void : Effect.die(new Error("broken"))), "1.2.0")]),
      ),
    )
  })

  it.effect("[OPERATION-6] waits for what does not answer, and goes on by itself", () => {
    let isThere = false
    return Effect.gen(function* () {
      const id = tenant()
      const lifecycle = yield* PluginLifecycle
      const { operation } = yield* lifecycle.request(owner(id), install("menu"))
      yield* TestClock.adjust("20 seconds")
      expect(yield* lifecycle.operation(owner(id), operation.id)).toMatchObject({
        status: "running",
      })
      isThere = true
      yield* TestClock.adjust("10 seconds")
      expect(yield* lifecycle.operation(owner(id), operation.id)).toMatchObject({
        status: "succeeded",
      })
    }).pipe(
      Effect.provide(
        Layer.provideMerge(
          lifecycleRig(
            [
              loadedPlugin(
                "menu",
                {},
                {},
                {
                  migrations: {
                    expand: [],
                    contract: [],
                    tenant: [{ id: 1, name: "first", text: "" }],
                  },
                },
              ),
            ],
            { alone: false },
            () => (isThere ? Effect.void : Effect.fail(new Outage({ reason: "no database" }))),
          ),
          memoryLifecycleStores,
        ),
      ),
    )
  })

  it.effect(
    "[OPERATION-7] is taken over by another process when its lease is over, and not before",
    () =>
      Effect.gen(function* () {
        const id = tenant()
        const reached = yield* Deferred.make<string>()
        yield* Effect.gen(function* () {
          const lifecycle = yield* PluginLifecycle
          yield* lifecycle.request(owner(id), install("menu"))
          yield* Deferred.await(reached)
        }).pipe(
          Effect.provide(
            lifecycleRig([startingAs(() => Effect.void)], {
              alone: false,
              onMoment: ({ operation, step }) =>
                step.do === "start"
                  ? Effect.andThen(Deferred.succeed(reached, operation.id), Effect.never)
                  : Effect.void,
            }),
          ),
        )
        const operation = yield* Deferred.await(reached)
        yield* Effect.gen(function* () {
          yield* TestClock.adjust("25 seconds")
          expect(yield* operationOf(id, operation)).toMatchObject({ status: "running" })
          yield* TestClock.adjust("11 seconds")
          expect(yield* operationOf(id, operation)).toMatchObject({ status: "succeeded" })
        }).pipe(Effect.provide(lifecycleRig([startingAs(() => Effect.void)])))
      }).pipe(Effect.provide(memoryLifecycleStores)),
  )

  it.effect("[OPERATION-8] holds up no other restaurant's, four at a time", () => {
    const slow = new Set<string>()
    return Effect.gen(function* () {
      const [stuck, ...others] = Array.from({ length: 7 }, tenant)
      if (stuck === undefined) return
      const lifecycle = yield* PluginLifecycle
      slow.add("once")
      yield* lifecycle.request(owner(stuck), install("menu"))
      yield* TestClock.adjust("10 millis")
      slow.clear()
      const requested = yield* Effect.forEach(others, (id) =>
        Effect.map(lifecycle.request(owner(id), install("menu")), ({ operation }) => operation),
      )
      for (const { tenantId, id } of requested)
        expect(yield* over(tenantId as TenantId, id)).toMatchObject({ status: "succeeded" })
      expect(yield* stateOf(stuck, "menu")).toMatchObject({ actual: "installed" })
    }).pipe(Effect.provide(rig([startingAs(() => (slow.size > 0 ? Effect.never : Effect.void))])))
  })
})
