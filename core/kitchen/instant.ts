import { DateTime } from "effect"
import type { EpochMs } from "./ids.ts"

const minuteMs = 60_000

// A service says the same few minutes thousands of times over: placed, fired and due, on every ticket, in every view.
const remembered: Array<{ readonly minute: number; readonly iso: string }> = []
const rememberedAtMost = 4
let oldest = 0

/** `2026-11-20T18:42:`, of a minute since the epoch. */
const isoOfMinute = (minute: number): string => {
  for (const known of remembered) if (known.minute === minute) return known.iso
  const iso = DateTime.formatIso(DateTime.makeUnsafe(minute * minuteMs)).slice(0, -"00.000Z".length)
  remembered[oldest] = { minute, iso }
  oldest = (oldest + 1) % rememberedAtMost
  return iso
}

/** ISO 8601 in UTC with milliseconds, as every message carries instants. */
export const isoOf = (at: EpochMs): string => {
  const minute = Math.floor(at / minuteMs)
  const ms = Math.trunc(at - minute * minuteMs)
  const seconds = Math.floor(ms / 1000)
  return `${isoOfMinute(minute)}${padded(seconds, 2)}.${padded(ms % 1000, 3)}Z`
}

const padded = (value: number, digits: number): string => String(value).padStart(digits, "0")
