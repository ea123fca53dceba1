import type { Language } from "#core/ui/i18n.ts"
import { spoken } from "#core/ui/spoken.ts"

/** What the browser knows about where it stands: good guesses, which a person can change. */
export interface Place {
  /** ISO 4217. */
  readonly currency: string
  /** BCP 47. */
  readonly locale: string
  /** IANA zone. */
  readonly timezone: string
}

export const guessedPlace = (): Place => {
  const [locale = "en"] = spoken()
  return { currency: currencyOf(locale), locale, timezone: zone() }
}

/** `Chez Margaux & Fils` becomes `chez-margaux-fils`: what people sign in with. */
export const slugOf = (name: string): string =>
  name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/œ/g, "oe")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, longestSlug)
    .replaceAll(/-+$/g, "")

/** `Anne-Marie Dupont` becomes `anne-marie`. */
export const usernameOf = (fullName: string): string =>
  slugOf(fullName.trim().split(/\s+/)[0] ?? "")

/** All that this browser knows, named in the reader's language, the guessed one among them. */
export const currencyChoices = (language: Language, guessed: string) =>
  named("currency", [guessed, ...Intl.supportedValuesOf("currency")], language)

export const languageChoices = (language: Language, guessed: string) =>
  named("language", [guessed, ...spoken(), "en", "fr"], language)

export const zoneChoices = (guessed: string) =>
  [...new Set([guessed, ...Intl.supportedValuesOf("timeZone")])]
    .toSorted()
    .map((value) => ({ value, label: value.replaceAll("_", " ") }))

const named = (type: "currency" | "language", codes: ReadonlyArray<string>, language: Language) => {
  const names = new Intl.DisplayNames(language, { type })
  return [...new Set(codes)]
    .map((value) => ({ value, label: `${names.of(value) ?? value} (${value})` }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language))
}

const longestSlug = 40

const zone = (): string => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  // A browser that hides where it is says UTC, which hardly any restaurant means: better than a wrong town.
  return timeZone === "" ? "UTC" : timeZone
}

const currencyOf = (locale: string): string => {
  const region = new Intl.Locale(locale).maximize().region ?? ""
  const own = currencies[region]
  if (own !== undefined) return own
  return dollars.has(region) ? "USD" : "EUR"
}

/** Browsers know no country's currency; these cover most restaurants that would ever open this page. */
const currencies: Readonly<Record<string, string>> = {
  AE: "AED",
  AR: "ARS",
  AU: "AUD",
  BG: "EUR",
  BR: "BRL",
  CA: "CAD",
  CH: "CHF",
  CL: "CLP",
  CN: "CNY",
  CO: "COP",
  CZ: "CZK",
  DK: "DKK",
  DZ: "DZD",
  EG: "EGP",
  GB: "GBP",
  HK: "HKD",
  HU: "HUF",
  ID: "IDR",
  IL: "ILS",
  IN: "INR",
  IS: "ISK",
  JP: "JPY",
  KR: "KRW",
  LI: "CHF",
  MA: "MAD",
  MX: "MXN",
  MY: "MYR",
  NO: "NOK",
  NZ: "NZD",
  PE: "PEN",
  PH: "PHP",
  PL: "PLN",
  QA: "QAR",
  RO: "RON",
  RS: "RSD",
  SA: "SAR",
  SE: "SEK",
  SG: "SGD",
  SN: "XOF",
  TH: "THB",
  TN: "TND",
  TR: "TRY",
  TW: "TWD",
  UA: "UAH",
  VN: "VND",
  ZA: "ZAR",
}

const dollars: ReadonlySet<string> = new Set(["US", "EC", "PA", "PR", "SV"])
