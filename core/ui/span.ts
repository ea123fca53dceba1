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

/**
 * When something is wanted: `19:30`, on another day with its date, `Dec 24, 19:30`.
 *
 * @param at milliseconds since 1970, and so is `now`
 */
export const wantedTime = (at: number, now: number, language: Language): string => {
  const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" })
  const date = day.format(at)
  const time = clockTime(at, language)
  return date === day.format(now) ? time : `${date}, ${time}`
}

/**
 * How long something has been so, as people say it: `for 4 min`. Below a minute nobody wants to read seconds.
 *
 * @param ms milliseconds
 */
export const lasting = (ms: number, language: Language): string => {
  const minutes = Math.floor(ms / 60_000)
  const hours = Math.floor(minutes / 60)
  const spoken =
    minutes < 1
      ? moment[language]
      : hours < 1
        ? `${minutes} min`
        : hours < 48
          ? `${hours} h${minutes % 60 === 0 ? "" : ` ${minutes % 60} min`}`
          : `${Math.floor(hours / 24)} ${days[language]}`
  return `${preposition[language]} ${spoken}`
}

const preposition: Readonly<Record<Language, string>> = { en: "for", fr: "depuis" }
const moment: Readonly<Record<Language, string>> = { en: "less than a minute", fr: "un instant" }
const days: Readonly<Record<Language, string>> = { en: "days", fr: "jours" }
