import { Result } from "effect"
import type { Chit } from "#core/kitchen/chit.ts"
import type { EpochMs, JobId } from "#core/kitchen/ids.ts"
import type { NewJob } from "#core/kitchen/print-job.ts"
import type { PrinterCommand, ResultReport } from "#core/kitchen/printer-command.ts"
import { decidePrinter } from "#core/kitchen/printer-decide.ts"
import { evolvePrinter } from "#core/kitchen/printer-evolve.ts"
import { idlePrinter, type PrinterEvent, type PrinterQueue } from "#core/kitchen/printer-queue.ts"
import { noon } from "./kitchen-story.ts"

export const jobId = (n: number): JobId =>
  `01930000-0000-7000-9000-${String(n).padStart(12, "0")}` as JobId
export const seconds = (n: number): EpochMs => (noon + n * 1000) as EpochMs

const chit: Chit = {
  banners: [],
  station: "GRILL",
  number: "42",
  type: "dineIn",
  time: "18:42",
  lines: [{ quantity: 2, name: "Burger", modifiers: [] }],
  rev: 1,
  language: "en",
}
/** A job that may be printed for ten minutes. */
export const ticketJob = (n: number, more: Partial<NewJob> = {}): NewJob => ({
  id: jobId(n),
  kind: "ticket",
  chit,
  notAfter: seconds(600),
  ...more,
})
export const enqueue = (n: number, more: Partial<NewJob> = {}): PrinterCommand => ({
  op: "enqueue",
  job: ticketJob(n, more),
})
export const handedOver = (n: number, attempt = 1): PrinterCommand => ({
  op: "sent",
  job: jobId(n),
  attempt,
})
export const ack = (n: number, attempt = 1): PrinterCommand => ({
  op: "report",
  report: { report: "ack", job: jobId(n), attempt },
})
export const result = (
  n: number,
  state: ResultReport["state"],
  more: Partial<ResultReport> = {},
): PrinterCommand => ({
  op: "report",
  report: { report: "result", job: jobId(n), attempt: 1, state, ...more },
})
export const device = (state: "ready" | "disconnected" | "lost", boot: number): PrinterCommand => ({
  op: "report",
  report: { report: "state", state, boot },
})

export interface PrinterStory {
  readonly queue: PrinterQueue
  /** Events of the last command. */
  readonly events: ReadonlyArray<PrinterEvent>
  readonly refusal: string | undefined
  /** Each command at the given second after noon. */
  readonly at: (second: number, ...commands: ReadonlyArray<PrinterCommand>) => PrinterStory
}

export const printer = (
  queue: PrinterQueue = idlePrinter,
  onUnknown: "ask" | "reprint" = "reprint",
  last: Pick<PrinterStory, "events" | "refusal"> = { events: [], refusal: undefined },
): PrinterStory => ({
  queue,
  ...last,
  at: (second, ...commands) => {
    let told: PrinterQueue = queue
    let outcome = last
    for (const command of commands) {
      const decided = decidePrinter(told, command, { at: seconds(second), onUnknown })
      outcome = Result.isFailure(decided)
        ? { events: [], refusal: decided.failure.code }
        : { events: decided.success, refusal: undefined }
      told = outcome.events.reduce(evolvePrinter, told)
    }
    return printer(told, onUnknown, outcome)
  },
})
