import { it } from "@effect/vitest"
import { Clock, Deferred, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import type { TenantId } from "#core/kitchen/ids.ts"
import { type ChangeRequest, PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import {
  Asked,
  becomes,
  changed,
  install,
  leftAt,
  owner,
  stateOf,
  tenant,
} from "./lifecycle-rig.ts"
import { ask, broken, counted, Instance, menu, number, rig } from "./menu-plugin.ts"

const upgrade: ChangeRequest = { kind: "upgrade", plugin: "menu" }

describe("a plugin that changes while it serves", () => {
  it.effect(
    "[SWAP-1] lets a request finish on the old instance and serves the next on the new one",
    () => {
      const { life, layer } = counted()
      return Effect.gen(function* () {
        const id = tenant()
        yield* leftAt(id, "menu", "1.0.0")
        const gate = yield* Deferred.make<void>()
        const waiting = yield* Effect.forkChild(
          ask(
            id,
            Effect.flatMap(Instance, (own) => Effect.as(Deferred.await(gate), own.number)),
          ),
        )
        yield* TestClock.adjust("10 millis")
        const upgrading = yield* Effect.forkChild(changed(id, upgrade))
        yield* becomes(id, "menu", (state) => state?.installedVersion === "1.2.0")
        expect(yield* ask(id, number)).toBe(2)
        expect(life).toEqual(["up 1", "up 2"])
        yield* Deferred.succeed(gate, undefined)
        expect(yield* Fiber.join(waiting)).toBe(1)
        expect(yield* Fiber.join(upgrading)).toMatchObject({ status: "succeeded" })
        yield* TestClock.adjust("1 second")
        expect(life).toEqual(["up 1", "up 2", "down 1"])
        expect(yield* ask(id, number)).toBe(2)
      }).pipe(Effect.provide(rig(menu(layer, "1.2.0"))))
    },
  )

  it.effect("[SWAP-2] ends what does not finish within the time that was given", () => {
    const { layer } = counted()
    return Effect.gen(function* () {
      const id = tenant()
      yield* changed(id, install("menu"))
      const waiting = yield* Effect.forkChild(Effect.flip(ask(id, Effect.never)))
      yield* TestClock.adjust("10 millis")
      const disabling = yield* Effect.forkChild(
        changed(id, { kind: "disable", plugin: "menu", cascade: false, drainTimeoutMs: 5_000 }),
      )
      yield* becomes(id, "menu", (state) => state?.actual === "installed")
      expect(yield* Effect.flip(ask(id, number))).toMatchObject({ code: "PLUGIN_NOT_ENABLED" })
      expect(waiting.pollUnsafe()).toBeUndefined()
      yield* TestClock.adjust("6 seconds")
      expect(yield* Fiber.join(waiting)).toMatchObject({ code: "PLUGIN_UNAVAILABLE" })
      const last = yield* Fiber.join(disabling)
      expect(last.log.map(({ text }) => text)).toContain("1 requests took too long and were ended")
    }).pipe(Effect.provide(rig(menu(layer))))
  })
})

describe("a plugin that fails", () => {
  it.effect(
    "[GUARD-4] is cut off after three faults, tried again after 30 s, and only in that restaurant",
    () => {
      const { layer } = counted()
      return Effect.gen(function* () {
        const [id, other] = [tenant(), tenant()]
        for (const one of [id, other]) yield* changed(one, install("menu"))
        const slow = yield* Effect.forkChild(Effect.flip(ask(id, Effect.never, 1_000)))
        yield* TestClock.adjust("1 second")
        expect(yield* Fiber.join(slow)).toMatchObject({ code: "PLUGIN_TIMEOUT" })
        for (let fault = 2; fault <= 3; fault += 1) yield* Effect.exit(ask(id, broken))
        expect(yield* Effect.flip(ask(id, number))).toMatchObject({
          code: "PLUGIN_UNAVAILABLE",
          meta: { retryAfterMs: 30_000 },
        })
        const lifecycle = yield* PluginLifecycle
        expect(yield* lifecycle.get(owner(id), "menu")).toMatchObject({ health: "failing", lag: 3 })
        expect(yield* ask(other, number)).toBe(2)
        yield* TestClock.adjust("30 seconds")
        expect(yield* ask(id, number)).toBe(1)
        expect(yield* lifecycle.get(owner(id), "menu")).toMatchObject({ health: "ok" })
      }).pipe(Effect.provide(rig(menu(layer))))
    },
  )

  it.effect("[GUARD-10] says what went wrong last, in which request and when", () => {
    const { layer } = counted()
    return Effect.gen(function* () {
      const id = tenant()
      const lifecycle = yield* PluginLifecycle
      const lastError = Effect.map(lifecycle.get(owner(id), "menu"), (found) => found.lastError)
      yield* changed(id, install("menu"))
      expect(yield* lastError).toBe(null)
      yield* TestClock.adjust("1 minute")
      const now = new Date(yield* Clock.currentTimeMillis).toISOString()
      yield* Effect.exit(ask(id, Effect.die(new Error("a bug\nof two lines")))).pipe(
        Effect.annotateLogs("requestId", "r-7"),
      )
      const fault = { code: "PLUGIN_ERROR", detail: "a bug", at: now, requestId: "r-7" }
      expect(yield* lastError).toEqual(fault)
      yield* TestClock.adjust("5 minutes")
      yield* ask(id, number)
      expect(yield* lastError).toEqual(fault)
      const slow = yield* Effect.forkChild(Effect.flip(ask(id, Effect.never, 1_000)))
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(slow)
      expect(yield* lastError).toMatchObject({ code: "PLUGIN_TIMEOUT" })
      yield* changed(id, { kind: "disable", plugin: "menu", cascade: false, drainTimeoutMs: 0 })
      yield* changed(id, {
        kind: "enable",
        plugin: "menu",
        withRequirements: false,
        events: "catchUp",
      })
      expect(yield* lastError).toBe(null)
    }).pipe(Effect.provide(rig(menu(layer))))
  })

  it.effect("[GUARD-5] again and again waits for a person, who releases it", () => {
    const { layer } = counted()
    return Effect.gen(function* () {
      const id = tenant()
      const lifecycle = yield* PluginLifecycle
      yield* changed(id, install("menu"))
      for (let cut = 1; cut <= 3; cut += 1) {
        for (let fault = 1; fault <= 3; fault += 1) yield* Effect.exit(ask(id, broken))
        if (cut < 3) {
          yield* TestClock.adjust("30 seconds")
          yield* ask(id, number)
        }
      }
      yield* becomes(id, "menu", (state) => state?.actual === "quarantined")
      expect(yield* Effect.flip(ask(id, number))).toMatchObject({ code: "PLUGIN_QUARANTINED" })
      expect(yield* lifecycle.get(owner(id), "menu")).toMatchObject({
        desired: "enabled",
        actual: "quarantined",
        health: "quarantined",
        lastError: { code: "PLUGIN_QUARANTINED", detail: "a bug" },
      })
      expect(yield* Asked).toEqual(
        expect.arrayContaining(["core.plugin_quarantined@1 menu", "hold menu"]),
      )
      yield* changed(id, { kind: "release", plugin: "menu" })
      expect(yield* ask(id, number)).toBeGreaterThan(1)
      expect(yield* stateOf(id, "menu")).toMatchObject({ actual: "enabled", lastError: undefined })
      expect(
        yield* Effect.flip(lifecycle.request(owner(id), { kind: "release", plugin: "menu" })),
      ).toMatchObject({ code: "NOT_QUARANTINED" })
    }).pipe(Effect.provide(rig(menu(layer))))
  })

  it.effect(
    "[GUARD-6] is refused in one order: not enabled, not allowed, out of service, no place",
    () => {
      const { layer } = counted()
      return Effect.gen(function* () {
        const [off, old, full] = [tenant(), tenant(), tenant()]
        yield* leftAt(old, "menu", "1.0.0")
        yield* leftAt(full, "menu", "2.0.0")
        const code = (id: TenantId, permissions: ReadonlyArray<string>) =>
          Effect.map(Effect.flip(ask(id, number, 1_000, permissions)), (failure) =>
            failure._tag === "Refused" ? failure.code : failure._tag,
          )
        expect(yield* code(off, [])).toBe("PLUGIN_NOT_ENABLED")
        expect(yield* code(old, [])).toBe("AUTH_FORBIDDEN")
        expect(yield* code(old, ["menu.read"])).toBe("PLUGIN_UPGRADE_REQUIRED")
        const waiting = yield* Effect.forEach(Array.from({ length: 64 }), () =>
          Effect.forkChild(Effect.exit(ask(full, Effect.never, 1_000))),
        )
        yield* TestClock.adjust("1 milli")
        expect(yield* code(full, ["menu.read"])).toBe("PLUGIN_BUSY")
        yield* TestClock.adjust("1 second")
        yield* Effect.forEach(waiting, Fiber.join)
        expect(yield* code(full, ["menu.read"])).toBe("PLUGIN_UNAVAILABLE")
      }).pipe(Effect.provide(rig(menu(layer, "2.0.0"))))
    },
  )

  it.effect(
    "[GUARD-7] serves data of the versions that it says, else of its own major version",
    () => {
      const { layer } = counted()
      const served = (version: string, data: string | undefined, installed: string) =>
        Effect.gen(function* () {
          const id = tenant()
          yield* leftAt(id, "menu", installed)
          return (yield* Effect.exit(ask(id, number)))._tag === "Success"
        }).pipe(Effect.provide(rig(menu(layer, version, data))))
      return Effect.gen(function* () {
        expect(yield* served("2.1.0", undefined, "2.0.0")).toBe(true)
        expect(yield* served("2.1.0", undefined, "2.3.0")).toBe(true)
        expect(yield* served("2.1.0", undefined, "1.9.0")).toBe(false)
        expect(yield* served("2.1.0", undefined, "3.0.0")).toBe(false)
        expect(yield* served("2.1.0", ">=1.8.0 <2.2.0", "1.9.0")).toBe(true)
        expect(yield* served("2.1.0", ">=1.8.0 <2.2.0", "2.3.0")).toBe(false)
      })
    },
  )
})
