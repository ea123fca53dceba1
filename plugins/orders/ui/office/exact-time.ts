import type { Language } from "#core/ui/i18n.ts"

/** Wall-clock time to the second on this device: `18:42:07`. */
export const exactTime = (at: string, language: Language): string =>
  new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(Date.parse(at))
