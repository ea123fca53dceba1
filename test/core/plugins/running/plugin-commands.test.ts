import { expect, layer } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { v7 as uuid } from "uuid"
import type { Scope } from "#core/hub/scope.ts"
import type { Cid } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { command } from "#core/plugins/plugin-command.ts"
import { offeredViewsLayer } from "#core/plugins/running/plugin-views.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { TenantContext } from "#core/plugins/tenant-context.ts"
import { pluginDatabaseLayer } from "#sql/plugin-database.ts"
import { newTenantId, person, pluginRig } from "#test/core/plugins/plugin-rig.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

const tips = () => {
  let given = 0
  const definition = definePlugin({
    key: "tips",
    commands: [
      command({
        op: "tips.give",
        permission: "tips.give",
        args: Schema.Struct({ cents: Schema.Int.check(Schema.isGreaterThan(0)) }),
        run: ({ principal }, { cents }) =>
          Effect.gen(function* () {
            const { tenantId } = yield* TenantContext
            given += cents
            if (cents === 13) return yield* refused("TIP_UNLUCKY", "Not thirteen")
            if (cents === 14) throw new Error("a secret of the plugin")
            return { tenantId, by: principal.id, given }
          }),
      }),
      command({
        op: "tips.forget",
        permission: "tips.give",
        args: Schema.Struct({}),
        run: () => Effect.void,
      }),
    ],
  })
  return { definition, given: () => given }
}

const rig = Effect.gen(function* () {
  const { definition, given } = tips()
  const { command: run, turn } = yield* pluginRig([{ definition }])
  const ask = (scope: Scope, args: unknown, more: { cid?: string; op?: string } = {}) =>
    run(scope, { cid: (more.cid ?? uuid()) as Cid, op: more.op ?? "tips.give", args })
  return { ask, run, turn, given }
})

const services = Layer.mergeAll(
  pluginDatabaseLayer.pipe(Layer.provideMerge(database.layer)),
  offeredViewsLayer,
)

layer(services)("a plugin's command", (it) => {
  it.effect("[CMD-1] runs in the restaurant's instance and answers with what it returns", () =>
    Effect.gen(function* () {
      const { ask } = yield* rig
      const tenantId = newTenantId()
      expect(yield* ask(person(tenantId), { cents: 200 })).toEqual({
        result: { tenantId, by: "ana", given: 200 },
        repeated: false,
      })
      expect(yield* ask(person(tenantId), {}, { op: "tips.forget" })).toEqual({ repeated: false })
    }),
  )

  it.effect("[CMD-2] gets its first answer when its cid comes again, also at the same moment", () =>
    Effect.gen(function* () {
      const { ask, given } = yield* rig
      const me = person(newTenantId())
      const cid = uuid()
      const [first, ...others] = yield* Effect.all(
        Array.from({ length: 5 }, () => ask(me, { cents: 200 }, { cid })),
        { concurrency: "unbounded" },
      )
      expect(given()).toBe(200)
      for (const other of others) expect(other.result).toEqual(first?.result)
      expect([first, ...others].filter((one) => one?.repeated === false)).toHaveLength(1)
      expect(yield* Effect.flip(ask(me, { cents: 300 }, { cid }))).toMatchObject({
        code: "IDEMPOTENCY_MISMATCH",
      })
      // Another restaurant may happen on the same cid.
      expect(yield* ask(person(newTenantId()), { cents: 5 }, { cid })).toMatchObject({
        repeated: false,
      })
    }),
  )

  it.effect("[CMD-3] is refused with every field that is wrong, and nothing runs", () =>
    Effect.gen(function* () {
      const { ask, run, given } = yield* rig
      const me = person(newTenantId())
      const issues = [
        { path: "tip", message: "Unknown field" },
        { path: "cents", message: expect.stringContaining("greater than 0") },
      ]
      expect(yield* Effect.flip(ask(me, { cents: -1, tip: 1 }))).toMatchObject({
        code: "VALIDATION_FAILED",
        meta: { issues: expect.arrayContaining(issues) },
      })
      expect(
        yield* Effect.flip(
          run(me, { cid: uuid() as Cid, op: "tips.give", args: { cents: 1 }, ifRev: 4 }),
        ),
      ).toMatchObject({ code: "VALIDATION_FAILED", meta: { issues: [{ path: "ifRev" }] } })
      expect(given()).toBe(0)
    }),
  )

  it.effect("[CMD-4] is guarded as routes are: enabled, then permitted", () =>
    Effect.gen(function* () {
      const { ask, turn, given } = yield* rig
      const [mine, theirs] = [newTenantId(), newTenantId()]
      yield* turn(mine, "tips", "off")
      for (const [scope, code] of [
        [person(mine, []), "PLUGIN_NOT_ENABLED"],
        [person(theirs, ["tips.read"]), "AUTH_FORBIDDEN"],
      ] as const)
        expect(yield* Effect.flip(ask(scope, { cents: 1 }))).toMatchObject({ code })
      expect(yield* Effect.flip(ask(person(mine), {}, { op: "tips.take" }))).toMatchObject({
        code: "OP_UNKNOWN",
      })
      expect(given()).toBe(0)
      yield* ask(person(theirs, ["tips.give"]), { cents: 1 })
      yield* turn(mine, "tips", "on")
      yield* ask(person(mine), { cents: 1 })
      expect(given()).toBe(2)
    }),
  )

  it.effect("[CMD-5] that is refused or fails is not remembered: the same cid may try again", () =>
    Effect.gen(function* () {
      const { ask, given } = yield* rig
      const me = person(newTenantId())
      const cid = uuid()
      for (const n of [1, 2])
        expect([n, yield* Effect.flip(ask(me, { cents: 13 }, { cid }))]).toMatchObject([
          n,
          { code: "TIP_UNLUCKY" },
        ])
      expect(given()).toBe(26)
      expect((yield* Effect.exit(ask(me, { cents: 14 })))._tag).toBe("Failure")
    }),
  )

  it.effect("[CMD-6] that fails again and again is cut off, in that restaurant alone", () =>
    Effect.gen(function* () {
      const { ask } = yield* rig
      const [mine, theirs] = [person(newTenantId()), person(newTenantId())]
      for (let n = 0; n < 3; n++) yield* Effect.exit(ask(mine, { cents: 14 }))
      expect(yield* Effect.flip(ask(mine, { cents: 1 }))).toMatchObject({
        code: "PLUGIN_UNAVAILABLE",
      })
      yield* ask(theirs, { cents: 1 })
    }),
  )
})
