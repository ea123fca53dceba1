import { DateTime } from "effect"
import type { EpochMs } from "./ids.ts"

/** ISO 8601 in UTC with milliseconds, as every message carries instants. */
export const isoOf = (at: EpochMs): string => DateTime.formatIso(DateTime.makeUnsafe(at))
