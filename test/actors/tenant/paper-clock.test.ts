import { expect, it } from "vitest"
import { paperClock } from "#actors/tenant/business-day.ts"
import type { EpochMs } from "#core/kitchen/ids.ts"

it("[MOVE-4] a paper says times by the restaurant's clock, and the date of another day there", () => {
  const now = Date.UTC(2026, 11, 23, 22, 30) as EpochMs
  const clock = paperClock(now, "Europe/Paris")
  expect(clock.now).toBe("23:30")
  expect(clock.of((now + 15 * 60_000) as EpochMs)).toBe("23:45")
  expect(clock.of((now + 45 * 60_000) as EpochMs)).toBe("24/12 00:15")
})
