import { it } from "@effect/vitest"
import { Context, Deferred, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { LifecycleOptions } from "#core/plugins/lifecycle/lifecycle.ts"
import { OperationStore } from "#core/plugins/lifecycle/operation-store.ts"
import { type ChangeRequest, PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { StateStore } from "#core/plugins/lifecycle/state-store.ts"
import type { StoredOperation } from "#core/plugins/lifecycle/stored-operation.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { memoryLifecycleStores } from "#test/support/memory-lifecycle-store.ts"
import { loadedPlugin } from "./example-plugins.ts"
import {
  changed,
  install,
  lifecycleRig,
  operationOf,
  over,
  owner,
  stateOf,
  tenant,
} from "./lifecycle-rig.ts"

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

/** The database stores what became of each step, and one answer gets lost: the first of those. */
const losing = (isIt: (from: StoredOperation, next: StoredOperation) => boolean) =>
  Layer.flatMap(memoryLifecycleStores, (stores) => {
    const store = Context.get(stores, OperationStore)
    let isLost = false
    return Layer.succeedContext(
      Context.add(stores, OperationStore, {
        ...store,
        advance: (from, next, ...more) =>
          Effect.tap(store.advance(from, next, ...more), () => {
            if (isLost || !isIt(from, next)) return Effect.void
            isLost = true
            return Effect.fail(new Outage({ reason: "The connection broke after COMMIT" }))
          }),
      }),
    )
  })

/** A process with one plugin, and how that starts. */
const hub = (
  start: Effect.Effect<void> = Effect.void,
  options: LifecycleOptions = { alone: false },
) => lifecycleRig([loadedPlugin("menu", {}, { tenant: Layer.effectDiscard(start) })], options)

const stored = (id: TenantId) =>
  StateStore.use((store) => store.of(id)).pipe(
    Effect.map((rows) => rows.find(({ plugin }) => plugin === "menu")),
  )

describe("a change whose answer was lost after it was stored", () => {
  it.effect("[OPERATION-9] is known to the process that made it: a plugin is out of use", () =>
    Effect.gen(function* () {
      const id = tenant()
      yield* changed(id, install("menu"))
      const disabling = yield* Effect.forkChild(changed(id, disable))
      yield* TestClock.adjust("20 seconds")
      expect(yield* Fiber.join(disabling)).toMatchObject({ status: "succeeded" })
      expect(yield* stored(id)).toMatchObject({ actual: "installed" })
      expect(yield* stateOf(id, "menu")).toEqual(yield* stored(id))
      expect((yield* PluginStates).enabled(id, "menu")).toBe(false)
    }).pipe(
      Effect.provide(
        Layer.provideMerge(
          hub(),
          losing(({ kind, steps, step }) => kind === "disable" && steps[step]?.do === "flip"),
        ),
      ),
    ),
  )

  it.effect("[OPERATION-9] is known to the process that made it: an operation failed", () =>
    Effect.gen(function* () {
      const id = tenant()
      const installing = yield* Effect.forkChild(changed(id, install("menu")))
      yield* TestClock.adjust("20 seconds")
      expect(yield* Fiber.join(installing)).toMatchObject({ status: "failed" })
      expect(yield* stored(id)).toMatchObject({ lastError: { code: "PLUGIN_START_FAILED" } })
      expect(yield* stateOf(id, "menu")).toEqual(yield* stored(id))
    }).pipe(
      Effect.provide(
        Layer.provideMerge(
          hub(Effect.die(new Error("no licence"))),
          losing((_, { status }) => status === "failed"),
        ),
      ),
    ),
  )

  it.effect("[OPERATION-9] is known to the process that made it: an operation was called off", () =>
    Effect.gen(function* () {
      const id = tenant()
      const lifecycle = yield* PluginLifecycle
      yield* changed(id, install("menu", false))
      const { operation } = yield* lifecycle.request(owner(id), enable)
      yield* TestClock.adjust("1 second")
      yield* Effect.forkChild(lifecycle.cancel(owner(id), operation.id))
      yield* TestClock.adjust("20 seconds")
      expect(yield* over(id, operation.id)).toMatchObject({ status: "cancelled" })
      expect(yield* stored(id)).toMatchObject({ desired: "installed" })
      expect(yield* stateOf(id, "menu")).toEqual(yield* stored(id))
    }).pipe(
      Effect.provide(
        Layer.provideMerge(
          hub(Effect.never),
          losing((_, { status }) => status === "cancelled"),
        ),
      ),
    ),
  )
})

it.effect("[OPERATION-9] who takes an operation over knows what its last process changed", () =>
  Effect.gen(function* () {
    const id = tenant()
    const states = yield* PluginStates
    const reached = yield* Deferred.make<string>()
    // It has looked for something to do, and looks again when five seconds are over.
    yield* TestClock.adjust("1 second")
    yield* Effect.gen(function* () {
      yield* changed(id, install("menu"))
      yield* states.reload(id)
      yield* (yield* PluginLifecycle).request(owner(id), disable)
      yield* Deferred.await(reached)
    }).pipe(
      Effect.provide(
        Layer.fresh(
          hub(Effect.void, {
            alone: false,
            onMoment: ({ operation, step, is }) =>
              operation.kind === "disable" && step.do === "flip" && is === "stored"
                ? Effect.andThen(Deferred.succeed(reached, operation.id), Effect.never)
                : Effect.void,
          }),
        ),
      ),
    )
    expect(states.enabled(id, "menu")).toBe(true)
    yield* TestClock.adjust("40 seconds")
    expect(yield* operationOf(id, yield* Deferred.await(reached))).toMatchObject({
      status: "succeeded",
    })
    expect(yield* stateOf(id, "menu")).toEqual(yield* stored(id))
    expect(states.enabled(id, "menu")).toBe(false)
  }).pipe(Effect.provide(Layer.provideMerge(hub(), memoryLifecycleStores))),
)
