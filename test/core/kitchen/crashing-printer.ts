import type { Chit } from "#core/kitchen/chit.ts"
import type { JobId } from "#core/kitchen/ids.ts"
import type { Report, ResultReport } from "#core/kitchen/printer-command.ts"
import type { DueAttempt } from "#core/kitchen/printer-queue.ts"

/** Where a device may lose its power while it works on one job (devices.md §4.4, rules 1 to 4). */
export const crashPoints = [
  "beforeJournal",
  "beforeAck",
  "beforeSending",
  "beforeBytes",
  "afterBytes",
  "beforeResult",
  "never",
] as const
export type CrashPoint = (typeof crashPoints)[number]

type Entry = "received" | "sending" | "printed"

/** A device that follows the agent's rules: its journal and its paper survive a power cut, its memory does not. */
export class CrashingPrinter {
  boot = 0
  on = false
  paperOut = false
  readonly papers: Array<{ readonly job: JobId; readonly chit: Chit }> = []
  /** What it said and the hub did not hear yet. */
  said: Array<Report> = []
  readonly #journal = new Map<JobId, Entry>()
  /** The newest attempt of a job that it refused: only a higher one prints. */
  readonly #refused = new Map<JobId, number>()

  powerOn(): void {
    if (this.on) return
    this.on = true
    this.boot += 1
    this.#say({ report: "state", state: "ready", boot: this.boot })
  }

  /** @returns whether the message was taken: then the broker forgets it */
  take({ job, attempt }: DueAttempt, crash: CrashPoint): boolean {
    const answer = (state: ResultReport["state"], more: Partial<ResultReport> = {}) =>
      this.#say({ report: "result", job: job.id, attempt, state, ...more })
    const known = this.#journal.get(job.id)
    if (known === "printed") {
      answer("printed", { duplicate: true })
      return true
    }
    if (known === "sending") {
      answer("unknown")
      return true
    }
    if (attempt <= (this.#refused.get(job.id) ?? 0)) {
      answer("refused", { cause: "paper_out" })
      return true
    }
    if (crash === "beforeJournal") return this.#powerCut(false)
    this.#journal.set(job.id, "received")
    if (crash === "beforeAck") return this.#powerCut(false)
    this.#say({ report: "ack", job: job.id, attempt })
    if (this.paperOut) {
      this.#refused.set(job.id, attempt)
      answer("refused", { cause: "paper_out" })
      return true
    }
    if (crash === "beforeSending") return this.#powerCut(true)
    this.#journal.set(job.id, "sending")
    if (crash === "beforeBytes") return this.#powerCut(true)
    this.papers.push({ job: job.id, chit: job.chit })
    if (crash === "afterBytes") return this.#powerCut(true)
    this.#journal.set(job.id, "printed")
    if (crash === "beforeResult") return this.#powerCut(true)
    answer("printed", { fence: "gs(h" })
    return true
  }

  /** The roll ends or is changed; a printer that cannot say so is found out by its refusals. */
  feed(paper: "ok" | "out", said: boolean): void {
    this.paperOut = paper === "out"
    if (this.on && said) this.#say({ report: "status", online: true, paper, cover: false })
  }

  #powerCut(taken: boolean): boolean {
    this.on = false
    // The broker speaks its will for it.
    this.#say({ report: "state", state: "lost", boot: this.boot })
    return taken
  }

  #say(report: Report): void {
    this.said.push(report)
  }
}
