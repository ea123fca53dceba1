import type { PaperClock } from "#core/kitchen/chit.ts"
import type { EpochMs } from "#core/kitchen/ids.ts"

const formats = new Map<
  string,
  { readonly day: Intl.DateTimeFormat; readonly time: Intl.DateTimeFormat }
>()

const formatsOf = (timezone: string) => {
  const known = formats.get(timezone)
  if (known !== undefined) return known
  const made = {
    day: new Intl.DateTimeFormat("en-CA", {
      timeZone: timezone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    }),
    time: new Intl.DateTimeFormat("en-GB", {
      timeZone: timezone,
      hour: "2-digit",
      minute: "2-digit",
    }),
  }
  formats.set(timezone, made)
  return made
}

/** Every zone is a number of quarters of an hour off UTC, so within one nothing has to be formatted again. */
const quarterMs = 15 * 60_000
const days = new Map<string, { readonly quarter: number; readonly day: string }>()

/**
 * `2026-11-20`: the day whose numbers and reports an instant belongs to. A restaurant's day ends when the last guest has
 * gone, not at midnight; the clock on its wall decides, on the days of changing to and from summer time too.
 *
 * @param startsAtMinute after midnight, a multiple of 15
 */
export const businessDayOf = (at: EpochMs, timezone: string, startsAtMinute: number): string => {
  const quarter = Math.floor(at / quarterMs)
  const key = `${timezone} ${startsAtMinute}`
  const known = days.get(key)
  if (known?.quarter === quarter) return known.day
  const [hour, minute] = wallClock(at, timezone).split(":").map(Number)
  const date = formatsOf(timezone).day.format(at)
  const day = (hour ?? 0) * 60 + (minute ?? 0) < startsAtMinute ? dayBefore(date) : date
  days.set(key, { quarter, day })
  return day
}

const dayBefore = (date: string): string => daysFrom(date, -1)

export const dayAfter = (date: string): string => daysFrom(date, 1)

/** Of a date on the calendar, where every day has 24 hours. */
const daysFrom = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** `18:42` on the restaurant's own clock. */
export const wallClock = (at: EpochMs, timezone: string): string =>
  formatsOf(timezone).time.format(at)

/** The clock of a paper that is made at this instant: times of another day say their date. */
export const paperClock = (now: EpochMs, timezone: string): PaperClock => ({
  now: wallClock(now, timezone),
  of: (at) => {
    const { day } = formatsOf(timezone)
    const date = day.format(at)
    const time = wallClock(at, timezone)
    return date === day.format(now) ? time : `${date.slice(8)}/${date.slice(5, 7)} ${time}`
  },
})
