import { randomUUID } from "node:crypto"
import { layer } from "@effect/vitest"
import { Effect } from "effect"
import { expect } from "vitest"
import { Setups } from "#core/hub/setup.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { json, newTenant, owner, pluginHub, request } from "./plugin-hub.ts"

const database = testDatabase()

layer(pluginHub(database))("a name", (it) => {
  for (const [path, one] of [
    ["kds/stations", (name: string) => ({ name, key: `k${randomUUID().slice(0, 8)}` })],
    ["kds/screens", (name: string) => ({ name })],
    ["printer/printers", (name: string) => ({ name, deviceId: randomUUID() })],
  ] as const)
    it.effect(`[COLL-60] lets one of two have a name, whatever its case: ${path}`, () =>
      Effect.gen(function* () {
        const ana = owner(yield* newTenant)
        const taken = { code: "NAME_TAKEN", meta: { issues: [{ path: "name" }] } }
        const first = { id: randomUUID(), ...one("Grill") }
        const made = yield* request(ana, "POST", path, first)
        for (const name of ["Grill", "GRILL", " grill "])
          expect(yield* Effect.flip(request(ana, "POST", path, one(name)))).toMatchObject(taken)
        const bar = json(yield* request(ana, "POST", path, one("Bar")))
        const change = (name: string) => request(ana, "PATCH", `${path}/${bar["id"]}`, { name })
        expect(yield* Effect.flip(change("gRiLL"))).toMatchObject(taken)
        expect(json(yield* change("BAR"))).toMatchObject({ name: "BAR", rev: 2 })
        expect(yield* request(ana, "POST", path, first)).toEqual(made)
        yield* request(ana, "DELETE", `${path}/${first.id}`)
        expect(json(yield* change("Grill"))).toMatchObject({ name: "Grill" })
        yield* request(owner(yield* newTenant), "POST", path, one("Grill"))
      }),
    )

  it.effect("[COLL-60] lets tables of two rooms have one name, and moves none to its twin", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const room = (name: string) =>
        Effect.map(request(ana, "POST", "floor_plan/rooms", { name }), (made) => json(made)["id"])
      const [hall, terrace] = [yield* room("Hall"), yield* room("Terrace")]
      const add = (roomId: unknown, name: string) =>
        request(ana, "POST", "floor_plan/tables", { roomId, name })
      yield* add(hall, "1")
      const other = json(yield* add(terrace, "1"))
      expect(yield* Effect.flip(add(hall, "1"))).toMatchObject({ code: "NAME_TAKEN" })
      const change = (change: object) =>
        request(ana, "PATCH", `floor_plan/tables/${other["id"]}`, change)
      expect(yield* Effect.flip(change({ roomId: hall }))).toMatchObject({ code: "NAME_TAKEN" })
      expect(json(yield* change({ roomId: hall, name: "2" }))).toMatchObject({ name: "2" })
    }),
  )

  it.effect("[COLL-60] lets one of many have a name that they want at the same moment", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const answers = yield* Effect.all(
        Array.from({ length: 6 }, () =>
          Effect.result(request(ana, "POST", "kds/screens", { name: "Pass" })),
        ),
        { concurrency: "unbounded" },
      )
      expect(answers.filter(({ _tag }) => _tag === "Success")).toHaveLength(1)
      const { total } = json(yield* request(ana, "GET", "kds/screens"))
      expect(total).toBe(1)
    }),
  )

  it.effect(
    "[COLL-60] leaves doubles from before the rule, and all of them but the name changes",
    () =>
      Effect.gen(function* () {
        const tenant = yield* newTenant
        const ana = owner(tenant)
        const [one, two] = ["grill", "grill2"].map((key) => ({ id: randomUUID(), key, name: key }))
        for (const station of [one, two]) yield* request(ana, "POST", "kds/stations", station)
        yield* Effect.promise(() =>
          database
            .connection()
            .unsafe(
              `update plg_kds.station set doc = doc || '{"name":"Grill"}' where tenant_id = $1`,
              [tenant],
            ),
        )
        const address = `kds/stations/${two?.id}`
        const slow = { targetSeconds: 900, name: "Grill" }
        expect(json(yield* request(ana, "PATCH", address, slow))).toMatchObject(slow)
        expect((yield* (yield* Setups).get(tenant)).stations).toHaveLength(2)
        expect(json(yield* request(ana, "PATCH", address, { name: "Grill 2" }))).toMatchObject({
          name: "Grill 2",
        })
      }),
  )
})
