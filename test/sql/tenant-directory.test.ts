import { randomUUID } from "node:crypto"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { type Tenant, TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

const margaux = (): Tenant => ({
  id: randomUUID() as TenantId,
  slug: `margaux-${randomUUID().slice(0, 8)}`,
  name: "Chez Margaux",
  currency: "EUR",
  locale: "fr",
  timezone: "Europe/Paris",
})

it.effect("a restaurant is found by its short name and by its id", () =>
  Effect.gen(function* () {
    const directory = yield* TenantDirectory
    const tenant = margaux()
    yield* directory.create(tenant)
    assert.deepStrictEqual(yield* directory.bySlug(tenant.slug), tenant)
    assert.deepStrictEqual(yield* directory.byId(tenant.id), tenant)
    assert.isTrue((yield* directory.list).some(({ id }) => id === tenant.id))
    assert.isUndefined(yield* directory.bySlug("nobody"))
  }).pipe(Effect.provide(database.layer)),
)

it.effect("creating the same restaurant again is no error, taking its short name is", () =>
  Effect.gen(function* () {
    const directory = yield* TenantDirectory
    const tenant = margaux()
    yield* directory.create(tenant)
    yield* directory.create(tenant)
    const taken = yield* Effect.flip(directory.create({ ...tenant, id: randomUUID() as TenantId }))
    assert.propertyVal(taken, "code", "SLUG_TAKEN")
  }).pipe(Effect.provide(database.layer)),
)

it.effect("a restaurant changes its name and zone, another one's stay as they were", () =>
  Effect.gen(function* () {
    const directory = yield* TenantDirectory
    const [one, other] = [margaux(), margaux()]
    yield* directory.create(one)
    yield* directory.create(other)
    yield* directory.update(one.id, { name: "Chez Margot", timezone: "Asia/Tokyo" })
    assert.deepStrictEqual(yield* directory.byId(one.id), {
      ...one,
      name: "Chez Margot",
      timezone: "Asia/Tokyo",
    })
    assert.deepStrictEqual(yield* directory.byId(other.id), other)
  }).pipe(Effect.provide(database.layer)),
)
