import type { PictureMaker } from "#actors/view/live-view.ts"
import type { ViewChange } from "#actors/view/numbered-view.ts"
import { changedStretch } from "#core/kitchen/changed-stretch.ts"
import type { PrinterId } from "#core/kitchen/ids.ts"
import { isoOf } from "#core/kitchen/instant.ts"
import { asksOf } from "#core/kitchen/job-copy.ts"
import type { PrintJob } from "#core/kitchen/print-job.ts"
import { printJobView } from "#core/kitchen/print-job-view.ts"
import { idlePrinter, type PrinterQueue } from "#core/kitchen/printer-queue.ts"
import { troubleOf } from "./printer-alarm.ts"

/** Finished jobs that the view shows beside those that wait. */
const shownFinished = 20
/** Jobs of unknown fate that it asks about, the newest. */
const shownAsks = 20

/** The view `printer/{id}`: its state in the item `status`, and one item for each job that waits or has just ended. */
export const printerPicture: PictureMaker = (restaurant, id) => {
  const printerId = id as PrinterId
  const named = () => restaurant.setup.printers.find((printer) => printer.id === printerId)
  if (named() === undefined) return undefined
  let shown: ReadonlyArray<PrintJob> = []
  /** Who was said to print instead. */
  let neighbour: PrinterId | undefined

  const status = (): ViewChange => {
    const queue = restaurant.printers.get(printerId) ?? idlePrinter
    const printer = named()
    const trouble = printer === undefined ? undefined : troubleOf(restaurant, printer)
    neighbour = trouble?.backup?.printerId
    const { missed } = queue
    return {
      id: "status",
      rev: queue.version,
      v: {
        type: "status",
        printerId,
        name: printer?.name,
        device: queue.device?.state ?? "unknown",
        ...queue.status,
        waiting: queue.jobs.length,
        ...(trouble === undefined ? {} : { trouble }),
        asks: asksOf(queue).slice(-shownAsks).map(ask),
        ...(missed === undefined ? {} : { missed: missed.tickets.length + missed.more }),
      },
    }
  }
  /** Every job, for whoever opens the view. */
  const show = function* (): Iterable<ViewChange> {
    const queue = restaurant.printers.get(printerId) ?? idlePrinter
    yield status()
    shown = shownOf(queue)
    for (const job of shown) yield jobChange(job)
  }
  /** What another state of the queue changes: a long queue is not told anew for each of its papers. */
  const follow = function* (): Iterable<ViewChange> {
    const queue = restaurant.printers.get(printerId) ?? idlePrinter
    yield status()
    const now = shownOf(queue)
    const { gone, come } = changedStretch(shown, now)
    shown = now
    const still = new Set(come.map(({ id }) => id))
    for (const { id } of gone) if (!still.has(id)) yield { id, rev: 0, v: null }
    for (const job of come) yield jobChange(job)
  }
  const jobChange = (job: PrintJob): ViewChange => ({
    id: job.id,
    rev: job.attempts,
    v: { type: "job", ...printJobView(printerId, job) },
  })
  return {
    all: show,
    isThere: () => named() !== undefined,
    onPrinter: (changed) => {
      if (changed === printerId) return follow()
      // Who prints instead may be another one now.
      const printer = named()
      const now = printer === undefined ? undefined : troubleOf(restaurant, printer)?.backup
      return now?.printerId === neighbour ? [] : [status()]
    },
    onSetup: show,
  }
}

const shownOf = ({ jobs, done }: PrinterQueue): ReadonlyArray<PrintJob> => [
  ...done.slice(-shownFinished),
  ...jobs,
]

/** A job of which a person is to say whether its paper is there: `confirm` it, or `retry` it under a banner. */
const ask = ({ id, number, chit, doneAt, cause }: PrintJob) => ({
  jobId: id,
  ...(number === undefined ? {} : { number }),
  ...(chit.table === undefined ? {} : { table: chit.table }),
  station: chit.station,
  ...(cause === undefined ? {} : { cause }),
  ...(doneAt === undefined ? {} : { since: isoOf(doneAt) }),
})
