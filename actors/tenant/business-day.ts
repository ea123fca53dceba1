import type { EpochMs } from "#core/kitchen/ids.ts"

/** A restaurant's day ends when the last guest has gone, not at midnight. */
const turnsAtHour = 5
const hourMs = 3_600_000

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

/** Every zone's day turns on a quarter of an hour, so within one nothing has to be formatted again. */
const quarterMs = hourMs / 4
const days = new Map<string, { readonly quarter: number; readonly day: string }>()

/** `2026-11-20`: the day whose numbers and reports an instant belongs to. */
export const businessDayOf = (at: EpochMs, timezone: string): string => {
  const quarter = Math.floor(at / quarterMs)
  const known = days.get(timezone)
  if (known?.quarter === quarter) return known.day
  const day = formatsOf(timezone).day.format(at - turnsAtHour * hourMs)
  days.set(timezone, { quarter, day })
  return day
}

/** `18:42` on the restaurant's own clock. */
export const wallClock = (at: EpochMs, timezone: string): string =>
  formatsOf(timezone).time.format(at)
