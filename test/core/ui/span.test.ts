import { expect, it } from "vitest"
import { lasting, span, wantedTime } from "#core/ui/span.ts"

it("writes a span as a kitchen reads it, and never a negative one", () => {
  expect([0, 9_999, 272_000, 3_872_000, -5].map(span)).toEqual([
    "0:00",
    "0:09",
    "4:32",
    "1:04:32",
    "0:00",
  ])
})

it("says how long something has been so without seconds, in hours and days when it is long", () => {
  const minute = 60_000
  const spans = [-5, 59_999, minute, 59 * minute, 60 * minute, 125 * minute, 72 * 60 * minute]
  expect(spans.map((ms) => lasting(ms, "en"))).toEqual([
    "for less than a minute",
    "for less than a minute",
    "for 1 min",
    "for 59 min",
    "for 1 h",
    "for 2 h 5 min",
    "for 3 days",
  ])
  expect(lasting(4 * minute, "fr")).toBe("depuis 4 min")
})

it("says when something is wanted, with its date on another day", () => {
  const at = new Date(2026, 11, 24, 19, 30).getTime()
  expect(wantedTime(at, at - 3_600_000, "en")).toBe("19:30")
  expect(wantedTime(at, at - 86_400_000, "en")).toBe("Dec 24, 19:30")
  expect(wantedTime(at, at - 86_400_000, "fr")).toBe("24 déc., 19:30")
})
