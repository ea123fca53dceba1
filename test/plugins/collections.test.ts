import { randomUUID } from "node:crypto"
import { layer } from "@effect/vitest"
import { Effect } from "effect"
import { expect } from "vitest"
import type { Refused } from "#core/kitchen/refusal.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { json, newTenant, owner, pluginHub, request } from "./plugin-hub.ts"

const database = testDatabase()

layer(pluginHub(database))("a collection", (it) => {
  it.effect("[COLL-1] shows a page of what there is, and how much there is in all", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      for (const n of [3, 1, 2])
        yield* request(ana, "POST", "floor_plan/rooms", { name: `Room ${n}`, sort: n })
      const page = json(yield* request(ana, "GET", "floor_plan/rooms?page=1&size=2"))
      expect(page).toMatchObject({
        items: [{ name: "Room 1" }, { name: "Room 2" }],
        total: 3,
        page: 1,
        size: 2,
      })
      expect(json(yield* request(ana, "GET", "floor_plan/rooms?page=9&size=2"))).toMatchObject({
        items: [],
        total: 3,
      })
      expect(json(yield* request(ana, "GET", "floor_plan/rooms"))).toMatchObject({
        page: 1,
        size: 50,
      })
    }),
  )

  it.effect("[COLL-2] answers the same request again with the same document", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const id = randomUUID()
      const first = yield* request(ana, "POST", "floor_plan/rooms", { id, name: "Terrace" })
      const again = yield* request(ana, "POST", "floor_plan/rooms", { name: "Terrace", id })
      expect(first).toMatchObject({ status: 201, json: { id, name: "Terrace", rev: 1 } })
      expect(again).toEqual(first)
      const other = yield* request(ana, "POST", "floor_plan/rooms", { id, name: "Bar" }).pipe(
        Effect.flip,
      )
      expect(other).toMatchObject({ code: "ID_TAKEN" })
    }),
  )

  it.effect("[COLL-2] decides once when the same request comes twice at the same moment", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const id = randomUUID()
      const answers = yield* Effect.all(
        Array.from({ length: 6 }, () =>
          request(ana, "POST", "floor_plan/rooms", { id, name: "Terrace" }),
        ),
        { concurrency: "unbounded" },
      )
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(json(yield* request(ana, "GET", "floor_plan/rooms"))["total"]).toBe(1)
    }),
  )

  it.effect("[COLL-3] changes the fields that a PATCH names and counts the revision up", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const station = json(
        yield* request(ana, "POST", "kds/stations", { key: "grill", name: "Grill" }),
      )
      const address = `kds/stations/${station["id"]}`
      const named = json(
        yield* request(ana, "PATCH", address, { names: { fr: "Gril" }, targetSeconds: 300 }),
      )
      expect(named).toEqual({ ...station, names: { fr: "Gril" }, targetSeconds: 300, rev: 2 })
      const unnamed = json(yield* request(ana, "PATCH", address, { names: null }))
      expect(unnamed).toEqual({ ...station, targetSeconds: 300, rev: 3 })
      expect(json(yield* request(ana, "PATCH", address, { targetSeconds: 300 }))["rev"]).toBe(3)
      expect(json(yield* request(ana, "GET", address))).toEqual(unnamed)
    }),
  )

  it.effect("[COLL-4] refuses a change that was made on an older revision", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const room = json(yield* request(ana, "POST", "floor_plan/rooms", { name: "Terrace" }))
      const address = `floor_plan/rooms/${room["id"]}`
      yield* request(ana, "PATCH", address, { name: "Garden" })
      const late = { ifMatch: 1 }
      for (const change of [
        request(ana, "PATCH", address, { name: "Yard" }, late),
        request(ana, "PATCH", `${address}?ifRev=1`, { name: "Yard" }),
        request(ana, "DELETE", address, undefined, late),
      ])
        expect(yield* Effect.flip(change)).toMatchObject({
          code: "REVISION_CONFLICT",
          meta: { rev: 2 },
        })
      expect(yield* request(ana, "PATCH", `${address}?ifRev=2`, { name: "Yard" })).toMatchObject({
        json: { name: "Yard", rev: 3 },
      })
    }),
  )

  it.effect("[COLL-5] deletes once, and then says that it is not there", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const room = json(yield* request(ana, "POST", "floor_plan/rooms", { name: "Terrace" }))
      const address = `floor_plan/rooms/${room["id"]}`
      expect((yield* request(ana, "DELETE", address)).status).toBe(204)
      for (const gone of [
        request(ana, "GET", address),
        request(ana, "PATCH", address, { name: "Garden" }),
        request(ana, "DELETE", address),
        request(ana, "GET", "floor_plan/rooms/not-an-id"),
        request(ana, "GET", `floor_plan/rooms/${randomUUID()}`),
      ])
        expect(yield* Effect.flip(gone)).toMatchObject({ code: "ROOM_NOT_FOUND" })
    }),
  )

  it.effect("[COLL-6] refuses unknown fields and names every problem", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const refusal = (yield* Effect.flip(
        request(ana, "POST", "kds/stations", { key: "Not Ok", name: "", colour: "red" }),
      )) as Refused
      const issues = refusal.meta["issues"] as ReadonlyArray<{ readonly path: string }>
      expect(issues.map(({ path }) => path).sort()).toEqual(["colour", "key", "name"])
      const fixed = yield* Effect.flip(
        request(ana, "PATCH", `kds/stations/${randomUUID()}`, { key: "bar" }),
      )
      expect(fixed).toMatchObject({ meta: { issues: [{ path: "key", message: "Unknown field" }] } })
    }),
  )

  it.effect("[COLL-7] keeps what is named: neither unknown names nor deletions under them", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const category = json(
        yield* request(ana, "POST", "catalog_product/categories", { name: "Grill" }),
      )
      const product = { name: "Burger", price: 1790, categoryId: category["id"] }
      for (const [wrong, code] of [
        [{ ...product, categoryId: randomUUID() }, "CATEGORY_UNKNOWN"],
        [{ ...product, modifierGroupIds: [randomUUID()] }, "MODIFIER_GROUP_UNKNOWN"],
        [{ ...product, station: "moon" }, "STATION_UNKNOWN"],
      ] as const)
        expect(
          yield* Effect.flip(request(ana, "POST", "catalog_product/products", wrong)),
        ).toMatchObject({ code })
      const burger = json(yield* request(ana, "POST", "catalog_product/products", product))
      const inUse = yield* Effect.flip(
        request(ana, "DELETE", `catalog_product/categories/${category["id"]}`),
      )
      expect(inUse).toMatchObject({ code: "CATEGORY_IN_USE" })
      yield* request(ana, "DELETE", `catalog_product/products/${burger["id"]}`)
      yield* request(ana, "DELETE", `catalog_product/categories/${category["id"]}`)
    }),
  )

  it.effect("[COLL-7] lets either the naming or the deletion win when both come at once", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      for (let round = 0; round < 10; round += 1) {
        const room = json(yield* request(ana, "POST", "floor_plan/rooms", { name: "Terrace" }))
        const [table, deletion] = yield* Effect.all(
          [
            request(ana, "POST", "floor_plan/tables", { name: "1", roomId: room["id"] }),
            request(ana, "DELETE", `floor_plan/rooms/${room["id"]}`),
          ].map(Effect.result),
          { concurrency: 2 },
        )
        expect([table?._tag, deletion?._tag].sort()).toEqual(["Failure", "Success"])
      }
    }),
  )

  it.effect("[COLL-8] lets one of two have a name that must be unique", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const grill = { key: "grill", name: "Grill", catchAll: true }
      yield* request(ana, "POST", "kds/stations", grill)
      expect(
        yield* Effect.flip(request(ana, "POST", "kds/stations", { ...grill, catchAll: false })),
      ).toMatchObject({ code: "STATION_KEY_TAKEN" })
      expect(
        yield* Effect.flip(request(ana, "POST", "kds/stations", { ...grill, key: "bar" })),
      ).toMatchObject({ code: "CATCH_ALL_TAKEN" })
      yield* request(owner(yield* newTenant), "POST", "kds/stations", grill)
    }),
  )

  it.effect("[COLL-9] refuses what the database cannot store, and goes on", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      expect(
        yield* Effect.flip(request(ana, "POST", "floor_plan/rooms", { name: "a\u0000b" })),
      ).toMatchObject({ code: "VALUE_REFUSED" })
      yield* request(ana, "POST", "floor_plan/rooms", { name: "أريكة 席 🪑" })
    }),
  )
})
