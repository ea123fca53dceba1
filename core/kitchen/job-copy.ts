import type { Banner } from "./chit.ts"
import type { EpochMs, JobId } from "./ids.ts"
import { copyIdOf, isMovable, type NewJob, originalOf, type PrintJob } from "./print-job.ts"
import type { PrinterContext } from "./printer-command.ts"
import type { PrinterEvent, PrinterQueue } from "./printer-queue.ts"

/** Repeats that the hub makes by itself before it leaves the job to a person. */
const maxAutomaticCopies = 5

/** The same paper once more, under a banner: nothing is repeated silently. */
export const possibleDuplicateOf = (
  queue: PrinterQueue,
  job: PrintJob,
  notAfter: EpochMs,
): NewJob => {
  const original = originalOf(job)
  // Above every number that was ever used: the queue forgets the oldest first, and the original before its copies.
  const n = 1 + Math.max(...familyOf(queue, original).map((known) => known.copyNumber ?? 0))
  return {
    ...copyOf(job, copyIdOf(job.id, n), notAfter, { kind: "possibleDuplicate" }),
    copyNumber: n,
  }
}

/** Nobody can say whether it is on paper: a copy says so and takes its place, unless a person is to be asked. */
export const unknownWithCopy = (
  queue: PrinterQueue,
  job: PrintJob,
  context: PrinterContext,
  cause?: string,
): ReadonlyArray<PrinterEvent> => {
  const { at } = context
  const unknown = {
    type: "JobUnknown" as const,
    ...{ at, job: job.id },
    ...(cause === undefined ? {} : { cause }),
  }
  if (!mayCopy(queue, job, context)) return [unknown]
  const copy = possibleDuplicateOf(queue, job, job.notAfter)
  return [unknown, { type: "JobQueued", at, job: copy, first: true }]
}

const mayCopy = (queue: PrinterQueue, job: PrintJob, context: PrinterContext): boolean =>
  context.onUnknown !== "ask" &&
  context.at <= job.notAfter &&
  automaticCopies(queue, job) < maxAutomaticCopies

/** The paper is there after all: the copies that still wait here are not wanted any more. */
export const printedAfterAll = (
  queue: PrinterQueue,
  job: PrintJob,
  at: EpochMs,
  fence?: string,
): ReadonlyArray<PrinterEvent> => [
  { type: "JobPrinted", at, job: job.id, ...(fence === undefined ? {} : { fence }) },
  ...queue.jobs
    .filter((copy) => copy.id !== job.id && isAutomaticCopyOf(job, copy) && isMovable(copy))
    .map((copy) => ({ type: "JobCancelled" as const, at, job: copy.id, cause: "printed" })),
]

/** Copies of it that went to other printers: they may still wait there. */
export const copiesElsewhere = (queue: PrinterQueue, job: PrintJob): ReadonlyArray<PrintJob> =>
  queue.done.filter(
    (known) =>
      known.movedTo !== undefined && (known.id === job.id || isAutomaticCopyOf(job, known)),
  )

const isAutomaticCopyOf = (job: PrintJob, copy: PrintJob): boolean =>
  (copy.copyNumber ?? 0) > (job.copyNumber ?? 0) && originalOf(copy) === originalOf(job)

/** Jobs of unknown fate that nobody repeated: a person is asked. Oldest first. */
export const asksOf = (queue: PrinterQueue): ReadonlyArray<PrintJob> =>
  queue.done.filter(
    (job) =>
      job.state === "unknown" &&
      !familyOf(queue, originalOf(job)).some(
        (copy) => copy.queuedAt > job.queuedAt || isAutomaticCopyOf(job, copy),
      ),
  )

export const reprintOf = (
  queue: PrinterQueue,
  job: PrintJob,
  newId: JobId,
  notAfter: EpochMs,
  by: { readonly by: string; readonly at: string },
): NewJob => {
  const reprints = familyOf(queue, originalOf(job)).filter((known) =>
    known.chit.banners.some((banner) => banner.kind === "reprint"),
  )
  return copyOf(job, newId, notAfter, { kind: "reprint", copy: reprints.length + 1, ...by })
}

/** How many copies of the same original were made because nobody knew. */
const automaticCopies = (queue: PrinterQueue, job: PrintJob): number =>
  Math.max(
    // At a neighbour the count goes on where the first printer left it.
    job.copyNumber ?? 0,
    familyOf(queue, originalOf(job)).filter((known) => known.copyNumber !== undefined).length,
  )

/** The original and its copies, as far as the queue still knows them. */
const familyOf = (queue: PrinterQueue, original: JobId): ReadonlyArray<PrintJob> => {
  const family = [...queue.done, ...queue.jobs].filter((job) => originalOf(job) === original)
  return [...new Map(family.map((job) => [job.id, job])).values()]
}

const copyOf = (job: PrintJob, id: JobId, notAfter: EpochMs, banner: Banner): NewJob => ({
  id,
  kind: job.kind,
  chit: { ...job.chit, banners: [banner, ...job.chit.banners.filter(isLasting)] },
  ...(job.orderId === undefined ? {} : { orderId: job.orderId }),
  ...(job.ticketId === undefined ? {} : { ticketId: job.ticketId }),
  ...(job.number === undefined ? {} : { number: job.number }),
  notAfter,
  copyOf: originalOf(job),
  ...(job.via === undefined ? {} : { via: job.via }),
})

/** Banners about the order stay on every copy; those about one copy do not. */
const isLasting = (banner: Banner): boolean =>
  banner.kind !== "reprint" && banner.kind !== "possibleDuplicate"
