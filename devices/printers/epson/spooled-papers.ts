import { RecentMap } from "#core/security/recent-map.ts"
import { saysPrinted } from "./asb-status.ts"
import type { JobResult } from "./epson-form.ts"

/** Longest that a printer is asked how it stands with a paper in its spooler, in milliseconds. */
const askForMs = 60_000

/**
 * Papers in the spoolers of printers that have one switched on: their first success says that the job is spooled, not that
 * it is printed, and has no "printed" in its status. Asked with empty print data under the same id, the printer says how it
 * went, or that it is still printing.
 *
 * @see Epson TM-U220-i Technical Reference, "Checking the print results"
 */
export class SpooledPapers {
  readonly #asked = new RecentMap<string, { readonly job: string; readonly until: number }>(5_000)

  /** The job whose fate this printer is to be asked at its next visit. */
  toAsk(printer: string, now: number): string | undefined {
    const asked = this.#asked.get(printer)
    if (asked !== undefined && asked.until > now) return asked.job
    this.#asked.delete(printer)
    return undefined
  }

  /** Takes note of a result. @returns whether it is the last word of that job */
  isLastWord(printer: string, { job, success, code, status }: JobResult, now: number): boolean {
    if (!success && code === "Printing") return false
    if (job !== undefined && this.#asked.get(printer)?.job === job) {
      this.#asked.delete(printer)
      return true
    }
    if (!success || job === undefined || !(Number(status) > 0) || saysPrinted(status)) return true
    this.#asked.set(printer, { job, until: now + askForMs })
    return false
  }
}
