import { it } from "@effect/vitest"
import { Context, Effect, Fiber, Logger } from "effect"
import { describe, expect } from "vitest"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { noMigrations } from "#core/plugins/migration.ts"
import { LongStretches } from "#core/plugins/running/long-stretches.ts"
import { makeGuard } from "#core/plugins/running/plugin-guard.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { newTenantId, person } from "#test/core/plugins/plugin-rig.ts"
import { enabledPlugin, fixedStates } from "#test/support/plugin-states.ts"

const plugin = (key: string): readonly [string, LoadedPlugin] => [
  key,
  {
    key,
    definition: definePlugin({ key }),
    migrations: noMigrations,
    translations: {},
    manifest: {
      key,
      name: key,
      version: "1.0.0",
      description: "For a test",
      compat: { host: "^1.0.0" },
    },
  },
]

const house = () => {
  const plugins = new Map([plugin("looping"), plugin("patient")])
  const states = fixedStates((_, key) => enabledPlugin(key), [...plugins.keys()])
  const tenantId = newTenantId()
  const empty = Effect.succeed(Context.empty() as Context.Context<unknown>)
  const { work, guard } = makeGuard(plugins, { get: () => empty }, states, new LongStretches())
  const ask = <A>(key: string, what: Effect.Effect<A>, timeoutMs: number) =>
    work.run(
      person(tenantId),
      { plugin: key, permission: `${key}.use`, what: "GET /sums", timeoutMs },
      what,
    )
  return { ask, lastFault: (key: string) => guard.lastFault(key, tenantId) }
}

/** Nothing else runs meanwhile. */
const loop = (ms: number) =>
  Effect.sync(() => {
    const began = performance.now()
    while (performance.now() - began < ms);
    return "done"
  })

describe("a plugin that keeps the only thread to itself", () => {
  it.live("[GUARD-11] is at fault when no limit could cut it, and cut off like any other", () =>
    Effect.gen(function* () {
      const { ask, lastFault } = house()
      for (let fault = 1; fault <= 3; fault += 1)
        expect(yield* ask("looping", loop(300), 100)).toBe("done")
      expect(lastFault("looping")).toMatchObject({
        code: "PLUGIN_TIMEOUT",
        detail: expect.stringMatching(/^It kept everybody waiting for \d+ ms/),
      })
      expect(yield* Effect.flip(ask("looping", loop(1), 100))).toMatchObject({
        code: "PLUGIN_UNAVAILABLE",
      })
    }),
  )

  it.live("[GUARD-11] is not at fault within its limit, but written down with what it did", () =>
    Effect.gen(function* () {
      const said: Array<unknown> = []
      const written = Logger.layer([Logger.make(({ message }) => said.push(message))])
      const { ask, lastFault } = house()
      yield* ask("looping", loop(10), 5_000).pipe(Effect.provide(written))
      expect(said).toEqual([])
      yield* ask("looping", loop(300), 5_000).pipe(Effect.provide(written))
      expect(String(said)).toMatch(/^Plugin "looping" kept everybody waiting for \d+ ms/)
      expect(lastFault("looping")).toBe(undefined)
    }),
  )

  it.live("[GUARD-11] makes no other plugin late in the eyes of the hub", () =>
    Effect.gen(function* () {
      const { ask, lastFault } = house()
      const waiting = yield* Effect.forkChild(Effect.flip(ask("patient", Effect.never, 200)))
      yield* Effect.yieldNow
      yield* ask("looping", loop(300), 100)
      expect(yield* Fiber.join(waiting)).toMatchObject({ code: "PLUGIN_TIMEOUT" })
      expect(lastFault("patient")).toBe(undefined)
      expect(lastFault("looping")).toMatchObject({ code: "PLUGIN_TIMEOUT" })
    }),
  )
})
