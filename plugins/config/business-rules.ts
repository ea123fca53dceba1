import { Effect, Schema } from "effect"
import type { RestaurantRules } from "#core/kitchen/menu.ts"

const clock = /^([01]\d|2[0-3]):[0-5]\d$/

/** `HH:MM` on the restaurant's own clock. */
export const TimeOfDay = Schema.String.check(
  Schema.isPattern(clock, { message: "Expected a time such as 11:30" }),
)

/** Time zones are whole quarters of an hour apart: only there do all clocks turn together. */
const DayStart = Schema.String.check(
  Schema.isPattern(/^(0\d|1[01]):(00|15|30|45)$/, {
    message: "Expected a quarter of an hour from 00:00 to 11:45, such as 04:00",
  }),
)

export const BusinessDay = Schema.Struct({
  /** Before it, it is still yesterday: in numbers, and in reports. */
  startsAt: DayStart,
}).annotate({ identifier: "BusinessDay" })

export const Numbering = Schema.Struct({
  /** Before every number: `A-` makes `A-1`. It does not end in a digit. */
  prefix: Schema.String.check(
    Schema.isPattern(/^([A-Za-z0-9 #./-]{0,3}[A-Za-z #./-])?$/, {
      message: "Expected at most four letters, digits, dashes or dots, no digit at the end",
    }),
  ),
  /** The first number. */
  start: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 9_000 })),
  /** `day`: begin again with every business day. `never`: go on for ever. */
  reset: Schema.Literals(["day", "never"]),
}).annotate({ identifier: "Numbering" })

export const defaultBusinessDay: typeof BusinessDay.Type = { startsAt: "05:00" }
export const defaultNumbering: typeof Numbering.Type = { prefix: "", start: 1, reset: "day" }

/** What the kitchen needs to know of it. */
export const rulesOf = (chosen: {
  readonly businessDay: typeof BusinessDay.Type
  readonly numbering: typeof Numbering.Type
}): RestaurantRules => ({
  dayStartsAtMinute: minuteOf(chosen.businessDay.startsAt),
  numbering: chosen.numbering,
})

/** Minutes after midnight. */
export const minuteOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number)
  return hours * 60 + minutes
}

/** The default of a field that was not there when the restaurant last saved. */
export const withDefault = <S extends Schema.Top>(schema: S, value: S["Encoded"]) =>
  Schema.withDecodingDefaultKey(Effect.succeed(value))(schema)
