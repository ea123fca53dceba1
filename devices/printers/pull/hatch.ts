import type { PrintAttempt } from "#core/hub/printing.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { Condition, HandOver } from "./hand-over.ts"
import type { PullDevice } from "./job-book.ts"

/** What a printer is to print. */
export interface OfferedPaper {
  readonly printer: Printer
  readonly attempt: PrintAttempt
}

/** How a printer said that it stands, as the hub reports it. */
export interface PrinterWord extends Condition {
  readonly online: boolean
  readonly paper: "ok" | "low" | "out"
  readonly cover: boolean
  /** Heard with the end of a job; the printer will not say when its trouble is over, so it is tried again. */
  readonly passing?: boolean
}

/** Where one printer fetches its papers. In memory alone: what must outlive the process is in the log. */
export interface Hatch {
  readonly device: PullDevice
  handOver: HandOver | undefined
  paper: OfferedPaper | undefined
  /** Its last word of itself. */
  word: PrinterWord | undefined
  presence: "unseen" | "ready" | "lost"
  /** When it asked last, and how long it lets pass between two questions (milliseconds). */
  askedAt: number | undefined
  intervalMs: number
}

export const newHatch = (device: PullDevice): Hatch => ({
  device,
  handOver: undefined,
  paper: undefined,
  word: undefined,
  presence: "unseen",
  askedAt: undefined,
  intervalMs: 5_000,
})

export interface PullTimes {
  /** The shortest and the longest time after which a silent printer is lost; between them three of its own intervals. */
  readonly lostAfterMs: readonly [least: number, most: number]
  /** How long an idle printer may say nothing of what it took; three of its own intervals if that is longer. */
  readonly patienceMs: number
  /** After so long a printer that took a paper and is silent is not waited for. */
  readonly forGoodMs: number
  /** Longest that a printer waits for an answer while the log does not. */
  readonly answerMs: number
}

export const pullTimes: PullTimes = {
  lostAfterMs: [10_000, 60_000],
  patienceMs: 15_000,
  forGoodMs: 60_000,
  answerMs: 8_000,
}

/** Notes that it asked, and how often it does. */
export const notedAsking = (hatch: Hatch, now: number): void => {
  if (hatch.askedAt !== undefined) {
    const gap = Math.min(20_000, Math.max(0, now - hatch.askedAt))
    // A printer asks faster while it has work: its slow beat counts, and is forgotten slowly.
    hatch.intervalMs = Math.max(gap, hatch.intervalMs * 0.9)
  }
  hatch.askedAt = now
}

export const lostAfter = ({ intervalMs }: Hatch, { lostAfterMs: [least, most] }: PullTimes) =>
  Math.min(most, Math.max(least, 3 * intervalMs))

export const patienceOf = ({ intervalMs }: Hatch, { patienceMs }: PullTimes): number =>
  Math.max(patienceMs, Math.min(3 * intervalMs, 4 * patienceMs))
