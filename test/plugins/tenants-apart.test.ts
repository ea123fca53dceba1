import { layer } from "@effect/vitest"
import { Effect } from "effect"
import { expect } from "vitest"
import { Setups } from "#core/hub/setup.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { PluginHost } from "#core/plugins/running/plugin-host.ts"
import { PluginSeeds } from "#core/plugins/seed.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { json, newTenant, owner, pluginHub, request } from "./plugin-hub.ts"

const database = testDatabase()

layer(pluginHub(database))("two restaurants", (it) => {
  it.effect("[TENANT-1] never see each other's documents, by any route of any collection", () =>
    Effect.gen(function* () {
      const host = yield* PluginHost
      const mine = yield* newTenant
      const theirs = yield* newTenant
      yield* (yield* PluginSeeds).seedTenant(mine, "demo")
      const collections = host.routes.filter(
        ({ plugin, method, path }) =>
          // People are no documents: one may work in both restaurants (PEOPLE-3, PEOPLE-8).
          plugin !== "users" && method === "DELETE" && path.endsWith("/:id"),
      )
      expect(collections).toHaveLength(9)
      for (const { plugin, path } of collections) {
        const address = `${plugin}${path.slice(0, -"/:id".length)}`
        const list = json(yield* request(owner(mine), "GET", address))
        const items = list["items"] as ReadonlyArray<{ readonly id: string }>
        expect(items.length, address).toBeGreaterThan(0)
        expect(json(yield* request(owner(theirs), "GET", address)), address).toMatchObject({
          items: [],
          total: 0,
        })
        const one = `${address}/${items[0]?.id}`
        for (const reach of [
          request(owner(theirs), "GET", one),
          request(owner(theirs), "PATCH", one, {}),
          request(owner(theirs), "DELETE", one),
        ])
          expect((yield* Effect.flip(reach)) as { code: string }, one).toMatchObject({
            code: expect.stringMatching(/_NOT_FOUND$/),
          })
        expect(json(yield* request(owner(mine), "GET", address))).toEqual(list)
      }
      const setups = yield* Setups
      expect((yield* setups.get(theirs)).menu.products.size).toBe(0)
      expect((yield* setups.get(mine)).menu.products.size).toBe(40)
    }),
  )

  it.effect("[TENANT-2] may have the same id without meeting", () =>
    Effect.gen(function* () {
      const id = crypto.randomUUID()
      const mine = owner(yield* newTenant)
      const theirs = owner(yield* newTenant)
      yield* request(mine, "POST", "floor_plan/rooms", { id, name: "Mine" })
      yield* request(theirs, "POST", "floor_plan/rooms", { id, name: "Theirs" })
      yield* request(theirs, "DELETE", `floor_plan/rooms/${id}`)
      expect(yield* request(mine, "GET", `floor_plan/rooms/${id}`)).toMatchObject({
        json: { name: "Mine" },
      })
    }),
  )

  it.effect("[TENANT-3] are kept apart by the database, and so are plugins", () =>
    Effect.gen(function* () {
      const plugins = yield* PluginDatabase
      const mine = yield* newTenant
      const theirs = yield* newTenant
      yield* request(owner(mine), "POST", "kds/stations", { key: "grill", name: "Grill" })
      const count = "select count(*)::int as n from plg_kds.station"
      expect(yield* plugins.open("kds", mine).query(count)).toEqual([{ n: 1 }])
      expect(yield* plugins.open("kds", theirs).query(count)).toEqual([{ n: 0 }])
      const foreign = `insert into plg_kds.station (tenant_id, id, doc, created_hash)
        values ('${theirs}', gen_random_uuid(), '{"key":"bar","sort":1}', '')`
      for (const [plugin, statement] of [
        ["kds", foreign],
        ["printer", count],
        ["kds", "create table plg_kds.more (id int)"],
        ["kds", "alter table plg_kds.station disable row level security"],
        ["kds", "truncate plg_kds.station"],
        ["kds", "select * from core.idempotency"],
      ] as const) {
        const exit = yield* Effect.exit(plugins.open(plugin, mine).query(statement))
        expect(String(exit), statement).toMatch(
          /permission denied|row-level security|must be owner/,
        )
      }
      const reach = yield* Effect.exit(
        plugins.open("kds", mine).transaction(plugins.open("kds", theirs).query(count)),
      )
      expect(String(reach)).toMatch(/one tenant/)
    }),
  )
})
