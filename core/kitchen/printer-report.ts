import { printedAfterAll, unknownWithCopy } from "./job-copy.ts"
import { isInFlight, type PrintJob } from "./print-job.ts"
import type { PrinterContext, Report, ResultReport } from "./printer-command.ts"
import { isOther } from "./printer-evolve.ts"
import { jobOf, type PrinterEvent, type PrinterQueue, type SeenDevice } from "./printer-queue.ts"
import { sameJson } from "./same-json.ts"

/** What a device's word changes. Devices repeat themselves until they hear a receipt: a repeat changes nothing. */
export const heard = (
  queue: PrinterQueue,
  report: Report,
  context: PrinterContext,
): ReadonlyArray<PrinterEvent> => {
  const events = word(queue, report, context)
  const { device, silent } = queue
  // It says what is known already; that it speaks again is news.
  return silent === undefined || device === undefined || events.some(({ type }) => speaks.has(type))
    ? events
    : [...events, seen(device, context)]
}

const speaks: ReadonlySet<PrinterEvent["type"]> = new Set([
  "PrinterStateSeen",
  "PrinterStatusSeen",
  "JobAccepted",
  "JobPrinted",
  "JobRefused",
  "JobFailed",
])

const seen = (
  { state, boot }: Pick<SeenDevice, "state" | "boot">,
  { at, deviceId }: PrinterContext,
): PrinterEvent => ({
  type: "PrinterStateSeen",
  ...{ at, state, boot },
  ...(deviceId === undefined ? {} : { device: deviceId }),
})

const word = (
  queue: PrinterQueue,
  report: Report,
  context: PrinterContext,
): ReadonlyArray<PrinterEvent> => {
  const { at } = context
  switch (report.report) {
    case "state": {
      const known = queue.device
      if (known !== undefined && isOther(known.id, context.deviceId))
        return [seen(report, context), ...inDoubt(queue, context)]
      // The will of an earlier life arrives late, or again.
      if (known !== undefined && report.boot < known.boot) return []
      if (known?.boot === report.boot && known.state === report.state && !waits(queue)) return []
      return [seen(report, context)]
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

/** Another device stands in its place and knows nothing of what the first was given. */
const inDoubt = (queue: PrinterQueue, context: PrinterContext): ReadonlyArray<PrinterEvent> => {
  const [job] = queue.jobs
  return job !== undefined && isInFlight(job)
    ? unknownWithCopy(queue, job, context, "replaced")
    : []
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
  if (report.state === "printed") {
    // The hub or a person gave up too early, or the device found its paper: the truth corrects it.
    if (job.doneAt !== undefined && !corrected.has(job.state)) return []
    return printedAfterAll(queue, job, context.at, report.fence ?? undefined)
  }
  // It took a newer attempt since: what became of that one, it will say.
  const outdated = job.state === "accepted" && report.attempt < job.attempts
  return job.doneAt === undefined && !outdated ? notPrinted(queue, job, report, context) : []
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
      return isHopeless(report.cause ?? "")
        ? [{ type: "JobFailed", ...ofJob, ...cause }]
        : [{ type: "JobRefused", ...ofJob, attempt: report.attempt, ...cause }]
    case "failed":
      return [{ type: "JobFailed", ...ofJob, ...cause }]
    case "expired":
      return [{ type: "JobExpired", ...ofJob, ...cause }]
    case "unknown":
      return unknownWithCopy(queue, job, context, report.cause ?? undefined)
  }
}

/** The device speaks of an earlier hand-over, or says again what it said: the queue knows better. */
const stale = (job: PrintJob, attempt: number): boolean =>
  attempt < job.attempts || (job.state === "refused" && attempt === job.attempts)

const corrected: ReadonlySet<PrintJob["state"]> = new Set(["expired", "cancelled", "unknown"])

const hopeless = new Set(["decode", "too_large"])

/** No printer ever takes it. */
export const isHopeless = (cause: string): boolean => hopeless.has(cause)
