import { layer } from "@effect/vitest"
import { Effect } from "effect"
import { expect } from "vitest"
import { Setups } from "#core/hub/setup.ts"
import type { KitchenSetup } from "#core/kitchen/menu.ts"
import { derivedId } from "#core/plugins/derived-id.ts"
import { PluginSeeds } from "#core/plugins/seed.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { json, newTenant, owner, pluginHub, request } from "./plugin-hub.ts"

const database = testDatabase()

const collections = [
  "catalog_product/categories",
  "catalog_product/products",
  "catalog_product/modifierGroups",
  "floor_plan/rooms",
  "floor_plan/tables",
  "kds/stations",
  "kds/screens",
  "printer/printers",
  "devices/devices",
]

layer(pluginHub(database))("a seed", (it) => {
  it.effect("[SEED-1] run twice changes nothing, and leaves what somebody changed", () =>
    Effect.gen(function* () {
      const tenant = yield* newTenant
      const seeds = yield* PluginSeeds
      const everything = Effect.forEach(collections, (address) =>
        Effect.map(request(owner(tenant), "GET", `${address}?size=200`), json),
      )
      yield* seeds.seedTenant(tenant, "demo")
      const burger = `catalog_product/products/${derivedId(tenant, "product/burger")}`
      yield* request(owner(tenant), "PATCH", burger, { price: 1950 })
      const before = yield* everything
      yield* seeds.seedTenant(tenant, "demo")
      expect(yield* everything).toEqual(before)
      expect(json(yield* request(owner(tenant), "GET", burger))["price"]).toBe(1950)
    }),
  )

  it.effect("[SEED-2] makes a bistro that a kitchen could open with", () =>
    Effect.gen(function* () {
      const tenant = yield* newTenant
      yield* (yield* PluginSeeds).seedTenant(tenant, "demo")
      const setup = yield* (yield* Setups).get(tenant)
      expect(setup.tenant).toMatchObject({ name: "Chez Margaux", currency: "EUR" })
      expect(setup.menu.categories).toHaveLength(8)
      expect(setup.menu.products.size).toBe(40)
      expect(setup.stations.map(({ key }) => key)).toEqual(["grill", "cold", "fry", "bar", "pass"])
      expect(setup.screens).toHaveLength(5)
      expect(setup.printers.map(({ columns }) => columns).sort()).toEqual([32, 42, 48])
      expect(setup.rooms).toHaveLength(2)
      expect(setup.tables.size).toBe(14)
      expect(problemsOf(setup)).toEqual([])
      const cooking = setup.menu.modifierGroups.get(derivedId(tenant, "modifierGroup/cooking"))
      expect(cooking).toMatchObject({ min: 1, max: 1 })
      expect(cooking?.options.map(({ names }) => names?.["en"])).toEqual([
        "Blue",
        "Rare",
        "Medium",
        "Well done",
      ])
    }),
  )

  it.effect(
    "[SEED-3] gives a new restaurant one station that takes everything, and its screen",
    () =>
      Effect.gen(function* () {
        const tenant = yield* newTenant
        yield* (yield* PluginSeeds).seedTenant(tenant, "default")
        const setup = yield* (yield* Setups).get(tenant)
        expect(setup.stations).toMatchObject([{ key: "kitchen", kind: "prep", catchAll: true }])
        expect(setup.screens).toMatchObject([{ kind: "station", stations: ["kitchen"] }])
      }),
  )
})

/** Whatever in a picture names what is not there. */
const problemsOf = ({ menu, stations, screens, printers, rooms, tables }: KitchenSetup) => {
  const keys = new Set(stations.map(({ key }) => key))
  const roomIds = new Set(rooms.map(({ id }) => id))
  const categoryIds = new Set(menu.categories.map(({ id }) => id))
  return [
    ...[...menu.categories, ...menu.products.values()].filter(
      ({ station }) => station !== undefined && !keys.has(station),
    ),
    ...[...menu.products.values()].filter(
      ({ categoryId, modifierGroupIds, names, kitchenName, targetSeconds }) =>
        !categoryIds.has(categoryId) ||
        modifierGroupIds.some((id) => !menu.modifierGroups.has(id)) ||
        names?.["fr"] === undefined ||
        names["en"] === undefined ||
        kitchenName === undefined ||
        targetSeconds === undefined,
    ),
    ...[...screens, ...printers].filter((one) => one.stations.some((key) => !keys.has(key))),
    ...[...tables.values()].filter(({ roomId }) => !roomIds.has(roomId)),
    ...[...menu.modifierGroups.values()].filter(
      ({ min, max, options }) => min > max || min > options.length,
    ),
  ]
}
