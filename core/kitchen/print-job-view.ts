import type { PrinterId } from "./ids.ts"
import { isoOf } from "./instant.ts"
import type { PrintJob } from "./print-job.ts"

/** A print job as REST, views and history show it: the `PrintJobView` of `core/hub/printing.ts`. */
export const printJobView = (printerId: PrinterId, job: PrintJob) => ({
  id: job.id,
  printerId,
  kind: job.kind,
  ...(job.orderId === undefined ? {} : { orderId: job.orderId }),
  ...(job.ticketId === undefined ? {} : { ticketId: job.ticketId }),
  ...(job.number === undefined ? {} : { number: job.number }),
  state: job.state,
  attempts: job.attempts,
  ...(job.cause === undefined ? {} : { cause: job.cause }),
  ...(job.fence === undefined ? {} : { fence: job.fence }),
  queuedAt: isoOf(job.queuedAt),
  notAfter: isoOf(job.notAfter),
  ...(job.doneAt === undefined ? {} : { doneAt: isoOf(job.doneAt) }),
  ...(job.copyOf === undefined ? {} : { copyOf: job.copyOf }),
  ...(job.movedTo === undefined ? {} : { movedTo: job.movedTo }),
  ...(job.movedFrom === undefined ? {} : { movedFrom: job.movedFrom }),
  chit: job.chit,
})
