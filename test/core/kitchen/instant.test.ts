import fc from "fast-check"
import { expect, it } from "vitest"
import type { EpochMs } from "#core/kitchen/ids.ts"
import { isoOf } from "#core/kitchen/instant.ts"

it("writes each instant as ISO 8601 in UTC with milliseconds, in whatever order they come", () => {
  const instant = fc.date({ noInvalidDate: true })
  const near = fc.integer({ min: Date.UTC(2026, 10, 20), max: Date.UTC(2026, 10, 20) + 600_000 })
  fc.assert(
    fc.property(fc.array(fc.oneof(near, instant.map(Number))), (instants) => {
      expect(instants.map((at) => isoOf(at as EpochMs))).toEqual(
        instants.map((at) => new Date(at).toISOString()),
      )
    }),
  )
})
