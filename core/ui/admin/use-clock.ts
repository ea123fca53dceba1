import { useMemo } from "react"
import { type Language, useLanguage } from "#core/ui/i18n.ts"
import { spoken } from "#core/ui/spoken.ts"

export interface Clock {
  /** Date and time to the minute, as this device's clock has it. */
  readonly full: (at: string) => string
  /** Date and time to the second. */
  readonly exact: (at: string) => string
}

/** Instants of the hub as people read them. */
export const useClock = (): Clock => {
  const language = useLanguage()
  return useMemo(() => clockIn(language), [language])
}

const clockIn = (language: Language): Clock => {
  // British and American English write a date and an hour in ways of their own.
  const locale = spoken().find((tag) => tag.startsWith(language)) ?? language
  const full = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" })
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" })
  return {
    full: (at) => full.format(new Date(at)),
    exact: (at) => exact.format(new Date(at)),
  }
}
