import { Schema } from "effect"
import { minuteOf, TimeOfDay } from "./business-rules.ts"

/** From when to when; an end that is earlier than the beginning is after midnight. */
const Span = Schema.Struct({ from: TimeOfDay, to: TimeOfDay }).check(
  Schema.makeFilter(({ from, to }) =>
    from === to ? "It ends when it begins: leave it out, or open from 00:00 to 23:59" : undefined,
  ),
)

/** The hours of one day, which do not overlap. */
const DayHours = Schema.Array(Span).check(
  Schema.isMaxLength(6),
  Schema.makeFilter((spans) => (overlap(spans) ? "Two of these times overlap" : undefined)),
)

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const

export const WeekHours = Schema.Struct({
  mon: DayHours,
  tue: DayHours,
  wed: DayHours,
  thu: DayHours,
  fri: DayHours,
  sat: DayHours,
  sun: DayHours,
}).annotate({ identifier: "WeekHours" })

export const closedAllWeek = Object.fromEntries(
  weekdays.map((day) => [day, []]),
) as unknown as typeof WeekHours.Type

/** A day that is not as every week: no hours means closed. */
export const HoursException = Schema.Struct({
  date: Schema.String.check(
    Schema.makeFilter((date) =>
      isDate(date) ? undefined : "Expected a day of the calendar such as 2026-12-25",
    ),
  ),
  hours: DayHours,
  /** Why: `Christmas`. */
  note: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(80))),
}).annotate({ identifier: "HoursException" })

export const HoursExceptions = Schema.Array(HoursException).check(
  Schema.isMaxLength(400),
  Schema.makeFilter((exceptions) => {
    const days = exceptions.map(({ date }) => date)
    return new Set(days).size === days.length ? undefined : "A day stands in it twice"
  }),
)

const dayMinutes = 24 * 60

const overlap = (spans: ReadonlyArray<typeof Span.Type>): boolean => {
  const sorted = spans
    .map(({ from, to }) => {
      const begin = minuteOf(from)
      const end = minuteOf(to)
      return { begin, end: end > begin ? end : end + dayMinutes }
    })
    .sort((a, b) => a.begin - b.begin)
  return sorted.some(({ begin }, n) => n > 0 && begin < (sorted[n - 1]?.end ?? 0))
}

const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  // The 30th of February is a date that became another one.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
