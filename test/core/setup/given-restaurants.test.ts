import { randomUUID } from "node:crypto"
import { assert, beforeEach, layer } from "@effect/vitest"
import { Effect } from "effect"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { openGiven, openOlder } from "#core/setup/given-restaurants.ts"
import { SetUp } from "#core/setup/set-up.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { hubProcess, type Moment, newHouse } from "./opening-hub.ts"

const database = testDatabase()
beforeEach(async () => {
  await database.connection().unsafe("truncate core.setup, core.tenant cascade")
})

const start = openGiven(
  [
    { slug: "bistro", name: "Chez Margaux", instanceAdmin: true },
    { slug: "rival", name: "The rival" },
  ],
  { password: "correct horse battery", seed: "demo", plugins: ["kds", "orders"] },
)
const older = openOlder({ password: "correct horse battery", plugins: ["kds", "users"] })

const listed = TenantDirectory.use(({ list }) => list)

layer(database.layer)("restaurants that a start brings along", (it) => {
  it.effect("[SET-7] are opened once, and close the set-up", () =>
    Effect.gen(function* () {
      const house = newHouse()
      yield* Effect.gen(function* () {
        yield* start
        const first = yield* listed
        yield* start
        assert.deepStrictEqual(yield* listed, first)
        assert.isFalse(yield* SetUp.use((setUp) => setUp.isOpen))
      }).pipe(Effect.provide(hubProcess(house)))
      assert.deepStrictEqual(
        [...house.people.values()].map(({ username, instanceAdmin }) => [username, instanceAdmin]),
        [
          ["owner", true],
          ["owner", false],
        ],
      )
    }),
  )

  for (const moment of ["after create", "after found", "before store done"] as const)
    it.effect(`[SET-7] are opened to their end by the next start when one died ${moment}`, () =>
      Effect.gen(function* () {
        const house = newHouse()
        yield* Effect.exit(start.pipe(Effect.provide(hubProcess(house, moment satisfies Moment))))
        yield* start.pipe(Effect.provide(hubProcess(house)))
        assert.deepStrictEqual(
          (yield* listed).map(({ slug }) => slug),
          ["bistro", "rival"],
        )
        assert.strictEqual(house.people.size, 2)
        assert.deepStrictEqual(
          [...house.plugins.values()].map((keys) => [...keys]),
          [
            ["kds", "orders"],
            ["kds", "orders"],
          ],
        )
      }),
    )

  for (const moment of [undefined, "after found", "before store done"] as const)
    it.effect(
      `[SET-10] of an earlier version get their owner and what came since (${moment ?? "undisturbed"})`,
      () =>
        Effect.gen(function* () {
          const house = newHouse()
          const margaux = {
            id: randomUUID() as TenantId,
            slug: "margaux",
            name: "Chez Margaux",
            currency: "CHF",
            locale: "fr",
            timezone: "Europe/Zurich",
          }
          yield* TenantDirectory.use(({ create }) => create(margaux))
          yield* Effect.exit(older.pipe(Effect.provide(hubProcess(house, moment))))
          yield* older.pipe(Effect.provide(hubProcess(house)))
          yield* older.pipe(Effect.provide(hubProcess(house)))
          assert.deepStrictEqual(yield* listed, [margaux])
          assert.deepStrictEqual(
            [...house.people.values()].map(({ username, instanceAdmin }) => [
              username,
              instanceAdmin,
            ]),
            [["owner", true]],
          )
          assert.deepStrictEqual([...(house.plugins.get(margaux.id) ?? [])], ["kds", "users"])
        }),
    )
})
