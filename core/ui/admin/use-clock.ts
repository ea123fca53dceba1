import { useMemo } from "react"
import { type Language, useLanguage } from "#core/ui/i18n.ts"

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
  const full = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" })
  const exact = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" })
  return {
    full: (at) => full.format(new Date(at)),
    exact: (at) => exact.format(new Date(at)),
  }
}
