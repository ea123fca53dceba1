import type { PictureMaker } from "#actors/view/live-view.ts"
import type { ViewChange } from "#actors/view/numbered-view.ts"
import type { PrinterId } from "#core/kitchen/ids.ts"
import { printJobView } from "#core/kitchen/print-job-view.ts"
import { idlePrinter } from "#core/kitchen/printer-queue.ts"

/** Finished jobs that the view shows beside those that wait. */
const shownFinished = 20

/** The view `printer/{id}`: its state in the item `status`, and one item for each job that waits or has just ended. */
export const printerPicture: PictureMaker = (restaurant, id) => {
  const printerId = id as PrinterId
  const named = () => restaurant.setup.printers.find((printer) => printer.id === printerId)
  if (named() === undefined) return undefined
  let shown: ReadonlySet<string> = new Set()
  const show = function* (): Iterable<ViewChange> {
    const queue = restaurant.printers.get(printerId) ?? idlePrinter
    yield {
      id: "status",
      rev: queue.version,
      v: {
        type: "status",
        printerId,
        name: named()?.name,
        device: queue.device?.state ?? "unknown",
        ...queue.status,
        waiting: queue.jobs.length,
      },
    }
    const jobs = [...queue.jobs, ...queue.done.slice(-shownFinished)]
    const now = new Set(jobs.map((job) => job.id as string))
    for (const known of shown) if (!now.has(known)) yield { id: known, rev: 0, v: null }
    shown = now
    for (const job of jobs)
      yield { id: job.id, rev: job.attempts, v: { type: "job", ...printJobView(printerId, job) } }
  }
  return {
    all: show,
    onPrinter: (changed) => (changed === printerId ? show() : []),
    onSetup: show,
  }
}
