import { Schema } from "effect"

/** Date, time and zone; what is more precise than a millisecond is passed over. */
const form =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** JavaScript would read the 30th of February as a day of March. */
const daysOf = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const isInstant = (text: string): boolean => {
  const [year = 0, month = 0, day = 0] = form.exec(text)?.slice(1, 4).map(Number) ?? []
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
}

/** An instant as others say it: ISO 8601 with its zone. Nothing of it is guessed. */
export const InstantText = Schema.String.check(
  Schema.makeFilter((text) =>
    isInstant(text) ? undefined : "Expected an instant with its zone such as 2026-11-20T18:42:00Z",
  ),
)

/** The same, understood. Whatever holds it is decoded by slow steps: not for what every order has. */
export const GivenInstant = InstantText.pipe(Schema.decodeTo(Schema.DateTimeUtcFromString))
