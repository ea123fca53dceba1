import type { Language } from "./i18n.ts"

/**
 * A span as a kitchen reads it: `4:32`, from an hour on `1:04:32`. Negative spans count as zero.
 *
 * @param ms milliseconds
 */
export const span = (ms: number): string => {
  const total = Math.max(0, Math.floor(ms / 1000))
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor(total / 60) % 60
  const seconds = String(total % 60).padStart(2, "0")
  return hours === 0
    ? `${minutes}:${seconds}`
    : `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`
}

/**
 * Wall-clock time on this device, 24 hours: `18:42`.
 *
 * @param at milliseconds since 1970
 */
export const clockTime = (at: number, language: Language): string =>
  new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at)
