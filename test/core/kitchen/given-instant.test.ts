import { DateTime, Result } from "effect"
import { describe, expect, it } from "vitest"
import { decodeWith } from "#core/hub/decode.ts"
import { GivenInstant } from "#core/kitchen/given-instant.ts"

const decode = decodeWith(GivenInstant)

describe("an instant that somebody gives", () => {
  it.each([
    ["2027-01-05T10:00:00.000Z", "2027-01-05T10:00:00.000Z"],
    ["2027-01-05T10:00Z", "2027-01-05T10:00:00.000Z"],
    ["2028-02-29T23:59:59.9999+05:30", "2028-02-29T18:29:59.999Z"],
    ["2027-01-05T00:00:00-01:00", "2027-01-05T01:00:00.000Z"],
  ])("[GATE-15] is read in any zone: %s", (text, instant) => {
    expect(DateTime.formatIso(Result.getOrThrow(decode(text)))).toBe(instant)
  })

  it.each([
    "1",
    "2026",
    "Jan 5 2027",
    "2027-01-05",
    "2027-01-05T10:00:00",
    "2027-01-05 10:00:00Z",
    "2027-02-30T10:00:00.000Z",
    "2027-02-29T10:00:00Z",
    "2027-13-01T10:00:00Z",
    "2027-00-10T10:00:00Z",
    "2027-01-05T24:00:00Z",
    "2027-01-05T10:00:00+25:00",
    "+002027-01-05T10:00:00Z",
    " 2027-01-05T10:00:00Z",
    "",
  ])("[GATE-15] is refused, not guessed: %j", (text) => {
    expect(Result.isFailure(decode(text))).toBe(true)
  })
})
