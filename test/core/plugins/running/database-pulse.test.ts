import { expect, it } from "@effect/vitest"
import { Context, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { Outage } from "#core/hub/gate.ts"
import { databasePulse } from "#core/plugins/running/database-pulse.ts"
import { LongStretches } from "#core/plugins/running/long-stretches.ts"
import { makeGuard } from "#core/plugins/running/plugin-guard.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { loaded, newTenantId, person } from "#test/core/plugins/plugin-rig.ts"
import { enabledPlugin, fixedStates } from "#test/support/plugin-states.ts"

/** A database of which a test says whether it answers, and a plugin that waits for it. */
const house = () => {
  const database = { stands: false, asked: 0 }
  const write = Effect.suspend(() => {
    database.asked += 1
    return database.stands ? Effect.never : Effect.void
  })
  const plugins = new Map([["tables", loaded({ definition: definePlugin({ key: "tables" }) })]])
  const states = fixedStates((_, key) => enabledPlugin(key), ["tables"])
  const empty = Effect.succeed(Context.empty() as Context.Context<unknown>)
  const { work, guard } = makeGuard(
    plugins,
    { get: () => empty },
    states,
    new LongStretches(),
    databasePulse(write),
  )
  const tenantId = newTenantId()
  const asked = { plugin: "tables", permission: "tables.read", timeoutMs: 1_000 }
  return {
    database,
    lastFault: () => guard.lastFault("tables", tenantId),
    hangs: work.run(person(tenantId), asked, Effect.never),
    answers: work.run(person(tenantId), asked, Effect.succeed("there")),
  }
}

it.effect(
  "[GUARD-4] a plugin that waits for a database that stands still is not cut off, and serves once it goes on",
  () =>
    Effect.gen(function* () {
      const { database, lastFault, hangs, answers } = house()
      database.stands = true
      for (let round = 0; round < 3; round += 1) {
        const waiting = yield* Effect.forEach(Array.from({ length: 5 }), () =>
          Effect.forkChild(Effect.flip(hangs)),
        )
        yield* TestClock.adjust("3 seconds")
        for (const fiber of waiting)
          expect(yield* Fiber.join(fiber)).toMatchObject({ _tag: "Outage" })
      }
      // One question for all who waited.
      expect(database.asked).toBe(3)
      expect(lastFault()).toBeUndefined()
      database.stands = false
      expect(yield* answers).toBe("there")
    }),
)

it.effect("[GUARD-4] one that hangs while the database answers is at fault as ever", () =>
  Effect.gen(function* () {
    const { lastFault, hangs } = house()
    const waiting = yield* Effect.forkChild(Effect.flip(hangs))
    yield* TestClock.adjust("2 seconds")
    expect(yield* Fiber.join(waiting)).toMatchObject({ code: "PLUGIN_TIMEOUT" })
    expect(lastFault()).toMatchObject({ code: "PLUGIN_TIMEOUT" })
  }),
)

it.effect("[GUARD-4] a database that refuses to write does not beat either", () =>
  Effect.gen(function* () {
    expect(yield* databasePulse(Effect.fail(new Outage({ reason: "disk full" })))).toBe(false)
    expect(yield* databasePulse(Effect.void)).toBe(true)
  }),
)
