import { Result } from "effect"
import type { EpochMs } from "./ids.ts"
import { unknownWithCopy } from "./job-copy.ts"
import { isHeldBack, movesOf } from "./job-move.ts"
import { summaryJob } from "./missed-tickets.ts"
import { isInFlight, type PrintJob } from "./print-job.ts"
import type { PrinterCommand, PrinterContext } from "./printer-command.ts"
import { decidePrinter } from "./printer-decide.ts"
import { evolvePrinter } from "./printer-evolve.ts"
import {
  type DueAttempt,
  doubtAfterMs,
  endOf,
  nextToSend,
  type PrinterEvent,
  type PrinterQueue,
  sendableAt,
  silentAfterMs,
} from "./printer-queue.ts"
import { speechlessSince } from "./printer-trouble.ts"
import type { Refused } from "./refusal.ts"

/** What commands make of a queue, decided one after the other, and the job that is to be handed over then. */
export interface PrinterStep {
  readonly events: ReadonlyArray<PrinterEvent>
  readonly next: PrinterQueue
  readonly due?: DueAttempt
}

/**
 * All of the commands, or the refusal of the first that is refused; then whatever follows by itself at this instant: what
 * leaves for a neighbour, what is told of what was missed, and the next job that is handed over.
 */
export const printerStep = (
  queue: PrinterQueue,
  commands: ReadonlyArray<PrinterCommand>,
  context: PrinterContext,
): Result.Result<PrinterStep, Refused> => {
  const { at } = context
  const events: Array<PrinterEvent> = []
  let next = queue
  const add = (event: PrinterEvent) => {
    events.push(event)
    next = evolvePrinter(next, event)
  }
  for (const command of commands) {
    const decided = decidePrinter(next, command, context)
    if (Result.isFailure(decided)) return Result.fail(decided.failure)
    for (const event of decided.success) add(event)
  }
  for (const follows of byItself) for (const event of follows(next, context)) add(event)
  const due = isHeldBack(next, context) ? undefined : nextToSend(next, at)
  if (due === undefined) return Result.succeed({ events, next })
  add({ type: "JobSent", at, job: due.job.id, attempt: due.attempt })
  return Result.succeed({ events, next, due })
}

/** In this order; each sees what those before it did. */
const byItself: ReadonlyArray<
  (queue: PrinterQueue, context: PrinterContext) => ReadonlyArray<PrinterEvent>
> = [
  (queue, { at }) =>
    at >= (silentAt(queue) ?? Number.POSITIVE_INFINITY) ? [{ type: "PrinterSilent", at }] : [],
  (queue, context) =>
    context.at >= (handOnAt(queue, context) ?? Number.POSITIVE_INFINITY) && takesOver(context)
      ? [{ type: "PrinterHandedOn", at: context.at }]
      : [],
  (queue, context) => {
    const job = inDoubt(queue)
    return job !== undefined &&
      context.at >= (doubtAt(queue, job) ?? Number.POSITIVE_INFINITY) &&
      context.backup?.next(job.via ?? []) !== undefined
      ? unknownWithCopy(queue, job, context, queue.trouble?.cause)
      : []
  },
  movesOf,
  (queue, { at, self }) =>
    self === undefined || queue.missed === undefined || !isBack(queue)
      ? []
      : [
          {
            type: "JobQueued",
            at,
            job: summaryJob(queue.missed, self, at),
            first: queue.jobs[0] === undefined || !isInFlight(queue.jobs[0]),
          },
        ],
]

/** It prints again, and nothing tells yet what it missed. */
const isBack = ({ device, trouble, jobs }: PrinterQueue): boolean =>
  device?.state === "ready" && trouble === undefined && !jobs.some(({ kind }) => kind === "summary")

/** The first job, if the device has it or may have it and the neighbours may not wait for ever. */
const inDoubt = ({ jobs: [job], trouble }: PrinterQueue): PrintJob | undefined =>
  trouble?.handedOn === true && job?.kind === "ticket" && isInFlight(job) ? job : undefined

const silentAt = (queue: PrinterQueue): number | undefined => {
  const [job] = queue.jobs
  return queue.device?.state === "ready" && queue.silent === undefined && job !== undefined
    ? isInFlight(job) && job.unanswered !== undefined
      ? job.unanswered + silentAfterMs
      : undefined
    : undefined
}

const handOnAt = (
  { trouble }: PrinterQueue,
  { backup }: Pick<PrinterContext, "backup">,
): number | undefined =>
  trouble === undefined || trouble.handedOn === true || backup === undefined
    ? undefined
    : trouble.since + backup.afterMs

const takesOver = ({ backup }: PrinterContext): boolean =>
  backup !== undefined && (backup.screens || backup.next([]) !== undefined)

const doubtAt = (queue: PrinterQueue, job: PrintJob): number | undefined => {
  const since = speechlessSince(queue)
  return since === undefined ? undefined : Math.max(since, job.since) + doubtAfterMs
}

/** When somebody must look at the queue again although nobody says anything. */
export const nextDeadline = (queue: PrinterQueue, context: PrinterContext): EpochMs | undefined => {
  const [job] = queue.jobs
  // One millisecond on: a job may be printed up to and including its last instant.
  const instants: Array<number | undefined> = queue.jobs.map((waiting) => endOf(waiting) + 1)
  instants.push(silentAt(queue))
  const doubtful = context.backup === undefined ? undefined : inDoubt(queue)
  const doubt = doubtful === undefined ? undefined : doubtAt(queue, doubtful)
  if (queue.trouble !== undefined) instants.push(context.backup?.soonest)
  // Past them, a neighbour that gets well is waited for, which is an event.
  for (const instant of [handOnAt(queue, context), doubt])
    if (instant !== undefined && instant > context.at) instants.push(instant)
  if (job !== undefined && !isHeldBack(queue, context)) {
    const sendAt = sendableAt(queue, job)
    if (sendAt !== undefined && sendAt <= endOf(job)) instants.push(sendAt)
  }
  const known = instants.filter((instant) => instant !== undefined)
  return known.length === 0 ? undefined : (Math.min(...known) as EpochMs)
}
