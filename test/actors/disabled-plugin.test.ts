import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Gate } from "#core/hub/gate.ts"
import { type Scope, systemScope } from "#core/hub/scope.ts"
import { Views } from "#core/hub/view.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import {
  acme,
  benchLayer,
  cid,
  kitchenLayer,
  placing,
  rival,
} from "#test/support/memory-kitchen.ts"
import { PluginSwitch } from "#test/support/switched-plugins.ts"

const hub = Layer.fresh(
  kitchenLayer.pipe(Layer.provideMerge(Layer.mergeAll(memoryEventLog, benchLayer))),
)

const run = (op: string, scope: Scope = acme, args: unknown = {}) =>
  Gate.use((gate) => gate.run(scope, { cid: cid(31), op, args }))
const codeOf = (op: string, scope?: Scope, args?: unknown) =>
  Effect.map(Effect.flip(run(op, scope, args)), (failure) =>
    failure._tag === "Refused" ? failure.code : failure._tag,
  )
const turn = (plugin: string, to: "on" | "off") =>
  Effect.flatMap(PluginSwitch, (plugins) => plugins.turn(acme.tenantId, plugin, to))

describe("a restaurant that does not use a plugin", () => {
  it.effect("[OFF-1] is refused the hub's own commands that belong to it; others are not", () =>
    Effect.gen(function* () {
      yield* turn("orders", "off")
      expect(yield* codeOf("placeOrder")).toBe("PLUGIN_NOT_ENABLED")
      expect(yield* codeOf("bumpTicket")).toBe("PLUGIN_NOT_ENABLED")
      expect(yield* codeOf("testPage")).not.toBe("PLUGIN_NOT_ENABLED")
      const gate = yield* Gate
      expect(yield* gate.run(rival, placing(1))).toMatchObject({ rev: 1 })
      yield* turn("orders", "on")
      expect(yield* gate.run(acme, placing(2))).toMatchObject({ rev: 1 })
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[OFF-1] hears that before it hears that somebody may not", () =>
    Effect.gen(function* () {
      const nobody = { ...acme, permissions: [] }
      expect(yield* codeOf("placeOrder", nobody)).toBe("AUTH_FORBIDDEN")
      yield* turn("orders", "off")
      expect(yield* codeOf("placeOrder", nobody)).toBe("PLUGIN_NOT_ENABLED")
      expect(yield* codeOf("toString", nobody)).toBe("OP_UNKNOWN")
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[OFF-2] still hears what became of its papers, and what the hub itself does", () =>
    Effect.gen(function* () {
      yield* turn("printer", "off")
      const agent: Scope = {
        ...acme,
        principal: { kind: "device", id: "agent" },
        permissions: ["printer.report"],
      }
      expect(yield* codeOf("printerReport", agent)).not.toBe("PLUGIN_NOT_ENABLED")
      expect(yield* codeOf("cancelJob", systemScope(acme.tenantId))).not.toBe("PLUGIN_NOT_ENABLED")
      expect(yield* codeOf("cancelJob")).toBe("PLUGIN_NOT_ENABLED")
    }).pipe(Effect.provide(hub)),
  )

  it.effect.each([
    ["screen/0193c0de-0000-7000-8000-00000000000a", "kds"],
    ["board/0193c0de-0000-7000-8000-00000000000a", "kds"],
    ["floor", "orders"],
    ["menu", "catalog_product"],
    ["order/0193c0de-0000-7000-8000-00000000000a", "orders"],
    ["printer/0193c0de-0000-7000-8000-00000000000a", "printer"],
    ["devices", "devices"],
  ] as const)("[OFF-3] is refused %s without %s", ([view, plugin]) =>
    Effect.gen(function* () {
      const watching = (scope: Scope) =>
        Effect.scoped(
          Views.use((views) => views.watch(scope, view, {}, { scope, push: () => true })),
        )
      yield* turn(plugin, "off")
      expect(yield* Effect.flip(watching(acme))).toMatchObject({
        code: "PLUGIN_NOT_ENABLED",
        meta: { plugin },
      })
      const theirs = yield* Effect.exit(watching(rival))
      expect(JSON.stringify(theirs)).not.toContain("PLUGIN_NOT_ENABLED")
      const nobody = { ...rival, permissions: [] }
      expect(yield* Effect.flip(watching(nobody))).toMatchObject({ code: "AUTH_FORBIDDEN" })
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[OFF-4] sees its open views end the moment it is disabled, with the reason", () =>
    Effect.gen(function* () {
      const ended: Array<unknown> = []
      const watcher = (scope: Scope) => ({
        scope,
        push: () => true,
        end: (failure: unknown) => ended.push(failure),
      })
      const views = yield* Views
      yield* views.watch(acme, "floor", {}, watcher(acme))
      yield* views.watch(acme, "menu", {}, watcher(acme))
      yield* views.watch(rival, "floor", {}, watcher(rival))
      yield* turn("orders", "off")
      expect(ended).toMatchObject([{ code: "PLUGIN_NOT_ENABLED", meta: { plugin: "orders" } }])
      yield* turn("orders", "on")
      yield* views.watch(acme, "floor", {}, watcher(acme))
      expect(ended).toHaveLength(1)
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )
})
