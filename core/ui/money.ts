import type { Language } from "#core/ui/i18n.ts"

/**
 * An amount as the language writes it.
 *
 * @param amount minor units
 * @param currency ISO 4217; absent while the hub has not said: then the bare number
 */
export const money = (amount: number, currency: string | undefined, language: Language): string => {
  const format = formatOf(currency, language)
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(amount / 10 ** digits)
}

const formats = new Map<string, Intl.NumberFormat>()

const formatOf = (currency: string | undefined, language: Language): Intl.NumberFormat => {
  const key = `${language} ${currency}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat(
    language,
    currency === undefined
      ? { minimumFractionDigits: 2, maximumFractionDigits: 2 }
      : { style: "currency", currency, currencyDisplay: "narrowSymbol" },
  )
  formats.set(key, made)
  return made
}

/** The amount as it stands in a field: `12.50`, `12,50`. */
export const typedAmount = (amount: number, currency: string, language: Language): string => {
  const digits = digitsOf(currency)
  return new Intl.NumberFormat(language, {
    useGrouping: false,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits)
}

/**
 * What somebody typed as an amount, with a point or a comma.
 *
 * @returns minor units; undefined: it is none, or has more decimals than the currency
 */
export const amountOf = (text: string, currency: string): number | undefined => {
  const digits = digitsOf(currency)
  const [, whole = "", decimals = ""] = /^(\d{1,7})(?:[.,](\d{1,4}))?$/.exec(text.trim()) ?? []
  if (whole === "" || decimals.length > digits) return undefined
  return Number(whole + decimals.padEnd(digits, "0"))
}

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits ?? 2
