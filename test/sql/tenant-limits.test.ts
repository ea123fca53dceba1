import { randomUUID } from "node:crypto"
import { expect, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { TenantLimits } from "#core/limits/tenant-limits.ts"
import { tenantLimitsLayer } from "#sql/tenant-limits.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()
const own = { orders: { perMinute: 12_000, burst: 1_200 } }

/** The same database, read anew as after a restart. */
const afterRestart = <A>(use: (limits: TenantLimits["Service"]) => A) =>
  Effect.map(TenantLimits, use).pipe(Effect.provide(Layer.fresh(tenantLimitsLayer)))

layer(tenantLimitsLayer.pipe(Layer.provideMerge(database.layer)))("limits of its own", (it) => {
  it.effect("[LIMIT-8] are stored for one restaurant, and taken back", () =>
    Effect.gen(function* () {
      const [mine, rival] = [yield* newTenant, yield* newTenant]
      const limits = yield* TenantLimits
      yield* limits.set(mine, own)
      expect([limits.of(mine), limits.of(rival)]).toEqual([own, undefined])
      expect(yield* afterRestart(({ of }) => [of(mine), of(rival)])).toEqual([own, undefined])
      yield* limits.set(mine, {})
      expect(limits.of(mine)).toBeUndefined()
      expect(yield* afterRestart(({ of }) => of(mine))).toBeUndefined()
    }),
  )

  it.effect("[LIMIT-8] that this release does not understand count as nothing", () =>
    Effect.gen(function* () {
      const mine = yield* newTenant
      yield* Effect.promise(
        () => database.connection()`
          update core.tenant set limits = '{"speed": "ludicrous"}' where id = ${mine}`,
      )
      expect(yield* afterRestart(({ of }) => of(mine))).toEqual({})
    }),
  )
})

const newTenant = Effect.gen(function* () {
  const id = randomUUID() as TenantId
  yield* (yield* TenantDirectory).create({
    id,
    slug: `bistro-${id.slice(0, 8)}`,
    name: "Chez Margaux",
    currency: "EUR",
    locale: "fr",
    timezone: "Europe/Paris",
  })
  return id
})
