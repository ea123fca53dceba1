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
