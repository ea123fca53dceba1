import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { Setups } from "#core/hub/setup.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import { Audit } from "#core/security/audit.ts"
import { json, newTenant, owner, pluginHub, request } from "#test/plugins/plugin-hub.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

const closed = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
const settings = {
  name: "Chez Margot",
  locale: "fr-CA",
  currency: "CAD",
  timezone: "America/Toronto",
  businessDay: { startsAt: "04:00" },
  numbering: { prefix: "A-", start: 100, reset: "never" },
  openingHours: {
    ...closed,
    fri: [
      { from: "11:30", to: "14:30" },
      { from: "18:00", to: "02:00" },
    ],
  },
  exceptions: [{ date: "2026-12-25", hours: [], note: "Christmas" }],
  taxes: [{ name: "TPS", rate: 500, included: false }],
}

layer(pluginHub(database))("the restaurant's settings", (it) => {
  it.effect("[CONFIG-1] are the directory's and the defaults before anybody saved", () =>
    Effect.gen(function* () {
      const scope = owner(yield* newTenant)
      const shown = json(yield* request(scope, "GET", "config/restaurant"))
      assert.deepInclude(shown, {
        name: "Chez Margaux",
        currency: "EUR",
        timezone: "Europe/Paris",
        businessDay: { startsAt: "05:00" },
        numbering: { prefix: "", start: 1, reset: "day" },
        openingHours: closed,
        exceptions: [],
        taxes: [],
        rev: 0,
      })
    }),
  )

  it.effect("[CONFIG-2] are saved as a whole and are in the restaurant's picture at once", () =>
    Effect.gen(function* () {
      const tenantId = yield* newTenant
      const scope = owner(tenantId)
      const saved = json(yield* request(scope, "PUT", "config/restaurant", settings))
      assert.deepInclude(saved, { ...settings, rev: 1 })
      assert.deepStrictEqual(json(yield* request(scope, "GET", "config/restaurant")), saved)
      const { tenant, restaurant } = yield* (yield* Setups).get(tenantId)
      assert.deepStrictEqual(tenant, {
        name: "Chez Margot",
        currency: "CAD",
        locale: "fr-CA",
        timezone: "America/Toronto",
      })
      assert.deepStrictEqual(restaurant, {
        dayStartsAtMinute: 240,
        numbering: { prefix: "A-", start: 100, reset: "never" },
      })
    }),
  )

  it.effect("[CONFIG-3] of another restaurant stay as they were", () =>
    Effect.gen(function* () {
      const [mine, theirs] = [owner(yield* newTenant), owner(yield* newTenant)]
      const before = json(yield* request(theirs, "GET", "config/restaurant"))
      yield* request(mine, "PUT", "config/restaurant", settings)
      assert.deepStrictEqual(json(yield* request(theirs, "GET", "config/restaurant")), before)
    }),
  )

  it.effect(
    "[CONFIG-4] are not saved over what somebody else saved meanwhile, and half of it never",
    () =>
      Effect.gen(function* () {
        const scope = owner(yield* newTenant)
        const save = (name: string, ifMatch: number) =>
          request(scope, "PUT", "config/restaurant", { ...settings, name }, { ifMatch })
        yield* save("First", 0)
        const conflict = yield* Effect.flip(save("Second", 0))
        assert.propertyVal(conflict, "code", "REVISION_CONFLICT")
        assert.deepInclude(json(yield* request(scope, "GET", "config/restaurant")), {
          name: "First",
          rev: 1,
        })
        const both = yield* Effect.all([save("Third", 1), save("Fourth", 1)].map(Effect.exit), {
          concurrency: 2,
        })
        assert.strictEqual(both.filter(({ _tag }) => _tag === "Success").length, 1)
      }),
  )

  it.effect(
    "[CONFIG-7] leave a line in the audit log that says what changed, with the change",
    () =>
      Effect.gen(function* () {
        const scope = owner(yield* newTenant)
        yield* request(scope, "PUT", "config/restaurant", settings)
        yield* request(scope, "PUT", "config/restaurant", { ...settings, taxes: [] })
        const audit = yield* Audit
        const { items } = yield* audit.entries(scope, {
          action: "restaurant.changed",
          page: 1,
          size: 10,
        })
        assert.deepStrictEqual(items.map(({ before, after }) => [before, after]).at(0), [
          { taxes: settings.taxes },
          { taxes: [] },
        ])
        assert.strictEqual(items.length, 2)
      }),
  )

  it.effect("[CONFIG-5] name everything that is wrong at once", () =>
    Effect.gen(function* () {
      const scope = owner(yield* newTenant)
      const refusal = yield* Effect.flip(
        request(scope, "PUT", "config/restaurant", {
          ...settings,
          name: "",
          currency: "euro",
          timezone: "+02:00",
          locale: "français",
          businessDay: { startsAt: "04:10" },
          numbering: { prefix: "A1", start: 0, reset: "week" },
          openingHours: {
            ...closed,
            mon: [{ from: "10:00", to: "25:00" }],
            tue: [
              { from: "18:00", to: "02:00" },
              { from: "11:00", to: "19:00" },
            ],
            wed: [{ from: "10:00", to: "10:00" }],
          },
          exceptions: [{ date: "2026-02-30", hours: [] }],
          taxes: [{ name: "VAT", rate: 10.5, included: true }],
        }),
      )
      const issues = (refusal as Refused).meta["issues"] as ReadonlyArray<{ path: string }>
      assert.deepStrictEqual(issues.map(({ path }) => path).sort(), [
        "businessDay.startsAt",
        "currency",
        "exceptions.0.date",
        "locale",
        "name",
        "numbering.prefix",
        "numbering.reset",
        "numbering.start",
        "openingHours.mon.0.to",
        "openingHours.tue",
        "openingHours.wed.0",
        "taxes.0.rate",
        "timezone",
      ])
    }),
  )

  it.effect("[CONFIG-6] are for those whose role says so", () =>
    Effect.gen(function* () {
      const tenantId = yield* newTenant
      const reader = owner(tenantId, ["config.read"])
      yield* request(reader, "GET", "config/restaurant")
      const refusal = yield* Effect.flip(request(reader, "PUT", "config/restaurant", settings))
      assert.propertyVal(refusal, "code", "AUTH_FORBIDDEN")
    }),
  )
})
