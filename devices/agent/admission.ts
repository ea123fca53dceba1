import type { JournalEntry } from "./printer-journal.ts"

/** What the agent does with a job that arrives (devices.md §4.4, rules 1 and 2). */
export type Admission =
  /** Never seen, or nothing of it was printed: into the journal, then to the paper. */
  | { readonly kind: "print" }
  /** It waits or is being printed: this attempt's number stands on the result to come. */
  | { readonly kind: "underWay" }
  /** Decided already: say it again. */
  | { readonly kind: "repeat"; readonly entry: JournalEntry; readonly duplicate: boolean }
  /** Under way when the power went: it may be on paper. */
  | { readonly kind: "unknown" }
  | { readonly kind: "expired" }

/**
 * The journal is asked before the clock: a job that is on paper is `printed` however late it comes again, or the hub
 * would have it printed elsewhere.
 *
 * @param entry what the journal holds of this job
 * @param underWay it waits or is being printed since this boot
 * @param now milliseconds since the epoch
 */
export const admit = (
  job: { readonly attempt: number; readonly notAfter: string },
  entry: JournalEntry | undefined,
  underWay: boolean,
  now: number,
): Admission => {
  if (underWay) return { kind: "underWay" }
  switch (entry?.stage) {
    case "printed":
      return { kind: "repeat", entry, duplicate: true }
    case "sending":
      return { kind: "unknown" }
    case "unknown":
    case "expired":
      return { kind: "repeat", entry, duplicate: false }
    case "refused":
    case "failed":
      if (job.attempt <= entry.attempt || entry.cause === "cancelled")
        return { kind: "repeat", entry, duplicate: false }
      break
    case "received":
    case undefined:
      break
  }
  return isPast(job.notAfter, now) ? { kind: "expired" } : { kind: "print" }
}

/** An instant that cannot be read has passed: better no paper than a stale one. */
export const isPast = (instant: string, now: number): boolean => !(Date.parse(instant) > now)
