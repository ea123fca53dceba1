import { DateTime } from "effect"
import type { EpochMs } from "./ids.ts"

// One commit says the same instant many times over: placed, fired, on every ticket, in every view.
let last = { at: 0, iso: "1970-01-01T00:00:00.000Z" }

/** ISO 8601 in UTC with milliseconds, as every message carries instants. */
export const isoOf = (at: EpochMs): string => {
  if (at !== last.at) last = { at, iso: DateTime.formatIso(DateTime.makeUnsafe(at)) }
  return last.iso
}
