import { Effect, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { RestaurantProfile } from "#core/hub/restaurant-profile.ts"
import type { Scope } from "#core/hub/scope.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { sameJson } from "#core/kitchen/same-json.ts"
import { Currency, Locale, Name, Timezone } from "#core/plugins/field.ts"
import { type ConstraintBroken, PluginSql } from "#core/plugins/plugin-sql.ts"
import { Audit } from "#core/security/audit.ts"
import {
  BusinessDay,
  defaultBusinessDay,
  defaultNumbering,
  Numbering,
  withDefault,
} from "./business-rules.ts"
import { closedAllWeek, HoursExceptions, WeekHours } from "./opening-hours.ts"
import { Taxes } from "./taxes.ts"

const profile = { name: Name, locale: Locale, currency: Currency, timezone: Timezone }

/** Everything that a restaurant says of itself, saved as a whole. */
export const RestaurantSettings = Schema.Struct({
  ...profile,
  businessDay: BusinessDay,
  numbering: Numbering,
  openingHours: WeekHours,
  exceptions: HoursExceptions,
  taxes: Taxes,
}).annotate({ identifier: "RestaurantSettings" })
type RestaurantSettings = typeof RestaurantSettings.Type

/** The same as it is shown. `rev` counts the changes; 0 before the first. */
export const ShownRestaurant = Schema.Struct({
  /** What people sign in with; it stays. */
  slug: Schema.String,
  ...RestaurantSettings.fields,
  rev: Schema.Int,
}).annotate({ identifier: "Restaurant" })

type Shown = typeof ShownRestaurant.Type

/** What the plugin keeps itself; the rest is the directory's. A release may add fields: then their default holds. */
const Kept = Schema.Struct({
  businessDay: withDefault(BusinessDay, defaultBusinessDay),
  numbering: withDefault(Numbering, defaultNumbering),
  openingHours: withDefault(WeekHours, closedAllWeek),
  exceptions: withDefault(HoursExceptions, []),
  taxes: withDefault(Taxes, []),
})

const decodeKept = Schema.decodeUnknownEffect(Kept)

/** What was kept, or the defaults of a restaurant that never saved. */
export const keptSettings = Effect.gen(function* () {
  const sql = yield* PluginSql
  const [row] = yield* stored(sql.query("select rev, doc from restaurant"))
  // It was checked when it was saved; a release that no longer understands it is a bug of that release.
  const kept = yield* Effect.orDie(decodeKept(row?.["doc"] ?? {}))
  return { ...kept, rev: Number(row?.["rev"] ?? 0) }
})

export const restaurant = Effect.gen(function* () {
  const { tenantId } = yield* PluginSql
  const directory = yield* RestaurantProfile
  const kept = yield* keptSettings
  return { ...(yield* directory.get(tenantId)), ...kept }
})

/** @param ifRev the revision that the manager saw; another one is `REVISION_CONFLICT` */
export const saveRestaurant = (
  scope: Scope,
  settings: RestaurantSettings,
  ifRev: number | undefined,
) =>
  Effect.gen(function* () {
    const sql = yield* PluginSql
    const audit = yield* Audit
    const directory = yield* RestaurantProfile
    const { name, locale, currency, timezone, ...kept } = settings
    return yield* sql.transaction(
      Effect.gen(function* () {
        // The row is there before it is locked, so that two first savings come one after the other too.
        yield* stored(
          sql.query(
            "insert into restaurant (tenant_id, rev, doc) values ($1::uuid, 0, '{}') on conflict do nothing",
            [sql.tenantId],
          ),
        )
        const [row] = yield* stored(sql.query("select rev from restaurant for update"))
        const rev = Number(row?.["rev"])
        if (ifRev !== undefined && ifRev !== rev) return yield* changedMeanwhile(rev)
        const before = yield* restaurant
        yield* stored(
          sql.query("update restaurant set doc = $1::text::jsonb, rev = rev + 1", [
            JSON.stringify(kept),
          ]),
        )
        yield* directory.change(sql.tenantId, { name, locale, currency, timezone })
        const after = yield* restaurant
        yield* audit.record(scope, {
          action: "restaurant.changed",
          target: "restaurant",
          ...whatChanged(before, after),
        })
        return after
      }),
    )
  })

/** Only the fields that differ: nobody looks for a new tax among four hundred holidays. */
const whatChanged = (
  before: Shown,
  after: Shown,
): { before: Partial<Shown>; after: Partial<Shown> } => {
  const fields = Object.keys(RestaurantSettings.fields) as ReadonlyArray<keyof Shown>
  const differing = fields.filter((field) => !sameJson(before[field], after[field]))
  const only = (shown: Shown) =>
    Object.fromEntries(differing.map((field) => [field, shown[field]])) as Partial<Shown>
  return { before: only(before), after: only(after) }
}

const changedMeanwhile = (rev: number): Refused =>
  refused("REVISION_CONFLICT", `Somebody changed it meanwhile: it is at ${rev} now`, { rev })

/** The table has one rule, which the statements above cannot break. */
const stored = <A, R>(
  work: Effect.Effect<A, CommandFailure | ConstraintBroken, R>,
): Effect.Effect<A, CommandFailure, R> => Effect.catchTag(work, "ConstraintBroken", Effect.die)
