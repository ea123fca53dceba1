import { Schema } from "effect"

/** What somebody may do to a virtual printer, from the page or from a test. Absent: leave it as it is. */
export const Faults = Schema.Struct({
  /** `low` still prints. */
  paper: Schema.optionalKey(Schema.Literals(["ok", "low", "out"])),
  /** `true`: open. */
  cover: Schema.optionalKey(Schema.Boolean),
  power: Schema.optionalKey(Schema.Literals(["on", "cut"])),
  /** `out`: it prints on, and neither hears nor is heard. Only of printers behind a network of their own. */
  network: Schema.optionalKey(Schema.Literals(["on", "out"])),
  /** Bytes that reach the paper per second; `null` prints at once. */
  bytesPerSecond: Schema.optionalKey(
    Schema.NullOr(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000_000 }))),
  ),
  /** The roll ends after so many bytes more, also within a job; `null`: it does not. */
  paperOutAfterBytes: Schema.optionalKey(
    Schema.NullOr(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100_000_000 }))),
  ),
})
export type Faults = typeof Faults.Type
