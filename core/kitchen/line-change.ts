import type { EpochMs } from "./ids.ts"
import type { Line, LineContent } from "./order.ts"

/** Until a cook acknowledges, what he last knew stays the text to strike through, however often it changed since. */
export const withChange = (line: Line, was: LineContent, at: EpochMs): Line => ({
  ...line,
  change: { was: line.change?.ack === false ? line.change.was : was, ack: false, at },
})
