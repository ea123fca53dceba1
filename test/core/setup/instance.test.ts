import { assert, beforeEach, layer } from "@effect/vitest"
import { Effect } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { Instance } from "#core/setup/instance.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { hubProcess, type Moment, newHouse } from "./opening-hub.ts"

const admin: Scope = {
  tenantId: "01997d3a-5b00-7000-8000-000000000001" as TenantId,
  principal: { kind: "user", id: "01997d3a-5b00-7000-8000-00000000000a" },
  permissions: ["*"],
  instanceAdmin: true,
}
const { instanceAdmin: _, ...owner } = admin

const restaurant = (slug: string, extras: Readonly<Record<string, unknown>> = {}) => ({
  tenant: { name: slug, slug, currency: "EUR", locale: "fr", timezone: "Europe/Paris" },
  plugins: ["orders"],
  seed: "none",
  ...extras,
})

const database = testDatabase()
beforeEach(async () => {
  await database.connection().unsafe("truncate core.setup, core.tenant cascade")
})

const open = (body: unknown, key?: string, scope = admin) =>
  Instance.use((instance) =>
    instance.open(scope, { body, ...(key === undefined ? {} : { idempotencyKey: key }) }),
  )
const refusedWith = <A, E, R>(code: string, work: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(work), (refusal) => assert.propertyVal(refusal, "code", code))

layer(database.layer)("an administrator of the hub", (it) => {
  const inHub = <A, E, R>(work: Effect.Effect<A, E, R | Instance>) =>
    Effect.suspend(() => work.pipe(Effect.provide(hubProcess(newHouse()))))

  it.effect("[INSTANCE-1] opens further restaurants and lists all; an owner can do neither", () =>
    inHub(
      Effect.gen(function* () {
        yield* open(restaurant("margaux"))
        yield* open(restaurant("rival"))
        const all = yield* Instance.use((instance) => instance.tenants(admin))
        assert.deepStrictEqual(
          all.map(({ slug }) => slug),
          ["margaux", "rival"],
        )
        yield* refusedWith("AUTH_FORBIDDEN", open(restaurant("third"), undefined, owner))
        yield* refusedWith(
          "AUTH_FORBIDDEN",
          Instance.use((instance) => instance.tenants(owner)),
        )
      }),
    ),
  )

  it.effect("[INSTANCE-2] owns what they open, unless they name somebody else", () =>
    Effect.gen(function* () {
      const house = newHouse()
      const named = { username: "bo", password: "correct horse battery", fullName: "Bo" }
      const [mine, theirs] = yield* Effect.all([
        open(restaurant("mine")),
        open(restaurant("theirs", { admin: named })),
      ]).pipe(Effect.provide(hubProcess(house)))
      assert.strictEqual(mine.answer.userId, admin.principal.id)
      const bo = house.people.get(`${theirs.answer.tenantId}/${theirs.answer.userId}`)
      assert.propertyVal(bo, "username", "bo")
      assert.propertyVal(bo, "instanceAdmin", false)
      assert.deepStrictEqual(house.deeds, [
        "instance.restaurant_opened restaurant/mine",
        "instance.restaurant_opened restaurant/theirs",
      ])
    }),
  )

  it.effect(
    "[INSTANCE-3] cannot take a short name that is in use, and repeats get one answer",
    () =>
      inHub(
        Effect.gen(function* () {
          const first = yield* open(restaurant("margaux"), "k1")
          assert.deepStrictEqual(yield* open(restaurant("margaux"), "k1"), {
            answer: first.answer,
            replayed: true,
          })
          yield* refusedWith("IDEMPOTENCY_MISMATCH", open(restaurant("other"), "k1"))
          yield* refusedWith("SLUG_TAKEN", open(restaurant("margaux"), "k2"))
          yield* refusedWith("SLUG_TAKEN", open(restaurant("margaux")))
          yield* refusedWith("VALIDATION_FAILED", open({ ...restaurant("x"), token: "t" }))
        }),
      ),
  )

  for (const moment of [
    "after begin",
    "after create",
    "after store owner",
    "after adopt",
    "after store plugins",
    "after provision",
    "before store done",
  ] satisfies ReadonlyArray<Moment>)
    it.effect(`[INSTANCE-4] goes on with a restaurant whose opening was cut short ${moment}`, () =>
      Effect.gen(function* () {
        const house = newHouse()
        yield* Effect.exit(
          open(restaurant("margaux")).pipe(Effect.provide(hubProcess(house, moment))),
        )
        yield* Effect.gen(function* () {
          const { answer } = yield* open(restaurant("margaux"))
          const all = yield* Instance.use((instance) => instance.tenants(admin))
          assert.deepStrictEqual(
            all.map(({ id }) => id),
            [answer.tenantId],
          )
          assert.deepStrictEqual([...answer.plugins], ["orders"])
          assert.strictEqual(house.people.size, 1)
        }).pipe(Effect.provide(hubProcess(house)))
      }),
    )
})
