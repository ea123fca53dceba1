import type { EpochMs, JobId } from "./ids.ts"
import { movedJob } from "./job-move.ts"
import { withMissed, withoutMissed } from "./missed-tickets.ts"
import { isInFlight, type JobState, type PrintJob } from "./print-job.ts"
import {
  humanFence,
  type JobExpired,
  type JobMoved,
  type JobQueued,
  keptFinished,
  notTaken,
  type PrinterEvent,
  type PrinterQueue,
  type PrinterStateSeen,
  type PrinterStatus,
  type PrinterStatusSeen,
} from "./printer-queue.ts"
import { withTrouble } from "./printer-trouble.ts"

/** The queue after one more event. Total: an event about a job that is not there changes nothing but the version. */
export const evolvePrinter = (queue: PrinterQueue, event: PrinterEvent): PrinterQueue => {
  const next = after(isWord(event) ? heardAgain(queue) : queue, event)
  return withTrouble({ ...next, version: queue.version + 1 }, event.at)
}

const after = (queue: PrinterQueue, event: PrinterEvent): PrinterQueue => {
  switch (event.type) {
    case "JobQueued":
      return queued(queue, event)
    case "JobSent":
      return atDevice(queue, event.job, "sent", event.attempt, event.at)
    case "JobAccepted":
      return atDevice(queue, event.job, "accepted", event.attempt, event.at, { mayBeOut: true })
    case "JobRefused":
      return atDevice(queue, event.job, "refused", event.attempt, event.at, {
        mayBeOut: false,
        ...causeOf(event),
      })
    case "JobRetried":
      return changed(queue, event.job, { resend: true, since: event.at })
    case "JobPrinted":
      return told(ended(queue, event.job, "printed", event.at, fenceOf(event)), event.job)
    case "JobFailed":
      return ended(queue, event.job, "failed", event.at, causeOf(event))
    case "JobUnknown":
      return settled(ended(queue, event.job, "unknown", event.at, causeOf(event)), event.job)
    case "JobExpired":
      return expired(queue, event)
    case "JobCancelled":
      return ended(queue, event.job, "cancelled", event.at, causeOf(event))
    case "JobMoved":
      return moved(queue, event)
    case "JobMoveSettled":
      return settled(queue, event.job)
    case "PrinterStateSeen":
      return stateSeen(queue, event)
    case "PrinterStatusSeen":
      return statusSeen(queue, event)
    case "PrinterSilent":
      return { ...queue, silent: event.at }
    case "PrinterHandedOn":
      return queue.trouble === undefined
        ? queue
        : { ...queue, trouble: { ...queue.trouble, handedOn: true } }
  }
}

/** What only the device can have said. */
const isWord = (event: PrinterEvent): boolean => {
  switch (event.type) {
    case "JobPrinted":
      return event.fence !== humanFence
    case "JobRefused":
      return event.cause !== notTaken
    case "JobAccepted":
    case "JobFailed":
    case "PrinterStateSeen":
    case "PrinterStatusSeen":
      return true
    default:
      return false
  }
}

const heardAgain = (queue: PrinterQueue): PrinterQueue => {
  if (queue.silent === undefined) return queue
  const { silent: _, ...rest } = queue
  return rest
}

const queued = (queue: PrinterQueue, { job, first, at }: JobQueued): PrinterQueue => {
  const waiting: PrintJob = {
    ...job,
    state: "queued",
    queuedAt: at,
    attempts: 0,
    since: at,
    resend: false,
  }
  const jobs = first ? [waiting, ...queue.jobs] : [...queue.jobs, waiting]
  // A summary tells of everything that was missed up to now.
  return job.kind === "summary" ? withMissing({ ...queue, jobs }, undefined) : { ...queue, jobs }
}

const atDevice = (
  queue: PrinterQueue,
  id: JobId,
  state: "sent" | "accepted" | "refused",
  attempt: number,
  at: EpochMs,
  how: Pick<PrintJob, "cause" | "mayBeOut"> = {},
): PrinterQueue => {
  const job = queue.jobs.find((known) => known.id === id)
  if (job === undefined) return queue
  const attempts = Math.max(job.attempts, attempt)
  const seq = job.seq ?? queue.seq + 1
  const { unanswered, ...known } = job
  const next: PrintJob = {
    ...known,
    ...{ state, attempts, seq, since: at, resend: false, ...how },
    // No attempt up to the refused one left paper: the device knows them all.
    ...(state === "refused" ? { blank: attempts } : {}),
    ...(state === "sent" ? { unanswered: unanswered ?? at } : {}),
    ...(state === "accepted" ? { unanswered: at } : {}),
  }
  return { ...replaced(queue, next), seq: Math.max(queue.seq, seq) }
}

/**
 * A device that was restarted forgot what it was told and not yet wrote down: it is told again. One that is there again
 * under the same life may never have got what it did not confirm: the wire broke, or the hub was started anew.
 */
const stateSeen = (
  queue: PrinterQueue,
  { state, boot, device, at }: PrinterStateSeen,
): PrinterQueue => {
  const known = queue.device
  const reborn = boot > (known?.boot ?? -1) || isOther(known?.id, device)
  const missed = (job: PrintJob) => job.state === "sent" || (reborn && isInFlight(job))
  const since = known?.state === state ? known.since : at
  const sought = state !== "ready" && (known === undefined || known.sought === true)
  const backAt = known === undefined || known.state === "ready" ? known?.backAt : at
  return {
    ...queue,
    device: {
      state,
      boot,
      ...(device === undefined ? {} : { id: device }),
      ...(since === undefined ? {} : { since }),
      ...(sought ? { sought } : {}),
      ...(state !== "ready" || backAt === undefined ? {} : { backAt }),
    },
    jobs:
      state === "ready"
        ? queue.jobs.map((job) => ({
            ...job,
            ...(missed(job) ? { resend: true, since: at } : {}),
            ...(isInFlight(job) ? { unanswered: at } : {}),
          }))
        : queue.jobs,
  }
}

/** Old histories do not say which device spoke: then it was this one. */
export const isOther = (known: string | undefined, device: string | undefined): boolean =>
  known !== undefined && device !== undefined && known !== device

/** Paper is back, the cover is closed: what was refused for it is tried at once. */
const statusSeen = (queue: PrinterQueue, { status, at }: PrinterStatusSeen): PrinterQueue => ({
  ...queue,
  status,
  jobs: prints(status)
    ? queue.jobs.map((job) => (job.state === "refused" ? mended(job, at) : job))
    : queue.jobs,
})

const prints = ({ online, paper, cover, error }: PrinterStatus): boolean =>
  online && paper !== "out" && !cover && error == null

const mended = ({ cause: _, ...job }: PrintJob, at: EpochMs): PrintJob => ({
  ...job,
  resend: true,
  since: at,
})

const expired = (queue: PrinterQueue, event: JobExpired): PrinterQueue => {
  const job = queue.jobs.find(({ id }) => id === event.job)
  const next = ended(queue, event.job, "expired", event.at, causeOf(event))
  // A paper without dishes (its guests moved) says nothing that has to be cooked.
  const isMissed = job?.kind === "ticket" && job.chit.lines.length > 0
  return isMissed ? withMissing(next, withMissed(queue.missed, job)) : next
}

/** On paper after all. */
const told = (queue: PrinterQueue, job: JobId): PrinterQueue =>
  queue.missed === undefined ? queue : withMissing(queue, withoutMissed(queue.missed, job))

const withMissing = (queue: PrinterQueue, missing: PrinterQueue["missed"]): PrinterQueue => {
  const { missed: _, ...rest } = queue
  return missing === undefined ? rest : { ...rest, missed: missing }
}

const moved = (queue: PrinterQueue, event: JobMoved): PrinterQueue => {
  const job = queue.jobs.find(({ id }) => id === event.job)
  if (job === undefined) return queue
  const movedTo = { printerId: event.to, jobId: event.as }
  return {
    ...ended(queue, job.id, "cancelled", event.at, { cause: "moved", movedTo }),
    moving: [...(queue.moving ?? []), movedJob(job, event)],
  }
}

const settled = (queue: PrinterQueue, job: JobId): PrinterQueue => {
  if (queue.moving?.some(({ from }) => from === job) !== true) return queue
  const moving = queue.moving.filter(({ from }) => from !== job)
  const { moving: _, ...rest } = queue
  return moving.length === 0 ? rest : { ...rest, moving }
}

const changed = (queue: PrinterQueue, id: JobId, change: Partial<PrintJob>): PrinterQueue => ({
  ...queue,
  jobs: queue.jobs.map((job) => (job.id === id ? { ...job, ...change } : job)),
})

const replaced = (queue: PrinterQueue, job: PrintJob): PrinterQueue => ({
  ...queue,
  jobs: queue.jobs.map((known) => (known.id === job.id ? job : known)),
})

const ended = (
  queue: PrinterQueue,
  id: JobId,
  state: JobState,
  at: EpochMs,
  how: Pick<PrintJob, "cause" | "fence" | "movedTo">,
): PrinterQueue => {
  const end = { state, doneAt: at, resend: false, ...how }
  const job = queue.jobs.find((known) => known.id === id)
  if (job === undefined)
    return {
      ...queue,
      done: queue.done.map((known) => (known.id === id ? { ...uncaused(known), ...end } : known)),
    }
  const seq = job.seq ?? queue.seq + 1
  return {
    ...queue,
    jobs: queue.jobs.filter((known) => known.id !== id),
    done: [...queue.done, { ...uncaused(job), ...end, seq }].slice(-keptFinished),
    seq: Math.max(queue.seq, seq),
  }
}

/** What held it up before does not say how it ended. */
const uncaused = ({ cause: _, unanswered: __, ...job }: PrintJob): PrintJob => job

const fenceOf = ({ fence }: { readonly fence?: string }): Pick<PrintJob, "fence"> =>
  fence === undefined ? {} : { fence }

const causeOf = (event: { readonly cause?: string }): Pick<PrintJob, "cause"> =>
  event.cause === undefined ? {} : { cause: event.cause }
