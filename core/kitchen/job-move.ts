import type { Chit } from "./chit.ts"
import type { PrinterId } from "./ids.ts"
import { isMovable, movedIdOf, type NewJob, type PrintJob } from "./print-job.ts"
import type { PrinterContext } from "./printer-command.ts"
import type { JobMoved, MovingJob, PrinterEvent, PrinterQueue } from "./printer-queue.ts"

/** Everything that is certainly not on paper goes to whoever can print it, in order. */
export const movesOf = (
  queue: PrinterQueue,
  { at, self, backup }: PrinterContext,
): ReadonlyArray<PrinterEvent> => {
  const { trouble } = queue
  if (trouble?.handedOn !== true || self === undefined || backup === undefined) return []
  return queue.jobs.flatMap((job) => {
    const to = isMovable(job) ? backup.next(job.via ?? []) : undefined
    if (to === undefined) return []
    const from = { id: self.id, name: self.name }
    const as = movedIdOf(job.id, to)
    return [{ type: "JobMoved", at, job: job.id, to, as, from, cause: trouble.cause }]
  })
}

/** The job as its neighbour gets it: headed by the printer whose work it is, however many it came by. */
export const movedJob = (job: PrintJob, { as, to, from }: JobMoved): MovingJob => ({
  from: job.id,
  to,
  job: {
    ...wanted(job),
    id: as,
    chit: underBanner(job.chit, from.name),
    via: [...(job.via ?? []), from.id],
    movedFrom: job.id,
  },
})

const underBanner = (chit: Chit, printer: string): Chit =>
  chit.banners.some(({ kind }) => kind === "backupFrom")
    ? chit
    : { ...chit, banners: [{ kind: "backupFrom", printer }, ...chit.banners] }

/** What was wanted, without what became of it here. */
const wanted = ({
  state: _state,
  queuedAt: _queuedAt,
  attempts: _attempts,
  blank: _blank,
  unanswered: _unanswered,
  seq: _seq,
  since: _since,
  resend: _resend,
  cause: _cause,
  ...job
}: PrintJob): NewJob => job

/**
 * Whether the first job waits for a neighbour instead of being handed to a printer that is in trouble. One that was refused
 * is tried on: that may be all by which such a printer can be asked.
 */
export const isHeldBack = (
  queue: PrinterQueue,
  { backup }: PrinterContext,
  job: PrintJob | undefined = queue.jobs[0],
): boolean =>
  queue.trouble !== undefined &&
  backup !== undefined &&
  job !== undefined &&
  job.state === "queued" &&
  isMovable(job) &&
  backup.next(job.via ?? []) !== undefined

/** The neighbour was taken away while it may have printed: nobody can say. */
export const isLost = ({ to }: MovingJob, printers: ReadonlyArray<{ readonly id: PrinterId }>) =>
  !printers.some(({ id }) => id === to)
