import { assert, beforeEach, layer } from "@effect/vitest"
import { Effect, Exit } from "effect"
import { TestClock } from "effect/testing"
import type { InputIssue } from "#core/hub/decode.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import { SetUp } from "#core/setup/set-up.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { hubProcess, type Moment, newHouse, token } from "./opening-hub.ts"

const body = {
  token,
  tenant: {
    name: "Chez Margaux",
    slug: "margaux",
    currency: "EUR",
    locale: "fr",
    timezone: "Europe/Paris",
  },
  admin: { username: "margaux", password: "correct horse battery", fullName: "Margaux Petit" },
  plugins: ["printer"],
  seed: "default",
}
type Body = typeof body

const bootstrap = (request: unknown, extras: { key?: string; address?: string } = {}) =>
  SetUp.use((setUp) =>
    setUp.bootstrap({
      body: request,
      address: extras.address ?? "10.0.0.2",
      ...(extras.key === undefined ? {} : { idempotencyKey: extras.key }),
    }),
  )

const database = testDatabase()
// Every test is a hub that nobody has set up.
beforeEach(async () => {
  await database.connection().unsafe("truncate core.setup, core.tenant cascade")
})

const listed = TenantDirectory.use(({ list }) => list)

/** Where a process may die while it opens a restaurant, in the order of the opening. */
const moments: ReadonlyArray<Moment> = [
  "before begin",
  "after begin",
  "before create",
  "after create",
  "before store owner",
  "after store owner",
  "before found",
  "after found",
  "before store plugins",
  "after store plugins",
  "before provision",
  "after provision",
  "before serve",
  "after serve",
  "before store done",
]

layer(database.layer)("a process that dies", (it) => {
  for (const moment of moments) {
    it.effect(`[SET-4] ${moment}: the same request goes on and ends in the same restaurant`, () =>
      Effect.gen(function* () {
        const house = newHouse()
        const died = yield* Effect.exit(
          bootstrap(body).pipe(Effect.provide(hubProcess(house, moment))),
        )
        assert.isTrue(Exit.hasInterrupts(died))
        const begun = yield* listed
        const { answer, stillOpen } = yield* Effect.gen(function* () {
          const isOpen = yield* SetUp.use((setUp) => setUp.isOpen)
          return { answer: (yield* bootstrap(body)).answer, stillOpen: isOpen }
        }).pipe(Effect.provide(hubProcess(house)))
        assert.isTrue(stillOpen)
        assert.deepStrictEqual([...answer.plugins], ["kds", "printer"])
        const tenants = yield* listed
        assert.deepStrictEqual(
          tenants.map(({ id, slug }) => [id, slug]),
          [[answer.tenantId, "margaux"]],
        )
        if (begun[0] !== undefined) assert.strictEqual(begun[0].id, answer.tenantId)
        assert.deepStrictEqual([...house.people.keys()], [`${answer.tenantId}/${answer.userId}`])
        assert.isTrue(house.served.includes(answer.tenantId))
        assert.strictEqual(house.spent.times, 1)
      }),
    )

    it.effect(`[SET-5] ${moment}: what the manager corrects since holds`, () =>
      Effect.gen(function* () {
        const house = newHouse()
        yield* Effect.exit(bootstrap(body).pipe(Effect.provide(hubProcess(house, moment))))
        const corrected: Body = {
          ...body,
          tenant: { ...body.tenant, name: "Chez Margot", timezone: "Europe/Brussels" },
          admin: { ...body.admin, password: "another long password", fullName: "Margot" },
        }
        const { answer } = yield* bootstrap(corrected).pipe(Effect.provide(hubProcess(house)))
        const [tenant, ...more] = yield* listed
        assert.strictEqual(more.length, 0)
        assert.propertyVal(tenant, "name", "Chez Margot")
        assert.propertyVal(tenant, "timezone", "Europe/Brussels")
        const owner = house.people.get(`${answer.tenantId}/${answer.userId}`)
        assert.propertyVal(owner, "password", "another long password")
        assert.propertyVal(owner, "fullName", "Margot")
      }),
    )
  }

  it.effect(
    "[SET-3] after everything was stored: set-up is over, and the token is worth nothing",
    () =>
      Effect.gen(function* () {
        const house = newHouse()
        yield* Effect.exit(
          bootstrap(body).pipe(Effect.provide(hubProcess(house, "after store done"))),
        )
        const refusal = yield* Effect.flip(bootstrap(body)).pipe(Effect.provide(hubProcess(house)))
        assert.propertyVal(refusal, "code", "SETUP_ALREADY_DONE")
      }),
  )
})

layer(database.layer)("the first restaurant", (it) => {
  const inFreshHub = <A, E, R>(work: Effect.Effect<A, E, R | SetUp>) =>
    Effect.suspend(() => work.pipe(Effect.provide(hubProcess(newHouse()))))

  it.effect("[SET-3] closes the set-up, whatever is sent afterwards", () =>
    inFreshHub(
      Effect.gen(function* () {
        yield* bootstrap(body)
        assert.isFalse(yield* SetUp.use((setUp) => setUp.isOpen))
        for (const request of [body, { ...body, token: "wrong" }, {}, undefined]) {
          const refusal = yield* Effect.flip(bootstrap(request))
          assert.propertyVal(refusal, "code", "SETUP_ALREADY_DONE")
        }
      }),
    ),
  )

  it.effect("[SET-3] is opened once when two managers ask at the same time", () =>
    inFreshHub(
      Effect.gen(function* () {
        const other = { ...body, tenant: { ...body.tenant, slug: "rival" } }
        const exits = yield* Effect.all([bootstrap(body), bootstrap(other)].map(Effect.exit), {
          concurrency: "unbounded",
        })
        assert.strictEqual(exits.filter(Exit.isSuccess).length, 1)
      }),
    ),
  )

  it.effect("[SET-6] is answered again to the same Idempotency-Key and body, and to no other", () =>
    inFreshHub(
      Effect.gen(function* () {
        const first = yield* bootstrap(body, { key: "k1" })
        const again = yield* bootstrap(body, { key: "k1" })
        assert.deepStrictEqual(again, { answer: first.answer, replayed: true })
        for (const [request, key] of [
          [{ ...body, token: "another token" }, "k1"],
          [body, "k2"],
        ] as const) {
          const refusal = yield* Effect.flip(bootstrap(request, { key }))
          assert.propertyVal(refusal, "code", "SETUP_ALREADY_DONE")
        }
      }),
    ),
  )

  it.effect("[SET-2] is refused to a wrong token, before anything else is said", () =>
    inFreshHub(
      Effect.gen(function* () {
        for (const wrong of [{ ...body, token: "wrong" }, { token: 1 }, {}, "text", null]) {
          const refusal = yield* Effect.flip(bootstrap(wrong))
          assert.propertyVal(refusal, "code", "SETUP_TOKEN_INVALID")
        }
      }),
    ),
  )

  it.effect("[SET-2] locks out an address that guesses, longer each time, and no other", () =>
    inFreshHub(
      Effect.gen(function* () {
        const guess = Effect.flip(bootstrap({ ...body, token: "wrong" }))
        for (let n = 0; n < 10; n += 1)
          assert.propertyVal(yield* guess, "code", "SETUP_TOKEN_INVALID")
        const first = yield* Effect.flip(bootstrap(body))
        assert.propertyVal(first, "code", "AUTH_LOCKED")
        yield* TestClock.adjust("31 seconds")
        assert.propertyVal(yield* guess, "code", "SETUP_TOKEN_INVALID")
        yield* TestClock.adjust("31 seconds")
        assert.propertyVal(yield* Effect.flip(bootstrap(body)), "code", "AUTH_LOCKED")
        yield* bootstrap(body, { address: "10.0.0.9" })
      }),
    ),
  )

  it.effect("[SET-1] names everything that is wrong with a form at once", () =>
    inFreshHub(
      Effect.gen(function* () {
        const refusal = yield* Effect.flip(
          bootstrap({
            token,
            tenant: {
              name: "",
              slug: "Chez Margaux",
              currency: "EURO",
              locale: "français",
              timezone: "Paris",
            },
            admin: { username: "ana", password: "short", fullName: "Ana" },
            plugins: ["kds", "loyalty"],
            seed: "all",
            colour: "red",
          }),
        )
        assert.propertyVal(refusal, "code", "VALIDATION_FAILED")
        const issues = (refusal as Refused).meta["issues"] as ReadonlyArray<InputIssue>
        assert.deepStrictEqual(issues.map(({ path }) => path).sort(), [
          "admin.password",
          "colour",
          "plugins.1",
          "seed",
          "tenant.currency",
          "tenant.locale",
          "tenant.name",
          "tenant.slug",
          "tenant.timezone",
        ])
      }),
    ),
  )

  it.effect("[SET-5] keeps its short name once it is there", () =>
    Effect.gen(function* () {
      const house = newHouse()
      yield* Effect.exit(bootstrap(body).pipe(Effect.provide(hubProcess(house, "after create"))))
      const renamed = { ...body, tenant: { ...body.tenant, slug: "margot" } }
      const refusal = yield* Effect.flip(bootstrap(renamed)).pipe(Effect.provide(hubProcess(house)))
      assert.propertyVal(refusal, "code", "VALIDATION_FAILED")
    }),
  )
})
