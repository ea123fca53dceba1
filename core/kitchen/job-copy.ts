import type { Banner } from "./chit.ts"
import type { EpochMs, JobId } from "./ids.ts"
import { copyIdOf, type NewJob, originalOf, type PrintJob } from "./print-job.ts"
import type { PrinterQueue } from "./printer-queue.ts"

/** Repeats that the hub makes by itself before it leaves the job to a person. */
export const maxAutomaticCopies = 5

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
    ...copyOf(job, copyIdOf(original, n), notAfter, { kind: "possibleDuplicate" }),
    copyNumber: n,
  }
}

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
export const automaticCopies = (queue: PrinterQueue, job: PrintJob): number =>
  familyOf(queue, originalOf(job)).filter((known) => known.copyNumber !== undefined).length

/** The original and its copies, as far as the queue still knows them. */
const familyOf = (queue: PrinterQueue, original: JobId): ReadonlyArray<PrintJob> =>
  [...queue.done, ...queue.jobs].filter((job) => originalOf(job) === original)

const copyOf = (job: PrintJob, id: JobId, notAfter: EpochMs, banner: Banner): NewJob => ({
  id,
  kind: job.kind,
  chit: { ...job.chit, banners: [banner, ...job.chit.banners.filter(isLasting)] },
  ...(job.orderId === undefined ? {} : { orderId: job.orderId }),
  ...(job.ticketId === undefined ? {} : { ticketId: job.ticketId }),
  ...(job.number === undefined ? {} : { number: job.number }),
  notAfter,
  copyOf: originalOf(job),
})

/** Banners about the order stay on every copy; those about one copy do not. */
const isLasting = (banner: Banner): boolean =>
  banner.kind !== "reprint" && banner.kind !== "possibleDuplicate"
