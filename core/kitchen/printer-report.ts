import { automaticCopies, maxAutomaticCopies, possibleDuplicateOf } from "./job-copy.ts"
import type { PrintJob } from "./print-job.ts"
import type { PrinterContext, Report, ResultReport } from "./printer-command.ts"
import { jobOf, type PrinterEvent, type PrinterQueue } from "./printer-queue.ts"
import { sameJson } from "./same-json.ts"

/** What a device's word changes. Devices repeat themselves until they hear a receipt: a repeat changes nothing. */
export const heard = (
  queue: PrinterQueue,
  report: Report,
  context: PrinterContext,
): ReadonlyArray<PrinterEvent> => {
  const { at } = context
  switch (report.report) {
    case "state": {
      const known = queue.device
      // The will of an earlier life arrives late, or again.
      if (known !== undefined && report.boot < known.boot) return []
      if (known?.boot === report.boot && known.state === report.state && !waits(queue)) return []
      return [{ type: "PrinterStateSeen", at, state: report.state, boot: report.boot }]
    }
    case "status": {
      const { online, paper, cover, error } = report
      const status = { online, paper, cover, ...(error == null ? {} : { error }) }
      return sameJson(status, queue.status) ? [] : [{ type: "PrinterStatusSeen", at, status }]
    }
    case "ack": {
      const job = queue.jobs.find((known) => known.id === report.job)
      if (job === undefined || job.state === "accepted") return []
      // A refusal after the ack is newer than the ack that arrives again. One whose bytes wait for it arrives once.
      return (report.waits === true ? job.state !== "sent" : stale(job, report.attempt))
        ? []
        : [{ type: "JobAccepted", at, job: job.id, attempt: report.attempt }]
    }
    case "result":
      return result(queue, report, context)
  }
}

/** Something was handed over and never confirmed. */
const waits = ({ jobs: [job], device }: PrinterQueue): boolean =>
  device?.state === "ready" && job?.state === "sent" && !job.resend

const result = (
  queue: PrinterQueue,
  report: ResultReport,
  context: PrinterContext,
): ReadonlyArray<PrinterEvent> => {
  const job = jobOf(queue, report.job)
  if (job === undefined) return []
  const ofJob = { at: context.at, job: job.id }
  if (report.state === "printed") {
    // The hub or a person gave up too early: the truth corrects it.
    const gaveUp = job.state === "expired" || job.state === "cancelled"
    if (job.doneAt !== undefined && !gaveUp) return []
    const fence = report.fence == null ? {} : { fence: report.fence }
    return [{ type: "JobPrinted", ...ofJob, ...fence }]
  }
  return job.doneAt === undefined ? notPrinted(queue, job, report, context) : []
}

const notPrinted = (
  queue: PrinterQueue,
  job: PrintJob,
  report: ResultReport,
  context: PrinterContext,
): ReadonlyArray<PrinterEvent> => {
  const { at } = context
  const cause = report.cause == null ? {} : { cause: report.cause }
  const ofJob = { at, job: job.id }
  switch (report.state) {
    case "printed":
      return []
    case "refused":
      if (stale(job, report.attempt)) return []
      // No printer ever takes what it cannot read; waiting would only hold up the jobs behind it.
      return hopeless.has(report.cause ?? "")
        ? [{ type: "JobFailed", ...ofJob, ...cause }]
        : [{ type: "JobRefused", ...ofJob, attempt: report.attempt, ...cause }]
    case "failed":
      return [{ type: "JobFailed", ...ofJob, ...cause }]
    case "expired":
      return [{ type: "JobExpired", ...ofJob, ...cause }]
    case "unknown":
      return [
        { type: "JobUnknown", ...ofJob, ...cause },
        ...(mayCopy(queue, job, context)
          ? [
              {
                type: "JobQueued" as const,
                at,
                job: possibleDuplicateOf(queue, job, job.notAfter),
                first: true,
              },
            ]
          : []),
      ]
  }
}

/** The device speaks of an earlier hand-over, or says again what it said: the queue knows better. */
const stale = (job: PrintJob, attempt: number): boolean =>
  attempt < job.attempts || (job.state === "refused" && attempt === job.attempts)

const hopeless = new Set(["decode", "too_large"])

const mayCopy = (queue: PrinterQueue, job: PrintJob, context: PrinterContext): boolean =>
  context.onUnknown !== "ask" &&
  context.at <= job.notAfter &&
  automaticCopies(queue, job) < maxAutomaticCopies
