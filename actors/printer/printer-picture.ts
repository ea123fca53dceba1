import type { PictureMaker } from "#actors/view/live-view.ts"
import type { ViewChange } from "#actors/view/numbered-view.ts"
import type { PrinterId } from "#core/kitchen/ids.ts"
import { isoOf } from "#core/kitchen/instant.ts"
import { asksOf } from "#core/kitchen/job-copy.ts"
import type { PrintJob } from "#core/kitchen/print-job.ts"
import { printJobView } from "#core/kitchen/print-job-view.ts"
import { idlePrinter } from "#core/kitchen/printer-queue.ts"
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
  let shown: ReadonlySet<string> = new Set()
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
  const show = function* (): Iterable<ViewChange> {
    const queue = restaurant.printers.get(printerId) ?? idlePrinter
    yield status()
    const jobs = [...queue.jobs, ...queue.done.slice(-shownFinished)]
    const now = new Set(jobs.map((job) => job.id as string))
    for (const known of shown) if (!now.has(known)) yield { id: known, rev: 0, v: null }
    shown = now
    for (const job of jobs)
      yield { id: job.id, rev: job.attempts, v: { type: "job", ...printJobView(printerId, job) } }
  }
  return {
    all: show,
    onPrinter: (changed) => {
      if (changed === printerId) return show()
      // Who prints instead may be another one now.
      const printer = named()
      const now = printer === undefined ? undefined : troubleOf(restaurant, printer)?.backup
      return now?.printerId === neighbour ? [] : [status()]
    },
    onSetup: show,
  }
}

/** A job of which a person is to say whether its paper is there: `confirm` it, or `retry` it under a banner. */
const ask = ({ id, number, chit, doneAt, cause }: PrintJob) => ({
  jobId: id,
  ...(number === undefined ? {} : { number }),
  ...(chit.table === undefined ? {} : { table: chit.table }),
  station: chit.station,
  ...(cause === undefined ? {} : { cause }),
  ...(doneAt === undefined ? {} : { since: isoOf(doneAt) }),
})
