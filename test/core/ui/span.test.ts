import { expect, it } from "vitest"
import { span } from "#core/ui/span.ts"

it("writes a span as a kitchen reads it, and never a negative one", () => {
  expect([0, 9_999, 272_000, 3_872_000, -5].map(span)).toEqual([
    "0:00",
    "0:09",
    "4:32",
    "1:04:32",
    "0:00",
  ])
})
