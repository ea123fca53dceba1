import { Schema } from "effect"
import { StationKey } from "#core/kitchen/ids.ts"

/** A name as people read it. */
export const Name = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(120))

/** The same name in other languages, by BCP 47 tag: `{ "fr": "Frites", "en": "Fries" }`. */
export const TranslatedNames = Schema.Record(
  Schema.String.check(
    Schema.isPattern(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, {
      message: "Expected a language tag such as fr",
    }),
  ),
  Name,
)

/** Place in a list; ties go by id. */
export const Sort = Schema.Int.check(Schema.isBetween({ minimum: -1e6, maximum: 1e6 }))

/** Minor units of the restaurant's currency. */
export const Price = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1e9 }))

/** Seconds from fire to ready: up to four hours. */
export const TargetSeconds = Schema.Int.check(Schema.isBetween({ minimum: 10, maximum: 14_400 }))

export const StationKeys = Schema.Array(StationKey).check(Schema.isMaxLength(64), Schema.isUnique())

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"))

/** ISO 4217. */
export const Currency = Schema.String.check(
  Schema.makeFilter((code) =>
    currencies.has(code) ? undefined : "Expected a currency of ISO 4217 such as EUR",
  ),
)

/** BCP 47. */
export const Locale = Schema.String.check(
  Schema.makeFilter((tag) =>
    isLocale(tag) ? undefined : "Expected a language such as en or fr-CA",
  ),
)

/** IANA zone. An offset such as `+02:00` is none: it knows no summer time. */
export const Timezone = Schema.String.check(
  Schema.makeFilter((zone) =>
    isTimezone(zone) ? undefined : "Expected a time zone such as Europe/Paris",
  ),
)

const isLocale = (tag: string): boolean => {
  if (tag.length > 35) return false
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

const isTimezone = (zone: string): boolean => {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).format(0) !== ""
  } catch {
    return false
  }
}
